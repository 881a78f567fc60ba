import type { AccountingMonth } from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';
import { right, type Setting, showRounded } from '../summary/index.ts';
import { type Cell, table } from '../terminal/index.ts';
import type { AccountedPoints, Accounting } from './accounting.ts';
import { books, monthName, paragraph } from './writing.ts';

/** Months that are shown one by one. */
const SHOWN = 12;

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

const percent = ({ expectedUse: { n, d } }: AccountedPoints): string =>
  `${showRounded({ n: n * 100n, d }, 1)}%`;

/** The accounting view for people. Ends without a line break. */
export function accountingSection(setting: Setting, accounting: Accounting): string {
  const { plan, output, words } = setting;
  if (accounting.kind === 'none')
    return paragraph(setting, {
      en: `accounting view: ${NONE[accounting.why].en}`,
      ja: `会計表示: ${NONE[accounting.why].ja}`,
    });
  const { months, points } = accounting;
  const shown = months.slice(-SHOWN);
  const { code } = plan.currency;
  const cell = (value: bigint): string => (value === 0n ? '-' : books(setting, value));
  const rows = (of: (month: AccountingMonth) => readonly bigint[]): readonly (readonly Cell[])[] =>
    shown.map((month) => [monthName(month.month), ...of(month).map(cell)]);
  const sum = (of: (month: AccountingMonth) => bigint): bigint =>
    shown.reduce((all, each) => all + of(each), 0n);
  const total = (cells: readonly string[]): readonly Cell[] =>
    [words({ en: 'total', ja: '合計' }), ...cells].map((text) => ({ text, paint: output.paint.bold }));
  const sales = table(
    [
      { title: words({ en: `sales in ${code}`, ja: `売上（${code}）` }) },
      right(words({ en: 'sales', ja: '売上' })),
      right(words({ en: 'of goods', ja: '商品への配分' })),
      right(words({ en: 'of points', ja: 'ポイントへの配分' })),
    ],
    [
      ...rows(({ sales, goods, deferred }) => [sales, goods, deferred]),
      total([
        cell(sum(({ sales }) => sales)),
        cell(sum(({ goods }) => goods)),
        cell(sum(({ deferred }) => deferred)),
      ]),
    ],
    output.paint,
  );
  const liability = table(
    [
      { title: words({ en: 'liability', ja: '契約負債' }) },
      right(words({ en: 'opening', ja: '期首' })),
      right(words({ en: 'added', ja: '増加' })),
      right(words({ en: 'taken back', ja: '取消' })),
      right(words({ en: 'on use', ja: '使用による収益' })),
      right(words({ en: 'on expiry', ja: '失効による収益' })),
      right(words({ en: 'closing', ja: '期末' })),
    ],
    [
      ...rows(({ opening, added, back, onUse, onExpiry, closing }) => [
        opening,
        added,
        back === 0n ? 0n : -back,
        -onUse,
        -onExpiry,
        closing,
      ]),
      total([
        '',
        cell(sum(({ added }) => added)),
        cell(-sum(({ back }) => back)),
        cell(-sum(({ onUse }) => onUse)),
        cell(-sum(({ onExpiry }) => onExpiry)),
        '',
      ]),
    ],
    output.paint,
  );
  const notes = [...points.flatMap((each) => assumptions(each, code)), ...limits(accounting)].map((text) =>
    paragraph(setting, text),
  );
  return [sales, '', liability, ...notes].join('\n');
}

function assumptions(points: AccountedPoints, code: string): readonly Localized[] {
  const { name, useFrom, priceFrom, price } = points;
  const rate = percent(points);
  const worth = `${showRounded(price, 4)} ${code}`;
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

function limits({ unpriced, hasOthers }: Extract<Accounting, { kind: 'view' }>): readonly Localized[] {
  const lines: Localized[] = [];
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
