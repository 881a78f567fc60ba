import { barChart, triangleChart } from '../charts/index.ts';
import { mixBars, mixGaps, mixTriangle } from '../drawing/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, empty, loyaltyWord, plate, type Row, right, type Section, table } from './parts.ts';
import type { Setting } from './setting.ts';

function trianglePlate(setting: Setting): Markup {
  const triangle = mixTriangle(setting);
  return plate(triangle.title, triangleChart(triangle), undefined, 'narrow');
}

function barsPlate(setting: Setting): Markup {
  const { figures, words } = setting;
  const bars = mixBars(setting);
  const hasGoal = figures.mix.some(({ target }) => target !== undefined);
  const note = hasGoal
    ? html`<p class="note">${words({ en: '▼ mix stated by the program', ja: '▼ プログラムの目標配分' })}</p>`
    : undefined;
  return plate(bars.title, barChart(bars), note);
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
  const { words } = setting;
  const title = words({ en: 'Value mix', ja: '価値の配分' });
  return {
    id: 'mix',
    title,
    body: html`${mixGaps(setting).map(empty)}<div class="plates">${trianglePlate(setting)}${barsPlate(setting)}</div>${mixTable(setting)}`,
  };
}
