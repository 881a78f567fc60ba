import { stripVTControlCharacters } from 'node:util';
import type { Fraction, Localized, Loyalty } from '../../schema/index.ts';
import { showDay, showGrouped } from '../show.ts';
import {
  barOf,
  countTable,
  head,
  pointsTable,
  right,
  type Setting,
  showKpi,
  showRounded,
  showTarget,
  zeroAsDash,
} from '../summary/index.ts';
import { type Cell, type Column, table, widthOf } from '../terminal/index.ts';
import { costOf, type Dashboard, liabilityOf, totalOf, type Verdict } from './figures.ts';
import { sparkline } from './sparkline.ts';

/** Months that a dashboard shows one by one. */
const MONTHS_SHOWN = 12;
/** Wider tables are taken apart. */
const WIDEST = 80;

const LOYALTY_WORDS: Readonly<Record<Loyalty, Localized>> = {
  economic: { en: 'economic', ja: '経済的' },
  behavioral: { en: 'behavioral', ja: '行動的' },
  psychological: { en: 'psychological', ja: '心理的' },
};

const SOURCE_WORDS: Readonly<Record<'rule' | 'reward' | 'benefit', Localized>> = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
};

const count = (value: bigint | number): string => showGrouped(BigInt(value), 0);
const latest = <T>(list: readonly T[]): readonly T[] => list.slice(-MONTHS_SHOWN);
const whole = (n: bigint): Fraction => ({ n, d: 1n });

/** Money of the program, at the decimals of its currency. */
function money({ plan }: Setting, value: Fraction | undefined): string {
  if (value === undefined) return '-';
  const { decimals } = plan.currency;
  const [units = '', part = ''] = showRounded(value, decimals).split('.');
  return decimals === 0 ? units : `${units}.${part.padEnd(decimals, '0')}`;
}

/** A share as a percentage, to a tenth. */
function tenths({ n, d }: Fraction): string {
  const [units = '', part = '0'] = showRounded({ n: n * 100n, d }, 1).split('.');
  return `${units}.${part}`;
}

const percent = (value: Fraction | undefined): string => (value === undefined ? '-' : `${tenths(value)}%`);

function months({ words }: Setting, { months: all }: Dashboard): Column {
  const shown = Math.min(MONTHS_SHOWN, all.length);
  return { title: words({ en: shown === 1 ? 'month' : `last ${shown} months`, ja: `直近${shown}か月` }) };
}

/** The last months as bars; a shorter run ends where a longer one does. */
function line({ output }: Setting, values: readonly (Fraction | undefined)[], floor: 'zero' | 'least'): Cell {
  return { text: sparkline(latest(values), floor), paint: output.paint.cyan };
}

function note({ output, words }: Setting, text: Localized): string {
  return `  ${output.paint.dim(words(text))}`;
}

function targetsFact({ words, output }: Setting, { verdicts }: Dashboard): readonly [string, string] {
  const { green, red, yellow } = output.paint;
  const { met, missed, unknown } = verdicts;
  const parts = [
    met > 0 ? green(words({ en: `${met} met`, ja: `達成 ${met}` })) : '',
    missed > 0 ? red(words({ en: `${missed} missed`, ja: `未達 ${missed}` })) : '',
    unknown > 0 ? yellow(words({ en: `${unknown} cannot be said`, ja: `判定不能 ${unknown}` })) : '',
  ].filter((part) => part !== '');
  const none = words({ en: 'the program states none', ja: 'プログラムに目標がありません' });
  return [
    words({ en: 'targets', ja: '目標' }),
    parts.length === 0 ? none : parts.join(words({ en: ', ', ja: '、' })),
  ];
}

