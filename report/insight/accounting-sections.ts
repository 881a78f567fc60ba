import type { AccountingMonth } from '../../runtime/index.ts';
import type { Localized, Plan } from '../../schema/index.ts';
import { right, type Section, toned } from '../section/index.ts';
import type { AccountedPoints, Accounting } from './figures.ts';
import { books, type InsightWriting } from './writing.ts';

/** What it is called where it stands. */
export const ACCOUNTING_TITLE: Localized = { en: 'accounting view', ja: '会計表示' };

/** Months that are listed one by one, the last ones. */
export const MONTHS_LISTED = 12;

const NONE: Readonly<Record<Extract<Accounting, { kind: 'none' }>['why'], Localized>> = {
  'no-purchase': {
    en: 'the program does not say what a purchase is, so there are no sales to allocate. Add `standard: { purchase: purchase.amount }`',
    ja: '何を購入とするかがプログラムにないため、配分する売上がありません。`standard: { purchase: purchase.amount }` を書いてください',
  },
  'no-money': {
    en: "the field of `standard.purchase` is not an amount of the program's currency",
    ja: '`standard.purchase` の項目がプログラムの通貨の金額ではありません',
  },
  derived: {
    en: 'the field of `standard.purchase` is worked out from what the member did before, not from the purchase alone. Name the field that holds what was paid',
    ja: '`standard.purchase` の項目は、購入だけでなく会員のそれまでの状態から計算されています。支払額の項目を指定してください',
  },
  'no-points': {
    en: 'the program has no points that can be redeemed',
    ja: 'プログラムに使用できるポイントがありません',
  },
  'no-price': {
    en: 'what a point is worth is not known: state `expense:` of the points, or `--point-price 1`',
    ja: 'ポイントの価値が分かりません。ポイントの `expense:` を書くか、`--point-price 1` のように指定してください',
  },
};

/** The accounting view as tables with what they rest on, or in words why there is none. */
export function accountingSections(accounting: Accounting, writing: InsightWriting): readonly Section[] {
  const { plan, words } = writing;
  if (accounting.kind === 'none')
    return [
      {
        title: words(ACCOUNTING_TITLE),
        columns: [],
        rows: [],
        notes: [words(NONE[accounting.why])],
        isDetail: false,
      },
    ];
  const { months, points } = accounting;
  const shown = months.slice(-MONTHS_LISTED);
  const { code } = plan.currency;
  const notes = [...points.flatMap((each) => assumptions(each, writing)), ...limits(accounting, plan)];
  return [
    {
      title: words({ en: `sales in ${code}`, ja: `売上（${code}）` }),
      ...tableOf(writing, shown, [
        { title: { en: 'sales', ja: '売上' }, of: ({ sales }) => sales },
        { title: { en: 'of goods', ja: '商品への配分' }, of: ({ goods }) => goods },
        { title: { en: 'of points', ja: 'ポイントへの配分' }, of: ({ deferred }) => deferred },
      ]),
      notes: [],
      isDetail: false,
    },
    {
      title: words({ en: 'liability', ja: '契約負債' }),
      ...tableOf(writing, shown, [
        { title: { en: 'opening', ja: '期首' }, of: ({ opening }) => opening, isBalance: true },
        { title: { en: 'added', ja: '増加' }, of: ({ added }) => added },
        { title: { en: 'taken back', ja: '取消' }, of: ({ back }) => -back },
        { title: { en: 'on use', ja: '使用による収益' }, of: ({ onUse }) => -onUse },
        { title: { en: 'on expiry', ja: '失効による収益' }, of: ({ onExpiry }) => -onExpiry },
        { title: { en: 'closing', ja: '期末' }, of: ({ closing }) => closing, isBalance: true },
      ]),
      notes: notes.map(words),
      isDetail: false,
    },
  ];
}

interface Figure {
  readonly title: Localized;
  readonly of: (month: AccountingMonth) => bigint;
  /** Balances do not add up over the months. */
  readonly isBalance?: true;
}

