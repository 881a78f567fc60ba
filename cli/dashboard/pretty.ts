import { costOf, liabilityOf, type ReportFigures, totalOf } from '../../report/index.ts';
import { showDay } from '../show.ts';
import { head, pointsTable, right, type Setting, zeroAsDash } from '../summary/index.ts';
import { type Cell, type Column, table } from '../terminal/index.ts';
import { kpiBlock, targetsFact } from './kpi-section.ts';
import {
  reachedBlock,
  segmentBlock,
  segmentMoveBlocks,
  tierBlocks,
  tierMoveBlocks,
} from './member-sections.ts';
import { mixBlock } from './mix-section.ts';
import { ageBlocks, booksBlock, costBlock, pointsMonthBlocks } from './money-sections.ts';
import { count, fits, latest, money, note } from './showing.ts';

/** What happened in each of the last months: members, cost, liability, and moves where there is room for them. */
function monthBlocks(setting: Setting, dashboard: ReportFigures): readonly string[] {
  const { plan, output, words } = setting;
  const { code } = plan.currency;
  const shown = latest(dashboard.months);
  const month = { title: words({ en: 'month', ja: '月' }) };
  const figures = [
    right(words({ en: 'members', ja: '会員数' })),
    right(words({ en: `cost in ${code}`, ja: `費用（${code}）` })),
    ...(dashboard.liability === undefined ? [] : [right(words({ en: 'liability', ja: 'ポイント負債' }))]),
  ];
  const moves = plan.ladders.flatMap(({ name }) => [right(`${name} ↑`), right(`${name} ↓`)]);
  const own = shown.map((each): readonly Cell[] => {
    const liability = totalOf(plan.points.map((type, at) => liabilityOf(type, each.outstanding[at] ?? 0n)));
    return [
      count(each.members),
      money(setting, costOf(each)),
      ...(dashboard.liability === undefined ? [] : [money(setting, liability)]),
    ];
  });
  const moved = shown.map((each): readonly Cell[] =>
    each.tiers.flatMap((levels) =>
      (['reached', 'lapsed'] as const).map((field) =>
        zeroAsDash(count(levels.reduce((sum, level) => sum + level[field], 0n))),
      ),
    ),
  );
  const names = shown.map(({ day }) => showDay(day).slice(0, 7));
  const show = (columns: readonly Column[], cells: readonly (readonly Cell[])[]): string =>
    table(
      [month, ...columns],
      names.map((name, index) => [name, ...(cells[index] ?? [])]),
      output.paint,
    );
  const key = note(setting, { en: '↑ reached a level, ↓ lapsed from one', ja: '↑ 段階に到達、↓ 段階が終了' });
  if (moves.length === 0) return [show(figures, own)];
  const wide = show(
    [...figures, ...moves],
    own.map((cells, index) => [...cells, ...(moved[index] ?? [])]),
  );
  return fits(wide) ? [`${wide}\n${key}`] : [show(figures, own), `${show(moves, moved)}\n${key}`];
}

/** A dashboard for people. Ends with a line break. */
export function prettyDashboard(setting: Setting, dashboard: ReportFigures): string {
  const { plan, words } = setting;
  const events = [words({ en: 'events', ja: 'イベント' }), count(dashboard.events)] as const;
  const blocks = [
    head(setting, dashboard, [events, targetsFact(setting, dashboard)]),
    kpiBlock(setting, dashboard),
    costBlock(setting, dashboard),
  ];
  if (plan.points.length === 0)
    blocks.push(note(setting, { en: 'the program has no points', ja: 'プログラムにポイントはありません' }));
  else blocks.push(pointsTable(setting, dashboard), booksBlock(setting, dashboard));
  blocks.push(...pointsMonthBlocks(setting, dashboard), ...ageBlocks(setting, dashboard));
  blocks.push(...tierBlocks(setting, dashboard), ...tierMoveBlocks(setting, dashboard));
  blocks.push(mixBlock(setting, dashboard));
  if (dashboard.sources.length > 0) blocks.push(reachedBlock(setting, dashboard));
  if (dashboard.segments.length > 0)
    blocks.push(segmentBlock(setting, dashboard), ...segmentMoveBlocks(setting, dashboard));
  blocks.push(...monthBlocks(setting, dashboard));
  return `${blocks.join('\n\n')}\n`;
}
