import { addMonths, type Day, dayOf } from '../../schema/index.ts';
import { barChart, columnChart, lineChart } from '../charts/index.ts';
import { MONTHS_SHOWN } from '../drawing/index.ts';
import {
  ACCOUNTING_TITLE,
  type Accounting,
  accountingSections,
  type InsightWriting,
  LIFETIME_TITLE,
  type Lifetime,
  lifetimeOutlook,
  lifetimeSection,
  MONTHS_LISTED,
} from '../insight/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { opening } from '../section/index.ts';
import { plate, type Section, timelinePlate } from './parts.ts';
import { sectionNotes, sectionTable } from './section-table.ts';
import type { Setting } from './setting.ts';

/** First day of a month by its number. */
const firstOf = (month: number): Day => dayOf(Math.floor(month / 12), (month % 12) + 1, 1);

function writingOf({ plan, words, numbers }: Setting): InsightWriting {
  return { plan, words, numbers, month: (number) => numbers.month(firstOf(number)) };
}

/** What a buyer was worth, and is expected to be with how sure that is; nothing where nothing is forecast. */
function outlookPlate(setting: Setting, lifetime: Lifetime): Markup | undefined {
  const { words, numbers } = setting;
  const outlook = lifetimeOutlook(lifetime, writingOf(setting));
  if (outlook === undefined) return undefined;
  const { soFar, ahead } = outlook;
  const [past, next] = [opening(setting.language, soFar.name), opening(setting.language, ahead.name)];
  const title = words({
    en: 'Worth of a buyer, so far and ahead',
    ja: '購入者1人あたりの価値（これまでと今後）',
  });
  const bars = barChart({
    id: 'outlook',
    title,
    description: words({
      en: `${past}: ${numbers.moneyOf(soFar.value)}. ${next}: ${numbers.moneyOf(ahead.value)}, from ${numbers.moneyOf(ahead.interval.low)} to ${numbers.moneyOf(ahead.interval.high)} at 95%.`,
      ja: `${past}は${numbers.moneyOf(soFar.value)}。${next}は${numbers.moneyOf(ahead.value)}（95% 区間 ${numbers.moneyOf(ahead.interval.low)}〜${numbers.moneyOf(ahead.interval.high)}）。`,
    }),
    bars: [
      { name: past, tone: 'muted', value: soFar.value, text: numbers.moneyOf(soFar.value) },
      {
        name: next,
        tone: 'accent',
        // Light, for the line along it.
        shade: 0.55,
        value: ahead.value,
        text: numbers.moneyOf(ahead.value),
        range: Number.isFinite(ahead.interval.high) ? ahead.interval : undefined,
      },
    ],
  });
  const key = words({
    en: 'The line along the bar is the 95% interval of what is expected on average; one buyer may differ from that far more.',
    ja: '棒の上の線は、平均の期待値の 95% 区間です。一人ひとりの値はこれよりも大きくばらつきます。',
  });
  return plate(title, bars, html`<p class="note">${key}</p>`);
}

/** What members are worth, and will be: the same table as on a terminal. */
export function lifetimePart(setting: Setting, lifetime: Lifetime): Section {
  const section = lifetimeSection(lifetime, writingOf(setting));
  const chart = outlookPlate(setting, lifetime);
  const table = section.rows.length === 0 ? undefined : sectionTable(setting, section);
  return {
    id: 'lifetime',
    title: opening(setting.language, setting.words(LIFETIME_TITLE)),
    body: html`${chart && html`<div class="plates">${chart}</div>`}${table}${sectionNotes(setting, section)}`,
  };
}

function bookPlates(setting: Setting, { months }: Extract<Accounting, { kind: 'view' }>): Markup | undefined {
  const { words, numbers, plan } = setting;
  const shown = months.slice(-MONTHS_SHOWN);
  const [first] = shown;
  if (first === undefined) return undefined;
  // For drawing and hovering: whole units of the currency.
  const money = (value: bigint): number => Number(value) / 10 ** plan.currency.decimals;
  const name = (month: number): string => numbers.month(firstOf(month));
  const format = { format: numbers.tickMoney, formatFull: numbers.moneyOf };
  // The table beneath lists the last months: what it has is not said again.
  const isListed = months.length <= MONTHS_LISTED;
  const labels = shown.map(({ month }) => name(month));
  const liability = timelinePlate(
    setting,
    // From what was there before the first month.
    [numbers.month(addMonths(firstOf(first.month), -1)), ...labels],
    {
      id: 'contract-liability',
      title: words({ en: 'Contract liability at the end of each month', ja: '月末の契約負債' }),
      series: [
        {
          name: words({ en: 'Contract liability', ja: '契約負債' }),
          tone: 'accent',
          values: [first.opening, ...shown.map(({ closing }) => closing)].map(money),
        },
      ],
      ...format,
    },
    (chart) => lineChart(chart, { filled: true }),
    { isListed },
  );
  const revenue = timelinePlate(
    setting,
    labels,
    {
      id: 'revenue',
      title: words({ en: 'Revenue from points by month', ja: '月ごとのポイントからの収益' }),
      series: [
        {
          name: words({ en: 'On use', ja: '使用による収益' }),
          tone: 'accent',
          values: shown.map(({ onUse }) => money(onUse)),
        },
        {
          name: words({ en: 'On expiry', ja: '失効による収益' }),
          tone: 'muted',
          values: shown.map(({ onExpiry }) => money(onExpiry)),
        },
      ],
      ...format,
    },
    columnChart,
    { isListed },
  );
  return html`<div class="plates">${liability}${revenue}</div>`;
}

/** Points as an obligation of their own: the same tables as on a terminal. */
export function accountingPart(setting: Setting, accounting: Accounting): Section {
  const sections = accountingSections(accounting, writingOf(setting));
  const parts = sections.map(
    (section) =>
      html`${section.rows.length === 0 ? undefined : sectionTable(setting, section)}${sectionNotes(setting, section)}`,
  );
  return {
    id: 'accounting',
    title: opening(setting.language, setting.words(ACCOUNTING_TITLE)),
    body: html`${accounting.kind === 'view' ? bookPlates(setting, accounting) : undefined}${parts}`,
  };
}