function kpiBlock(setting: Setting, dashboard: Dashboard): string {
  const { plan, output, language, words } = setting;
  if (plan.kpis.length === 0)
    return note(setting, {
      en: 'the program states no KPIs: `kpis:` says what it is to be measured by',
      ja: 'プログラムに KPI がありません。何で評価するかを `kpis:` に書いてください',
    });
  const { paint } = output;
  const verdicts: Readonly<Record<Verdict, Cell>> = {
    met: { text: words({ en: '✓ met', ja: '✓ 達成' }), paint: paint.green },
    missed: { text: words({ en: '✗ missed', ja: '✗ 未達' }), paint: paint.red },
    unknown: { text: words({ en: '? cannot be said', ja: '? 判定不能' }), paint: paint.yellow },
    none: '',
  };
  const rows = dashboard.trends.flatMap((trend): (readonly Cell[])[] => {
    const kpi = plan.kpis.find((each) => each.name === trend.name);
    if (kpi === undefined) return [];
    return [
      [
        kpi.name,
        showKpi(plan, kpi, trend.value, language),
        showTarget(plan, kpi, language),
        verdicts[trend.verdict],
        line(setting, trend.months, 'least'),
      ],
    ];
  });
  const columns = [
    { title: 'KPI' },
    right(words({ en: 'value', ja: '値' })),
    { title: words({ en: 'target', ja: '目標' }) },
    { title: '' },
    months(setting, dashboard),
  ];
  const missing = dashboard.trends.some(({ value }) => value === undefined);
  const why = note(setting, {
    en: '-: nobody and nothing to count (the denominator is 0)',
    ja: '-: 数える対象がありません（分母が 0）',
  });
  return table(columns, rows, paint) + (missing ? `\n${why}` : '');
}

function costBlock(setting: Setting, dashboard: Dashboard): string {
  const { plan, output, words } = setting;
  const { code } = plan.currency;
  const costly = dashboard.sources.filter(({ cost }) => cost.n !== 0n);
  const none = note(setting, {
    en: `the program cost nothing (${code})`,
    ja: `プログラムの費用はありません（${code}）`,
  });
  if (costly.length === 0) return none;
  const columns = [
    { title: words({ en: `cost in ${code}`, ja: `費用（${code}）` }) },
    { title: '' },
    right(words({ en: 'times', ja: '回数' })),
    right(words({ en: 'cost', ja: '費用' })),
    right(words({ en: 'share', ja: '割合' })),
    months(setting, dashboard),
  ];
  const rows = costly.map((source): readonly Cell[] => [
    source.name,
    { text: words(SOURCE_WORDS[source.kind]), paint: output.paint.dim },
    zeroAsDash(count(source.times)),
    money(setting, source.cost),
    percent(source.share),
    line(setting, source.months, 'zero'),
  ]);
  const all: readonly Cell[] = [
    { text: words({ en: 'total', ja: '合計' }), paint: output.paint.bold },
    '',
    '',
    { text: money(setting, dashboard.cost), paint: output.paint.bold },
    '',
    line(setting, dashboard.months.map(costOf), 'zero'),
  ];
  return table(columns, [...rows, ...(costly.length > 1 ? [all] : [])], output.paint);
}

function booksBlock(setting: Setting, dashboard: Dashboard): string {
  const { plan, output, words } = setting;
  const { code } = plan.currency;
  const columns = [
    { title: words({ en: 'on the books', ja: '期末' }) },
    right(words({ en: 'outstanding', ja: '未使用残高' })),
    right(words({ en: `liability in ${code}`, ja: `ポイント負債（${code}）` })),
    right(words({ en: 'breakage', ja: '失効率' })),
    months(setting, dashboard),
  ];
  const rows = plan.points.map((type, index): readonly Cell[] => {
    const own = dashboard.books[index];
    return [
      type.name,
      zeroAsDash(showGrouped(own?.outstanding ?? 0n, type.decimals)),
      money(setting, own?.liability),
      percent(own?.breakage),
      line(
        setting,
        dashboard.months.map(({ outstanding }) => whole(outstanding[index] ?? 0n)),
        'zero',
      ),
    ];
  });
  return table(columns, rows, output.paint);
}

