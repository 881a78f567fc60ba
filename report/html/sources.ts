import type { Localized } from '../../schema/index.ts';
import { shareBar } from '../charts/index.ts';
import { toneOf } from '../drawing/index.ts';
import { drawn, type SourceFigures, unitAfter } from '../figures/index.ts';
import { html, type Markup, NOTHING } from '../markup/index.ts';
import { DASH, empty, loyaltyWord, named, type Row, right, type Section, table, withCode } from './parts.ts';
import type { Setting } from './setting.ts';

const KINDS: Readonly<Record<SourceFigures['kind'], Localized>> = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
};

const PLACES = { rule: 'rules', reward: 'rewards', benefit: 'benefits' } as const;

/** Whether a reward happened whose cost is that of the points it was paid with, which stands elsewhere. */
function hasCostElsewhere({ plan, figures }: Setting): boolean {
  const spent = figures.sources.filter(
    ({ kind, times, cost }) => kind === 'reward' && times > 0n && cost.n === 0n,
  );
  return spent.some(({ name }) => {
    const reward = plan.rewards.find((each) => each.name === name);
    return (
      reward !== undefined &&
      reward.expense === undefined &&
      reward.give.length === 0 &&
      reward.price.some((price) => plan.points[price.points]?.expense !== undefined)
    );
  });
}

/** What a rule or reward issued, per points type, where it issued any. */
function issuedBy(
  { plan, figures, numbers, language }: Setting,
  kind: SourceFigures['kind'],
  index: number,
): Markup {
  const lines = plan.points.flatMap(({ name, decimals }, points) => {
    const all = figures.months.reduce(
      (sum, month) => sum + (month[PLACES[kind]][index]?.issued[points] ?? 0n),
      0n,
    );
    if (all === 0n) return [];
    const text = numbers.quantity(all, decimals);
    return [html`<div>${text} ${unitAfter(text, name, language)}</div>`];
  });
  return lines.length === 0 ? DASH : html`${lines}`;
}

export function sourcesSection(setting: Setting): Section {
  const { plan, figures, words, numbers } = setting;
  const title = words({ en: 'Rules, rewards and benefits', ja: 'ルール・特典・ベネフィット' });
  const section = (body: Markup): Section => ({ id: 'rules', title, body });
  if (figures.sources.length === 0)
    return section(
      empty(
        words({
          en: 'The program has no rules, rewards or benefits.',
          ja: 'プログラムにルール、特典、ベネフィットはありません。',
        }),
      ),
    );
  const before: Record<SourceFigures['kind'], number> = { rule: 0, reward: 0, benefit: 0 };
  const rows = figures.sources.map((source): Row => {
    const { kind, name, builds, times, members, cost, share } = source;
    const index = before[kind];
    before[kind] += 1;
    const own = plan[PLACES[kind]][index];
    const idle = times === 0n && cost.n === 0n;
    return {
      head: html`${named(setting, own?.title ?? { en: name, ja: name }, name)}<small>${words(KINDS[kind])}</small>`,
      cells: [
        builds === undefined ? DASH : loyaltyWord(setting, builds),
        times === 0n ? DASH : html`${numbers.count(times)}`,
        members === 0n ? DASH : html`${numbers.count(members)}`,
        issuedBy(setting, kind, index),
        cost.n === 0n ? DASH : html`${numbers.money(cost)}`,
        share === undefined || cost.n === 0n
          ? DASH
          : html`${numbers.percent(share)}<span class="bar">${shareBar(drawn(share), { tone: toneOf(builds) })}</span>`,
      ],
      ...(idle ? { look: 'idle' } : {}),
    };
  });
  const total: Row = {
    head: html`${words({ en: 'Total', ja: '合計' })}`,
    cells: [NOTHING, NOTHING, NOTHING, NOTHING, html`${numbers.money(figures.cost)}`, NOTHING],
    look: 'total',
  };
  const columns = [
    { title: words({ en: 'Name', ja: '名前' }) },
    { title: words({ en: 'Builds', ja: '育てるもの' }) },
    right(words({ en: 'Times', ja: '回数' })),
    right(words({ en: 'Members reached', ja: '届いた会員' })),
    right(words({ en: 'Points given', ja: '付与' })),
    right(words({ en: 'Cost', ja: '費用' })),
    right(words({ en: 'Share of cost', ja: '費用の割合' })),
  ];
  const elsewhere = hasCostElsewhere(setting)
    ? html`<p class="note">${withCode(
        words({
          en: 'A reward without an `expense:` of its own costs what its points cost when they are used (`expense:` of the points). That cost stands at the rule that gave them.',
          ja: '`expense:` を書いていない特典の費用は、使用されたポイントの費用（ポイントの `expense:`）です。そのポイントを付与したルールの費用に入ります。',
        }),
      )}</p>`
    : undefined;
  return section(html`${table(title, columns, [...rows, total])}${elsewhere}`);
}