/** A row per month, and what the months add up to. */
function tableOf(
  writing: InsightWriting,
  months: readonly AccountingMonth[],
  figures: readonly Figure[],
): Pick<Section, 'columns' | 'rows'> {
  const { words, month: name } = writing;
  const cell = (value: bigint): string => (value === 0n ? '-' : books(writing, value));
  const total = figures.map(({ of, isBalance }) =>
    isBalance === true ? '' : cell(months.reduce((sum, month) => sum + of(month), 0n)),
  );
  return {
    columns: [{ title: '' }, ...figures.map(({ title }) => right(words(title)))],
    rows: [
      ...months.map((month) => [name(month.month), ...figures.map(({ of }) => cell(of(month)))]),
      [words({ en: 'total', ja: '合計' }), ...total].map((text) => toned(text, 'strong')),
    ],
  };
}

function assumptions(
  { name, useFrom, priceFrom, price, expectedUse: { n, d } }: AccountedPoints,
  { plan, numbers }: InsightWriting,
): readonly Localized[] {
  const rate = `${numbers.decimal({ n: n * 100n, d }, 1)}%`;
  const worth = `${numbers.decimal(price, 4)} ${plan.currency.code}`;
  const use: Localized = {
    option: {
      en: `${rate} of ${name} are expected to be used (as said by \`--expected-use\`)`,
      ja: `${name} の ${rate} が使用されると見込んでいます（\`--expected-use\` の指定）`,
    },
    history: {
      en: `${rate} of ${name} are expected to be used: used ÷ (used + expired) of this whole history, known only afterwards`,
      ja: `${name} の ${rate} が使用されると見込んでいます（この履歴全体の 使用 ÷（使用 + 失効）。事後に分かる値です）`,
    },
    nothing: {
      en: `${rate} of ${name} are expected to be used: this history holds no use to estimate it from. \`--expected-use 80%\` says what to expect`,
      ja: `${name} の ${rate} が使用されると見込んでいます。この履歴には使用がなく、見積もれません。\`--expected-use 80%\` のように指定してください`,
    },
  }[useFrom];
  const from: Localized = {
    option: {
      en: `a ${name} is priced at ${worth} (as said by \`--point-price\`)`,
      ja: `${name} の独立販売価格は ${worth}（\`--point-price\` の指定）`,
    },
    expense: {
      en: `a ${name} is priced at ${worth}, its \`expense\`; what it is worth to a member may be more (\`--point-price\`)`,
      ja: `${name} の独立販売価格は \`expense\` の ${worth} としました。会員にとっての価値がこれを上回る場合は \`--point-price\` で指定してください`,
    },
  }[priceFrom];
  return [use, from];
}

function limits(
  { unpriced, hasOthers }: Extract<Accounting, { kind: 'view' }>,
  plan: Plan,
): readonly Localized[] {
  const lines: Localized[] = [];
  // Where no points state an `expense`, there is one liability only.
  if (plan.points.some(({ expense, redeemable }) => expense !== undefined && redeemable))
    lines.push({
      en: 'this liability is the part of sales put off until points are used or end; the one above is outstanding × `expense`, what all points would cost if used. The two are not to be added up',
      ja: 'この契約負債は、売上のうちポイントの使用または失効まで繰り延べる部分です。上のポイント負債（未使用残高 × `expense`）はすべて使用された場合の費用で、二つを合計することはできません',
    });
  if (unpriced.length > 0)
    lines.push({
      en: `not in it, since nobody says what they are worth: ${unpriced.join(', ')}`,
      ja: `価値が分からないため含まれていないポイント: ${unpriced.join('、')}`,
    });
  if (hasOthers)
    lines.push({
      en: 'points that no purchase brings (birthdays, reviews …) are no part of a sale: they are in the program cost above, when they are used',
      ja: '購入によらないポイント（誕生日、レビューなど）は売上に結び付かないため、使用時の費用として上のプログラム費用に含まれます',
    });
  lines.push({
    en: 'own points only, not those of a third party; amounts as the purchase field has them, tax included or not. An aid to think with, not accounting advice',
    ja: '自社ポイントのみが対象で、他社ポイントは扱いません。金額は購入の項目の値のままです（税込・税抜とも）。検討のための目安であり、会計上の助言ではありません',
  });
  return lines;
}
