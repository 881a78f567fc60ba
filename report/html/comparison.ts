import {
  type ComparisonFigures,
  comparisonHead,
  comparisonSections,
  writingOf,
} from '../comparison/index.ts';
import { html } from '../markup/index.ts';
import type { Section } from './parts.ts';
import { headedTable, sectionNotes } from './section-table.ts';
import type { Setting } from './setting.ts';

/** What the change does, against the version before it: the same tables as `kizuna compare`. */
export function comparisonPart(setting: Setting, comparison: ComparisonFigures): Section {
  const { words, language, numbers } = setting;
  const { base, candidate, yardstick } = comparison;
  const writing = writingOf(language, candidate.plan, yardstick);
  const day = (date: number | undefined): string => (date === undefined ? '–' : numbers.day(date));
  const parts = comparisonSections(comparison, writing, undefined).map(
    (section) =>
      html`${headedTable(setting, section)}${section.notes.length === 0 ? undefined : sectionNotes(setting, section)}`,
  );
  const who = words({
    en: `Base: “${base.label}”. Candidate: “${candidate.label}”, the version that all the rest of this page is of.`,
    ja: `変更前は「${base.label}」、変更案は「${candidate.label}」です。このページのほかの部分はすべて変更案の結果です。`,
  });
  const over = comparisonHead(comparison, writing, day).map((line) => html`<p class="note">${line}</p>`);
  return {
    id: 'comparison',
    title: words({ en: 'Against the base', ja: '変更前との比較' }),
    body: html`<p>${who}</p>${over}${parts}`,
  };
}
