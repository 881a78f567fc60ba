import type { Localized } from '../../schema/index.ts';
import type { EditedKind } from './check-text.ts';
import { literal, type Offer } from './completion.ts';
import type { Declared } from './inspection.ts';
import type { Path } from './spot.ts';

/** A whole small program, which compiles as it is inserted. */
export function skeleton(): Offer {
  return {
    label: 'a whole small program',
    kind: 'snippet',
    insert: SKELETON,
    snippet: true,
    rank: 0,
    detail: {
      en: 'one event, one kind of points, one rule',
      ja: 'イベント、ポイント、ルールを一つずつ持つプログラム',
    },
  };
}

const SKELETON = `kizuna: 1
program: \${1:my-club}
version: "1"
title: { en: \${2:My Club}, ja: \${3:わたしのクラブ} }
currency: \${4:JPY}
timezone: \${5:Asia/Tokyo}
purpose: { en: \${6:Bring members back}, ja: \${7:また来ていただく} }

events:
  purchase:
    amount: \${4:JPY}

points:
  point:
    expires: end_of(month, earned + 12 months)
    expense: 1 \${4:JPY}

rules:
  purchase_point:
    on: purchase
    give: 1 point per \${8:100} \${4:JPY} of amount
    builds: economic
$0`;

interface Template {
  readonly label: string;
  readonly does: Localized;
  readonly insert: (words: Words) => string;
}

/** Names of the program that a template uses as its first values. */
interface Words {
  readonly event: string;
  readonly points: string;
  readonly currency: string;
  readonly ladder: string;
  readonly level: string;
}

const TEMPLATES: Readonly<Record<string, readonly Template[]>> = {
  rules: [
    {
      label: 'rule: points for each amount',
      does: {
        en: 'so many points for each whole step of an amount',
        ja: '金額の刻みごとにポイントを付与するルール',
      },
      insert: ({ event, points, currency }) =>
        `\${1:${event}_points}:\n  on: \${2:${event}}\n  give: 1 ${points} per \${3:100} ${currency} of \${4:amount}\n  builds: \${5|economic,behavioral,psychological|}\n$0`,
    },
    {
      label: 'rule: a gift with a limit',
      does: {
        en: 'a fixed number of points, so often at most',
        ja: '決まったポイントを、回数の上限付きで付与するルール',
      },
      insert: ({ event, points }) =>
        `\${1:${event}_gift}:\n  on: \${2:${event}}\n  give: \${3:10} ${points}s\n  limit: 1 per \${4|day,week,month,year,member|}\n  builds: \${5|behavioral,economic,psychological|}\n$0`,
    },
    {
      label: 'rule: on a schedule',
      does: { en: 'points at the start of each period', ja: '期間の始めに付与するルール' },
      insert: ({ points }) =>
        `\${1:monthly_gift}:\n  every: \${2|month,week,quarter,year,anniversary|}\n  when: \${3:yes}\n  give: \${4:10} ${points}s\n  builds: \${5|psychological,behavioral,economic|}\n$0`,
    },
  ],
  events: [
    {
      label: 'event: a purchase',
      does: { en: 'something bought, with its amount', ja: '金額を持つ購買のイベント' },
      insert: ({ currency }) => `\${1:purchase}:\n  amount: ${currency}\n$0`,
    },
    {
      label: 'event: a refund',
      does: {
        en: 'an event that takes back another, in whole or in part',
        ja: '別のイベントを全部または一部取り消すイベント',
      },
      insert: ({ event, currency }) =>
        `\${1:refund}: { reverses: \${2:${event}} by \${3:amount}, amount?: ${currency} }\n$0`,
    },
  ],
  points: [
    {
      label: 'points: with an end',
      does: { en: 'points that expire at the end of a month', ja: '月末に失効するポイント' },
      insert: ({ currency }) =>
        `\${1:point}:\n  expires: end_of(month, earned + \${2:12} months)\n  expense: 1 ${currency}\n$0`,
    },
  ],
  tiers: [
    {
      label: 'tiers: a ladder',
      does: { en: 'a base and one level above it', ja: '基本のランクと、その上の一段階' },
      insert: ({ event, currency }) =>
        `\${1:status}:\n  base: \${2:regular}\n  levels:\n    \${3:silver}:\n      reach: sum(${event}.amount during this year) >= \${4:30_000} ${currency}\n      until: end_of(year, reached + 1 year)\n$0`,
    },
  ],
  rewards: [
    {
      label: 'reward: for points',
      does: { en: 'something to redeem points for', ja: 'ポイントと交換する特典' },
      insert: ({ points, currency }) =>
        `\${1:free_cup}:\n  price: \${2:100} ${points}s\n  worth: \${3:500} ${currency}\n  expense: \${4:200} ${currency}\n  builds: \${5|economic,behavioral,psychological|}\n$0`,
    },
  ],
  kpis: [
    {
      label: 'kpi: with a target',
      does: { en: 'a figure over all members and its target', ja: '全会員の数値と目標' },
      insert: ({ event }) =>
        `\${1:regulars}:\n  measure: share(count(\${2:${event}} during last 12 months) >= 2)\n  target: at least \${3:45%}\n$0`,
    },
  ],
  segments: [
    {
      label: 'segment: has not come lately',
      does: { en: 'members whose last event is long ago', ja: '最後のイベントから時間が経った会員' },
      insert: ({ event }) =>
        `\${1:dormant}: (days since last(\${2:${event}}) otherwise \${3:9_999}) > \${4:180}\n$0`,
    },
  ],
};

/** Whole entries that may be added to a section of a program. */
export function newEntries(kind: EditedKind, path: Path, declared: Declared | undefined): readonly Offer[] {
  const section = path[0];
  if (kind !== 'program' || path.length !== 1 || typeof section !== 'string' || declared === undefined)
    return [];
  const { program } = declared;
  const events = [...program.events.values()].filter(({ builtIn }) => !builtIn);
  const [ladder] = program.ladders.values();
  const words: Words = {
    event: literal(events[0]?.name ?? 'purchase'),
    points: literal([...program.points.keys()][0] ?? 'point'),
    currency: literal(program.currency.code || 'JPY'),
    ladder: literal(ladder?.name ?? 'status'),
    level: literal(ladder?.levels[1] ?? 'silver'),
  };
  const templates = Object.hasOwn(TEMPLATES, section) ? TEMPLATES[section] : undefined;
  return (templates ?? []).map(
    ({ label, does, insert }): Offer => ({
      label,
      kind: 'snippet',
      insert: insert(words),
      snippet: true,
      detail: does,
      rank: 1,
    }),
  );
}
