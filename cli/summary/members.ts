import type { MemberOutcome } from '../../schema/index.ts';
import { showGrouped } from '../show.ts';
import { type Cell, type Column, table } from '../terminal/index.ts';
import type { Setting } from './pretty.ts';

/** The first of the run's `members` with what they have at its end; undefined where none are to be shown. */
export function membersTable(
  { plan, output, words }: Setting,
  shown: readonly MemberOutcome[],
  members: number,
): string | undefined {
  if (shown.length === 0) return undefined;
  const segments = plan.named.some((each) => each.kind === 'segment');
  const several = plan.points.length > 1;
  const columns: Column[] = [{ title: words({ en: 'member', ja: '会員' }) }];
  for (const { name } of plan.points) {
    const of = several ? `${name} ` : '';
    columns.push({ title: of + words({ en: 'balance', ja: '残高' }), align: 'right' });
    columns.push({ title: of + words({ en: 'pending', ja: '保留' }), align: 'right' });
  }
  for (const { name } of plan.ladders) columns.push({ title: name });
  if (segments) columns.push({ title: words({ en: 'segments', ja: 'セグメント' }) });
  const { dim, red } = output.paint;
  const orDash = (text: string): Cell => (text === '' || text === '0' ? { text: '-', paint: dim } : text);
  const rows = shown.map((outcome): readonly Cell[] => [
    outcome.error === undefined ? outcome.member : { text: outcome.member, paint: red },
    ...plan.points.flatMap(({ name, decimals }): readonly Cell[] => {
      const own = outcome.points.find((each) => each.points === name);
      const balance = (own?.available ?? 0n) - (own?.debt ?? 0n);
      return [showGrouped(balance, decimals), orDash(showGrouped(own?.pending ?? 0n, decimals))];
    }),
    ...plan.ladders.map(({ name }) =>
      orDash(outcome.tiers.find((tier) => tier.ladder === name)?.level ?? ''),
    ),
    ...(segments ? [orDash(outcome.segments.join(', '))] : []),
  ]);
  const left = members - shown.length;
  const more = words({
    en: `… ${showGrouped(BigInt(left), 0)} more; \`--members N\` shows more, \`--outcomes FILE\` writes all`,
    ja: `… ほか ${showGrouped(BigInt(left), 0)} 人。\`--members 数\` で続きを表示し、\`--outcomes ファイル\` ですべて書き出します`,
  });
  return table(columns, rows, output.paint) + (left > 0 ? `\n  ${dim(more)}` : '');
}
