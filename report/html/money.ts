import { columnChart, lineChart } from '../charts/index.ts';
import {
  COST_TITLE,
  costDrawing,
  costPerMember,
  LIABILITY_TITLE,
  liabilityDrawing,
  noCostSentence,
  noLiability,
} from '../drawing/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { empty, facts, figure, monthPlate, type Section } from './parts.ts';
import type { Setting } from './setting.ts';

function costPlate(setting: Setting): Markup {
  const drawing = costDrawing(setting);
  return drawing === undefined
    ? html`<figure class="plate"><figcaption>${setting.words(COST_TITLE)}</figcaption>${empty(noCostSentence(setting))}</figure>`
    : monthPlate(setting, drawing, columnChart);
}

function liabilityPlate(setting: Setting): Markup {
  const { words, plan } = setting;
  const drawing = liabilityDrawing(setting);
  return drawing === undefined
    ? html`<figure class="plate"><figcaption>${words(LIABILITY_TITLE)}</figcaption>${empty(words(noLiability(plan)))}</figure>`
    : monthPlate(setting, drawing, (chart) => lineChart(chart, { filled: true }));
}

export function moneySection(setting: Setting): Section {
  const { figures, words, numbers } = setting;
  const members = figures.months.at(-1)?.members ?? 0n;
  const perMember = costPerMember(setting);
  const list = [
    {
      name: words({ en: 'Cost of the program', ja: 'プログラムの費用' }),
      value: figure(numbers.shortMoney(figures.cost)),
      note: words({ en: 'over the whole period', ja: '期間全体' }),
    },
    ...(perMember === undefined
      ? []
      : [
          {
            name: words({ en: 'Cost per member', ja: '会員1人あたりの費用' }),
            value: figure(numbers.shortMoney(perMember)),
            note: words({
              en: `of ${numbers.count(members)} ${members === 1n ? 'member' : 'members'} at the end`,
              ja: `期末の会員 ${numbers.count(members)} 人で割った額`,
            }),
          },
        ]),
    ...(figures.liability === undefined
      ? []
      : [
          {
            name: words({ en: 'Liability', ja: 'ポイント負債' }),
            value: figure(numbers.shortMoney(figures.liability)),
            note: words({ en: 'points still out × `expense`', ja: '未使用残高 × `expense`' }).replaceAll(
              '`',
              '',
            ),
          },
        ]),
  ];
  return {
    id: 'money',
    title: words({ en: 'Cost and liability', ja: '費用とポイント負債' }),
    body: html`${facts(list)}<div class="plates">${costPlate(setting)}${liabilityPlate(setting)}</div>`,
  };
}
