import type { GroupChange, MemberChange, TierMoves } from '../../runtime/index.ts';
import type { Localized, Plan } from '../../schema/index.ts';
import {
  BAR_SIGN,
  called,
  LONGEST_BAR,
  right,
  type Section,
  type SectionCell,
  toned,
} from '../section/index.ts';
import type { ComparisonFigures } from './figures.ts';
import { ladderTitle, levelCell, levelTitle } from './titles.ts';
import type { Writing } from './writing.ts';

/** By what members win or lose, in a sentence. */
function yardstickNote({ yardstick, isOneCurrency }: ComparisonFigures, { words }: Writing): string {
  switch (yardstick.kind) {
    case 'money':
      return words({
        en: 'what a member has = points got and not lost again, used or still held, each × `expense`; benefits are not counted',
        ja: '会員の価値 = 付与されて失われていないポイント（使用済みと残高）× `expense`。ベネフィットは含みません',
      });
    case 'points':
      if (!isOneCurrency)
        return words({
          en: `the versions have different currencies: members are compared by \`${yardstick.name}\`, got and not lost again`,
          ja: `通貨が異なるため、\`${yardstick.name}\`（付与されて失われていない数）で比べます`,
        });
      return words({
        en: `no points state an \`expense\`: members are compared by \`${yardstick.name}\`, got and not lost again`,
        ja: `\`expense\` のあるポイントがないため、\`${yardstick.name}\`（付与されて失われていない数）で比べます`,
      });
    case 'levels':
      return words({
        en: 'neither version has points: members are compared by the levels that they hold',
        ja: 'どちらにもポイントがないため、到達している段階の数で比べます',
      });
    case 'none':
      return words({
        en: 'the versions share no points: who wins and who loses cannot be said; see the tiers',
        ja: '共通のポイントがないため、損得は比べられません。会員ランクを見てください',
      });
  }
}

type Versions = Pick<ComparisonFigures, 'base' | 'candidate'>;

function groupRow(name: SectionCell, group: GroupChange, writing: Writing): readonly SectionCell[] {
  const { members, winners, losers, gained, lost } = group;
  const { count, share, worthChange } = writing;
  return [
    name,
    count(members),
    count(winners),
    toned(count(losers), losers > 0 ? 'bad' : undefined),
    share(losers, members),
    worthChange(gained),
    worthChange(lost),
    losers === 0 ? '' : worthChange(lost / BigInt(losers)),
  ];
}

/** Who wins and who loses, how many and how much, by tier and by segment of the base. */
export function winnersSection(figures: ComparisonFigures, writing: Writing): Section {
  const { words, count } = writing;
  const { members, base } = figures;
  const rows = [
    groupRow(toned(words({ en: 'everybody', ja: '全員' }), 'strong'), members.all, writing),
    ...members.byTier.flatMap(({ ladder, levels }) =>
      levels.flatMap((level) =>
        level.members === 0
          ? []
          : [groupRow(levelCell([base.plan], ladder, level.name, words), level, writing)],
      ),
    ),
    ...members.bySegment.map((segment) => {
      const title = base.plan.named.find(({ name }) => name === segment.name)?.title;
      return groupRow(
        called(segment.name, title === undefined ? segment.name : words(title)),
        segment,
        writing,
      );
    }),
  ];
  const apart: readonly (readonly [number, Localized])[] = [
    [
      members.onlyBase,
      {
        en: 'only in the run of the base (their rows do not fit the candidate)',
        ja: '変更前の結果にだけいる会員（変更案では行が使えません）',
      },
    ],
    [
      members.onlyCandidate,
      {
        en: 'only in the run of the candidate (their rows do not fit the base)',
        ja: '変更案の結果にだけいる会員（変更前では行が使えません）',
      },
    ],
    [
      members.stopped,
      { en: 'stopped by an error, and not compared', ja: 'エラーで停止し、比較から除いた会員' },
    ],
  ];
  const notes = [
    yardstickNote(figures, writing),
    words({
      en: 'tiers and segments as they are under the base at the end',
      ja: 'ランクとセグメントは、変更前の最終日のもの',
    }),
    ...apart.flatMap(([number, what]) => (number === 0 ? [] : [`${count(number)} ${words(what)}`])),
  ];
  return {
    title: words({ en: 'winners and losers', ja: '得する会員と損する会員' }),
    columns: [
      { title: words({ en: 'members', ja: '会員' }) },
      right(words({ en: 'compared', ja: '比較数' })),
      right(words({ en: 'win', ja: '得' })),
      right(words({ en: 'lose', ja: '損' })),
      right(words({ en: 'lose, share', ja: '損の割合' })),
      right(words({ en: 'won', ja: '得の合計' })),
      right(words({ en: 'lost', ja: '損の合計' })),
      right(words({ en: 'per loser', ja: '損の1人平均' })),
    ],
    rows,
    notes,
    isDetail: false,
  };
}

/** What the classes of a comparison's `spread` are called, in their order. */
export const CHANGE_TITLES: readonly Localized[] = [
  { en: 'lose 50% or more', ja: '50%以上の損' },
  { en: 'lose 20% to 50%', ja: '20〜50%の損' },
  { en: 'lose 10% to 20%', ja: '10〜20%の損' },
  { en: 'lose 5% to 10%', ja: '5〜10%の損' },
  { en: 'lose less than 5%', ja: '5%未満の損' },
  { en: 'unchanged', ja: '変化なし' },
  { en: 'win up to 5%', ja: '5%以下の得' },
  { en: 'win 5% to 10%', ja: '5〜10%の得' },
  { en: 'win 10% to 20%', ja: '10〜20%の得' },
  { en: 'win 20% to 50%', ja: '20〜50%の得' },
  { en: 'win more than 50%', ja: '50%を超える得' },
  { en: 'had nothing, win something', ja: '0 から増加' },
];

