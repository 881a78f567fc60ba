import type { ComparisonFigures } from './figures.ts';
import type { Writing } from './writing.ts';

/** Over what two versions were compared, in a line; then, where they read it differently, how. */
export function comparisonHead(
  { first, until, events, rejected, members }: ComparisonFigures,
  { words, count }: Writing,
  day: (day: number | undefined) => string,
): readonly string[] {
  const { members: compared } = members;
  const span = words({ en: `${day(first)} to ${day(until)}`, ja: `${day(first)}〜${day(until)}` });
  const isOne = events.base === events.candidate;
  const read = isOne
    ? words({ en: `, ${count(events.base)} events`, ja: `、イベント ${count(events.base)} 件` })
    : words({
        en: `, ${count(events.base)} events under the base, ${count(events.candidate)} under the candidate`,
        ja: `、イベント 変更前 ${count(events.base)} 件、変更案 ${count(events.candidate)} 件`,
      });
  const both = words({
    en: `, ${count(compared)} ${compared === 1 ? 'member' : 'members'} in both`,
    ja: `、両方にいる会員 ${count(compared)} 人`,
  });
  const lines = [`${span}${read}${both}`];
  if (rejected.base + rejected.candidate > 0)
    lines.push(
      words({
        en: `rows that could not be used: ${count(rejected.base)} under the base, ${count(rejected.candidate)} under the candidate`,
        ja: `使えなかった行: 変更前 ${count(rejected.base)} 行、変更案 ${count(rejected.candidate)} 行`,
      }),
    );
  return lines;
}
