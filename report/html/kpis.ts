import type { PlanKpi } from '../../schema/index.ts';
import { sparkline } from '../charts/index.ts';
import { kpiShown, kpiSparkline, kpiTarget, VERDICT_WORDS } from '../drawing/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { empty, figure, named, type Section } from './parts.ts';
import type { Setting } from './setting.ts';

function tile(setting: Setting, kpi: PlanKpi, index: number): Markup {
  const { words, figures } = setting;
  const trend = figures.trends[index];
  const target = kpiTarget(setting, kpi);
  const verdict = trend?.verdict ?? 'none';
  const badge =
    verdict === 'none'
      ? undefined
      : html`<span class="badge ${verdict}"><span aria-hidden="true">${VERDICT_WORDS[verdict].sign}</span> ${words(VERDICT_WORDS[verdict])}</span>`;
  const value = trend?.value && kpiShown(setting, kpi, trend.value);
  const missing = words({
    en: 'nobody and nothing to count: the denominator is 0',
    ja: '数える対象がありません（分母が 0）',
  });
  const course = kpiSparkline(setting, kpi, index);
  const line =
    course === undefined
      ? html`<p class="faint">${words({ en: 'no course over time yet', ja: '推移はまだありません' })}</p>`
      : sparkline(course);
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