/** Members by how much of what they had they win or lose. */
export function spreadSection({ members }: ComparisonFigures, { words, count, share }: Writing): Section {
  const most = Math.max(1, ...members.spread);
  const rows = members.spread.flatMap((number, index): (readonly SectionCell[])[] => {
    const name = CHANGE_TITLES[index];
    if (name === undefined || number === 0) return [];
    const bar = BAR_SIGN.repeat(Math.max(1, Math.round((number / most) * LONGEST_BAR)));
    return [[words(name), count(number), share(number, members.members), toned(bar, 'dim')]];
  });
  return {
    title: words({ en: 'by how much', ja: '増減の幅' }),
    columns: [
      { title: words({ en: 'of what they had', ja: '変更前に対して' }) },
      right(words({ en: 'members', ja: '会員数' })),
      right(words({ en: 'share', ja: '割合' })),
      { title: '' },
    ],
    rows,
    notes: [],
    isDetail: true,
  };
}

type Level = Plan['ladders'][number]['levels'][number];

function tiersOf(plan: Plan, tiers: readonly number[], shown: (level: Level) => string): string {
  return plan.ladders
    .flatMap(({ levels }, ladder) => levels[tiers[ladder] ?? 0] ?? [])
    .map(shown)
    .join(' ');
}

/** The members who lose most. */
export function worstSection(figures: ComparisonFigures, writing: Writing, how: string | undefined): Section {
  const { words, worth, worthChange } = writing;
  const { base, candidate, members } = figures;
  const rows = members.worst.map((each: MemberChange): readonly SectionCell[] => {
    const tiers = (shown: (level: Level) => string): string => {
      const before = tiersOf(base.plan, each.baseTiers, shown);
      const after = tiersOf(candidate.plan, each.candidateTiers, shown);
      return before === after ? before : `${before} → ${after}`;
    };
    return [
      each.member,
      worth(each.base),
      worth(each.candidate),
      toned(worthChange(each.candidate - each.base), 'bad'),
      called(
        tiers(({ name }) => name),
        tiers(({ title }) => words(title)),
      ),
    ];
  });
  const [first] = members.worst;
  const notes =
    first === undefined
      ? [words({ en: 'nobody loses anything', ja: '損する会員はいません' })]
      : how === undefined
        ? []
        : [
            words({
              en: `\`${how} ${first.member}\` shows why`,
              ja: `\`${how} ${first.member}\` で理由を表示します`,
            }),
          ];
  return {
    title: words({ en: 'worst off', ja: '損の大きい会員' }),
    columns: [
      { title: words({ en: 'member', ja: '会員' }) },
      right(words({ en: 'base', ja: '変更前' })),
      right(words({ en: 'candidate', ja: '変更案' })),
      right(words({ en: 'change', ja: '差' })),
      { title: words({ en: 'tier', ja: 'ランク' }) },
    ],
    rows,
    notes,
    isDetail: false,
  };
}

/** Members per level of the base (rows) and of the candidate (columns). */
export function movesSection(
  { ladder, base, candidate, members }: TierMoves,
  figures: Versions,
  { words, count }: Writing,
): Section {
  const [own, other] = [figures.base.plan, figures.candidate.plan];
  const title = words(ladderTitle([other, own], ladder));
  const place = (name: string): number => candidate.indexOf(name);
  let up = 0;
  let down = 0;
  const levelOf = (plan: Plan, level: string): string => words(levelTitle([plan], ladder, level));
  const rows = members.map((row, from): readonly SectionCell[] => [
    called(base[from] ?? '', levelOf(own, base[from] ?? '')),
    ...row.map((number, to): SectionCell => {
      const stays = place(base[from] ?? '');
      if (stays >= 0 && to > stays) up += number;
      if (stays >= 0 && to < stays) down += number;
      if (number === 0) return toned('·', 'dim');
      if (stays < 0 || to === stays) return count(number);
      return toned(`${count(number)} ${to > stays ? '▲' : '▼'}`, to > stays ? 'good' : 'bad');
    }),
  ]);
  const gone = base.filter((name) => !candidate.includes(name));
  const notes = [
    words({
      en: `${count(up)} higher, ${count(down)} lower`,
      ja: `上がる ${count(up)} 人、下がる ${count(down)} 人`,
    }),
  ];
  if (gone.length > 0)
    notes.push(
      words({
        en: `the candidate has no ${gone.join(', ')}: their members are neither higher nor lower`,
        ja: `変更案に ${gone.join('、')} はありません。該当する会員は上下に数えません`,
      }),
    );
  return {
    title: words({ en: `tiers: ${ladder}`, ja: `会員ランク: ${ladder}` }),
    name: words({ en: `tiers: ${title}`, ja: `会員ランク: ${title}` }),
    columns: [
      {
        title: words({ en: `${ladder}: base ↓ candidate →`, ja: `${ladder}: 変更前 ↓ 変更案 →` }),
        name: words({ en: `${title}: base ↓ candidate →`, ja: `${title}: 変更前 ↓ 変更案 →` }),
      },
      ...candidate.map((level) => ({ ...right(level), name: levelOf(other, level) })),
    ],
    rows,
    notes,
    isDetail: false,
  };
}
