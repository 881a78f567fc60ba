import type { Section } from '../section/index.ts';
import { editSection } from './edit-section.ts';
import type { ComparisonFigures } from './figures.ts';
import { guardrailSection, kpiSection } from './kpi-sections.ts';
import { movesSection, spreadSection, winnersSection, worstSection } from './member-sections.ts';
import { costSection, levelsSection, mixSection, pointsSection, sourcesSection } from './money-sections.ts';
import type { Writing } from './writing.ts';

/** A comparison as tables, the most important first. `how`: the command that shows why, to which a member's id is added. */
export function comparisonSections(
  figures: ComparisonFigures,
  writing: Writing,
  how: string | undefined,
): readonly Section[] {
  const { edits, members, yardstick } = figures;
  const all = [
    guardrailSection(figures, writing),
    edits && editSection(edits, writing),
    kpiSection(figures, writing),
    winnersSection(figures, writing),
    ...(yardstick.kind === 'none'
      ? []
      : [spreadSection(figures, writing), worstSection(figures, writing, how)]),
    ...members.moves.map((moves) => movesSection(moves, figures, writing)),
    levelsSection(figures, writing),
    costSection(figures, writing),
    sourcesSection(figures, writing),
    mixSection(figures, writing),
    pointsSection(figures, writing),
  ];
  return all.filter((section) => section !== undefined);
}
