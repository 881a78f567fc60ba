import { type ComparisonFigures, cellText, type Section, type Writing } from '../../report/index.ts';
import { showDay } from '../show.ts';
import { type Cell, type Output, table } from '../terminal/index.ts';

type Paints = Readonly<Record<'good' | 'bad' | 'dim' | 'strong', (text: string) => string>>;

function block({ paint }: Output, { title, columns, rows, notes }: Section): string {
  const paints: Paints = { good: paint.green, bad: paint.red, dim: paint.dim, strong: paint.bold };
  const cells = rows.map((row) =>
    row.map((each): Cell => {
      const text = cellText(each);
      return typeof each === 'string' ? text : { text, paint: paints[each.tone] };
    }),
  );
  const lines = [paint.bold(title)];
  if (rows.length > 0) lines.push(table(columns, cells, paint));
  for (const text of notes) lines.push(`  ${paint.dim(text)}`);
  return lines.join('\n');
}

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
  return `${[head, ...sections.map((section) => block(output, section))].join('\n\n')}\n`;
}
