import type { ComparisonFigures, Section, Writing } from '../../report/index.ts';
import { showDay } from '../show.ts';
import { type Output, sectionText } from '../terminal/index.ts';

/** A comparison for people at a terminal. Ends with a line break. */
export function prettyComparison(
  output: Output,
  { base, candidate, first, until, events, members }: ComparisonFigures,
  sections: readonly Section[],
  { words, count }: Writing,
): string {
  const { paint } = output;
  const versions = [base, candidate].map(
    ({ label, plan }) =>
      `${paint.bold(plan.program)}${plan.version === '' ? '' : ` ${plan.version}`} ${paint.dim(label)}`,
  );
  const head = [
    `  ${words({ en: 'base     ', ja: '変更前' })}  ${versions[0]}`,
    `  ${words({ en: 'candidate', ja: '変更案' })}  ${versions[1]}`,
    `  ${words({
      en: `${showDay(first)} to ${showDay(until)}, ${count(events)} events, ${count(members.members)} members in both`,
      ja: `${showDay(first)} 〜 ${showDay(until)}、イベント ${count(events)} 件、双方にいる会員 ${count(members.members)} 人`,
    })}`,
  ].join('\n');
  return `${[head, ...sections.map((section) => sectionText(output, section, { title: 'above' }))].join('\n\n')}\n`;
}
