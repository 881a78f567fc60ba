import type { Section } from '../section/index.ts';
import { editSection } from './edit-section.ts';
import type { ComparisonFigures } from './figures.ts';
import { guardrailSection, kpiSection } from './kpi-sections.ts';
import { movesSection, spreadSection, winnersSection, worstSection } from './member-sections.ts';
import { costSection, levelsSection, mixSection, pointsSection, sourcesSection } from './money-sections.ts';
import type { Writing } from './writing.ts';

/** A table of a comparison; those that a page shows in a form of their own say which they are. */
export interface ComparisonSection extends Section {
  readonly part?: 'guardrails' | 'spread' | 'worst';
}

const part = (
  name: NonNullable<ComparisonSection['part']>,
  section: Section | undefined,
): ComparisonSection | undefined => section && { ...section, part: name };

/** A comparison as tables, the most important first. `how`: the command that shows why, to which a member's id is added. */
export function comparisonSections(
  figures: ComparisonFigures,
  writing: Writing,
  how: string | undefined,
): readonly ComparisonSection[] {
  const { edits, members, yardstick } = figures;
  const all: readonly (ComparisonSection | undefined)[] = [
    part('guardrails', guardrailSection(figures, writing)),
    edits && editSection(edits, writing),
    kpiSection(figures, writing),
    winnersSection(figures, writing),
    ...(yardstick.kind === 'none'
      ? []
      : [
          part('spread', spreadSection(figures, writing)),
          part('worst', worstSection(figures, writing, how)),
        ]),
    ...members.moves.map((moves) => movesSection(moves, figures, writing)),
    levelsSection(figures, writing),
    costSection(figures, writing),
    sourcesSection(figures, writing),
    mixSection(figures, writing),
    pointsSection(figures, writing),
  ];
  return all.filter((section) => section !== undefined);
}