function tierBlocks(setting: Setting, dashboard: Dashboard): readonly string[] {
  const { output, words } = setting;
  return dashboard.ladders.map(({ name, levels }, ladder) => {
    const columns = [
      { title: name },
      right(words({ en: 'members', ja: '会員数' })),
      right(words({ en: 'reached', ja: '到達' })),
      right(words({ en: 'lapsed', ja: '終了' })),
      months(setting, dashboard),
      { title: '' },
    ];
    const rows = levels.map((level, at): readonly Cell[] => [
      level.name,
      count(level.members),
      zeroAsDash(count(level.reached)),
      zeroAsDash(count(level.lapsed)),
      line(
        setting,
        dashboard.months.map(({ tiers }) => whole(tiers[ladder]?.[at]?.members ?? 0n)),
        'zero',
      ),
      {
        text: barOf(dashboard.members === 0 ? 0 : level.members / dashboard.members),
        paint: output.paint.cyan,
      },
    ]);
    return table(columns, rows, output.paint);
  });
}

function mixBlock(setting: Setting, dashboard: Dashboard): string {
  const { plan, output, words } = setting;
  const columns = [
    { title: words({ en: 'loyalty', ja: 'ロイヤルティ' }) },
    right(words({ en: `spend in ${plan.currency.code}`, ja: `支出（${plan.currency.code}）` })),
    right(words({ en: 'share', ja: '割合' })),
    right(words({ en: 'mix', ja: '目標配分' })),
    right(words({ en: 'gap', ja: '差' })),
    right(words({ en: 'reached', ja: '届いた会員' })),
    months(setting, dashboard),
  ];
  const rows = dashboard.mix.map(({ loyalty, spend, share, target, difference }): readonly Cell[] => {
    const reached = dashboard.months.map(({ builds }) => whole(builds[loyalty].members));
    return [
      words(LOYALTY_WORDS[loyalty]),
      money(setting, spend),
      percent(share),
      percent(target),
      points(setting, difference),
      zeroAsDash(count(reached.at(-1)?.n ?? 0n)),
      line(setting, reached, 'zero'),
    ];
  });
  const last = showDay(dashboard.months.at(-1)?.day).slice(0, 7);
  const notes = [
    note(setting, {
      en: `reached: members in ${last} whom something reached that builds it`,
      ja: `届いた会員: ${last} に、それを育てるルール・特典・優待が届いた会員数`,
    }),
  ];
  if (plan.loyalty.mix.length === 0)
    notes.push(
      note(setting, {
        en: 'the program states no `loyalty.mix`: there is nothing to hold the shares against',
        ja: 'プログラムに `loyalty.mix` がないため、割合を比べる目標がありません',
      }),
    );
  return [table(columns, rows, output.paint), ...notes].join('\n');
}

/** A difference of two shares. */
function points({ language }: Setting, value: Fraction | undefined): string {
  if (value === undefined) return '-';
  const text = tenths(value);
  const sign = value.n > 0n && text !== '0.0' ? '+' : '';
  return `${sign}${text.replace('-', '−')}${language === 'ja' ? 'pt' : ' pp'}`;
}

/** What happened in each of the last months: members, cost, liability, and moves where there is room for them. */
function monthBlocks(setting: Setting, dashboard: Dashboard): readonly string[] {
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
  const fits = wide.split('\n').every((each) => widthOf(stripVTControlCharacters(each)) <= WIDEST);
  return fits ? [`${wide}\n${key}`] : [show(figures, own), `${show(moves, moved)}\n${key}`];
}

/** A dashboard for people. Ends with a line break. */
export function prettyDashboard(setting: Setting, dashboard: Dashboard): string {
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
  blocks.push(...tierBlocks(setting, dashboard), mixBlock(setting, dashboard));
  if (dashboard.segments.length > 0) {
    const counts = dashboard.segments.map(({ name, members }) => ({ name, count: members }));
    const members = words({ en: 'members', ja: '会員数' });
    const title = words({ en: 'segment', ja: 'セグメント' });
    blocks.push(countTable(setting, title, members, counts, dashboard.members));
  }
  blocks.push(...monthBlocks(setting, dashboard));
  return `${blocks.join('\n\n')}\n`;
}
