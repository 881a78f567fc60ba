import { power10 } from '../../runtime/index.ts';
import type { Fraction, Localized, PlanKpi } from '../../schema/index.ts';
import { sparkline } from '../charts/index.ts';
import { drawn, kpiKind, type Shown, unitAfter, type Verdict } from '../figures/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { empty, figure, named, type Section } from './parts.ts';
import { monthLabels, type Setting } from './setting.ts';

const VERDICTS: Readonly<Record<Exclude<Verdict, 'none'>, Localized & { readonly sign: string }>> = {
  met: { sign: '✓', en: 'met', ja: '達成' },
  missed: { sign: '✗', en: 'missed', ja: '未達' },
  unknown: { sign: '?', en: 'cannot be said', ja: '判定不能' },
};

/** The value of a KPI as it reads best. */
export function kpiShown({ plan, numbers, language }: Setting, kpi: PlanKpi, value: Fraction): Shown {
  const kind = kpiKind(plan, kpi.measure);
  const same = (text: string): Shown => ({ text, full: text });
  switch (kind.kind) {
    case 'ratio':
      return same(numbers.percent(value));
    case 'number':
      return same(numbers.decimal(value, 2));
    case 'unit': {
      if (kind.unit === plan.currency.code) return numbers.shortMoney(value);
      const text = numbers.decimal(value, 0);
      return same(`${text} ${unitAfter(text, kind.unit, language)}`);
    }
  }
}

function targetOf(
  setting: Setting,
  kpi: PlanKpi,
): { readonly text: string; readonly value: Fraction } | undefined {
  if (kpi.target === undefined) return undefined;
  const { kind, value: n, scale } = kpi.target;
  const value = { n, d: power10(scale) };
  const isShare = kpiKind(setting.plan, kpi.measure).kind === 'ratio';
  const text = isShare ? setting.numbers.plainPercent(value) : kpiShown(setting, kpi, value).full;
  const words: Localized =
    kind === 'at least'
      ? { en: `target: at least ${text}`, ja: `目標: ${text}以上` }
      : { en: `target: at most ${text}`, ja: `目標: ${text}以下` };
  return { text: setting.words(words), value };
}

function tile(setting: Setting, kpi: PlanKpi, index: number): Markup {
  const { words, figures, shown } = setting;
  const trend = figures.trends[index];
  const target = targetOf(setting, kpi);
  const verdict = trend?.verdict ?? 'none';
  const badge =
    verdict === 'none'
      ? undefined
      : html`<span class="badge ${verdict}"><span aria-hidden="true">${VERDICTS[verdict].sign}</span> ${words(VERDICTS[verdict])}</span>`;
  const value = trend?.value && kpiShown(setting, kpi, trend.value);
  const missing = words({
    en: 'nobody and nothing to count: the denominator is 0',
    ja: '数える対象がありません（分母が 0）',
  });
  const series = shown.map((at) => trend?.months[at]);
  const known = series.filter((each) => each !== undefined);
  const labels = monthLabels(setting);
  const title = words(kpi.title);
  const ends = [known[0], known.at(-1)].map((each) => each && kpiShown(setting, kpi, each).full);
  const line =
    known.length < 2
      ? html`<p class="faint">${words({ en: 'no course over time yet', ja: '推移はまだありません' })}</p>`
      : sparkline({
          id: `kpi-${index}`,
          title,
          description: words({
            en: `${labels[0]} to ${labels.at(-1)}: from ${ends[0]} to ${ends[1]}; the dashed line is the target`,
            ja: `${labels[0]}から${labels.at(-1)}: ${ends[0]} から ${ends[1]} へ。破線は目標`,
          }),
          values: series.map((each) => each && drawn(each)),
          tone: 'accent',
          goal: target && drawn(target.value),
        });
  const place = setting.placeOf(kpi.span);
  return html`<li class="tile"><h3>${named(setting, kpi.title, kpi.name)}</h3>
<p class="value">${value === undefined ? html`<span class="none">–</span>` : figure(value)}${badge}</p>
<p class="faint">${target?.text ?? words({ en: 'no target stated', ja: '目標なし' })}${value === undefined ? html`<br>${missing}` : undefined}</p>
${line}
<p class="formula"><code>${kpi.text}</code>${place === undefined ? undefined : html` <span class="faint">${place}</span>`}</p></li>`;
}

export function kpiSection(setting: Setting): Section {
  const { plan, words } = setting;
  const body =
    plan.kpis.length === 0
      ? empty(
          words({
            en: 'The program states no KPIs: `kpis:` says what it is to be measured by.',
            ja: 'プログラムに KPI がありません。何で評価するかを `kpis:` に書いてください。',
          }),
        )
      : html`<ul class="tiles">${plan.kpis.map((kpi, index) => tile(setting, kpi, index))}</ul>`;
  return { id: 'kpis', title: words({ en: 'KPIs', ja: 'KPI' }), body };
}
