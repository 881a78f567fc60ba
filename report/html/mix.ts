import type { Fraction } from '../../schema/index.ts';
import { barChart, type Mark, triangleChart } from '../charts/index.ts';
import { drawn } from '../figures/index.ts';
import { html, type Markup } from '../markup/index.ts';
import {
  DASH,
  empty,
  LOYALTY_WORDS,
  loyaltyWord,
  plate,
  type Row,
  right,
  type Section,
  table,
} from './parts.ts';
import type { Setting } from './setting.ts';

type Shares = Mark['shares'];

function sharesOf(list: readonly (Fraction | undefined)[]): Shares | undefined {
  const [a, b, c] = list.map((each) => each && drawn(each));
  return a === undefined || b === undefined || c === undefined ? undefined : [a, b, c];
}

function trianglePlate(setting: Setting): Markup {
  const { figures, words } = setting;
  const spent = sharesOf(figures.mix.map(({ share }) => share));
  const meant = sharesOf(figures.mix.map(({ target }) => target));
  const title = words({ en: 'The three loyalties', ja: '3つのロイヤルティ' });
  const marks: Mark[] = [];
  if (spent !== undefined)
    marks.push({
      name: words({ en: 'where the money went', ja: '実際の配分' }),
      shares: spent,
      shape: 'dot',
    });
  if (meant !== undefined)
    marks.push({
      name: words({ en: 'where it is meant to go', ja: '目標の配分' }),
      shares: meant,
      shape: 'ring',
    });
  const corner = (loyalty: 'economic' | 'behavioral' | 'psychological') =>
    ({ name: words(LOYALTY_WORDS[loyalty]), tone: loyalty }) as const;
  return plate(
    title,
    triangleChart({
      id: 'triangle',
      title,
      description: words({
        en: 'The nearer a mark is to a corner, the larger the share of that loyalty. The table has the shares.',
        ja: '印が頂点に近いほど、そのロイヤルティの割合が大きくなります。割合は表にあります。',
      }),
      corners: [corner('economic'), corner('behavioral'), corner('psychological')],
      marks,
    }),
    undefined,
    'narrow',
  );
}

function barsPlate(setting: Setting): Markup {
  const { figures, words, numbers } = setting;
  const title = words({ en: 'Share of what was spent, against the mix', ja: '支出の割合と目標配分' });
  const hasGoal = figures.mix.some(({ target }) => target !== undefined);
  const bars = barChart({
    id: 'mix',
    title,
    description: words({
      en: 'One bar per loyalty; the mark is the share that the program means to spend. The table has the figures.',
      ja: 'ロイヤルティごとの割合。印はプログラムの目標配分です。数値は表にあります。',
    }),
    most: 1,
    bars: figures.mix.map(({ loyalty, share, target }) => ({
      name: words(LOYALTY_WORDS[loyalty]),
      tone: loyalty,
      value: share === undefined ? 0 : drawn(share),
      text: share === undefined ? '–' : numbers.percent(share),
      goal: target && drawn(target),
    })),
  });
  const note = hasGoal
    ? html`<p class="note">${words({ en: '▼ mix stated by the program', ja: '▼ プログラムの目標配分' })}</p>`
    : undefined;
  return plate(title, bars, note);
}

function mixTable(setting: Setting): Markup {
  const { figures, words, numbers } = setting;
  const rows = figures.mix.map(
    ({ loyalty, spend, share, target, difference, members }): Row => ({
      head: loyaltyWord(setting, loyalty),
      cells: [
        html`${numbers.money(spend)}`,
        share === undefined ? DASH : html`${numbers.percent(share)}`,
        target === undefined ? DASH : html`${numbers.percent(target)}`,
        difference === undefined ? DASH : html`${numbers.difference(difference)}`,
        html`${numbers.count(members)}`,
      ],
    }),
  );
  const columns = [
    { title: words({ en: 'Loyalty', ja: 'ロイヤルティ' }) },
    right(words({ en: 'Spent', ja: '支出' })),
    right(words({ en: 'Share', ja: '割合' })),
    right(words({ en: 'Mix', ja: '目標配分' })),
    right(words({ en: 'Gap', ja: '差' })),
    right(words({ en: 'Reached', ja: '届いた会員' })),
  ];
  return html`${table(words({ en: 'Value mix', ja: '価値の配分' }), columns, rows)}<p class="note">${words({
    en: 'Reached: members whom a rule, reward or benefit reached that builds it, over the whole period.',
    ja: '届いた会員: それを育てるルール・特典・ベネフィットが、期間中に届いた会員の数です。',
  })}</p>`;
}

export function mixSection(setting: Setting): Section {
  const { plan, figures, words } = setting;
  const title = words({ en: 'Value mix', ja: '価値の配分' });
  const nothing = figures.mix.every(({ spend }) => spend.n === 0n);
  const notes = [
    ...(nothing
      ? [
          words({
            en: 'Nothing was spent on what `builds` a loyalty, so there are no shares.',
            ja: '`builds` を書いたものへの支出がないため、割合はありません。',
          }),
        ]
      : []),
    ...(plan.loyalty.mix.length === 0
      ? [
          words({
            en: 'The program states no `loyalty.mix`: there is nothing to hold the shares against.',
            ja: 'プログラムに `loyalty.mix` がないため、割合を比べる目標がありません。',
          }),
        ]
      : []),
  ];
  return {
    id: 'mix',
    title,
    body: html`${notes.map(empty)}<div class="plates">${trianglePlate(setting)}${barsPlate(setting)}</div>${mixTable(setting)}`,
  };
}
