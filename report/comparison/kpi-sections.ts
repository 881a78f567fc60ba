import type { GuardrailResult, KpiChange } from '../../runtime/index.ts';
import type { Fraction, Localized, PlanKpi } from '../../schema/index.ts';
import { kpiKind } from '../figures/index.ts';
import { called, type Section, type SectionCell, toned } from '../section/index.ts';
import type { ComparisonFigures } from './figures.ts';
import type { Writing } from './writing.ts';

const VERDICTS: Readonly<Record<GuardrailResult['verdict'], Localized>> = {
  passed: { en: '✓ passed', ja: '✓ 合格' },
  failed: { en: '✗ failed', ja: '✗ 不合格' },
  unknown: { en: '? cannot be said', ja: '? 判定不能' },
};

const KEPT: Readonly<Record<GuardrailResult['kept'], Localized | undefined>> = {
  kept: undefined,
  changed: { en: 'changed', ja: '変更あり' },
  removed: { en: 'the candidate drops it', ja: '変更案では削除' },
  new: { en: 'new', ja: '新規' },
};

function guardrailValue(
  { plan }: ComparisonFigures['base'],
  { kpi, value }: GuardrailResult,
  kpis: ComparisonFigures['kpis'],
  { words, numbers, kpiChange }: Writing,
): string {
  const own = kpis.find(({ name }) => name === kpi);
  if (own?.baseKpi !== undefined && own.candidateKpi !== undefined && !own.sameMeasure)
    return words({ en: 'measured differently', ja: '測り方が異なる' });
  if (value === undefined) return words({ en: 'nothing to compare', ja: '比べる値なし' });
  if (kpi === undefined) return numbers.percent(value);
  const stated = plan.kpis.find(({ name }) => name === kpi);
  return stated === undefined ? numbers.decimal(value, 4) : kpiChange(plan, stated, value);
}

/** What a change must not do, and whether it does. */
export function guardrailSection(figures: ComparisonFigures, writing: Writing): Section {
  const { words } = writing;
  const { base, candidate, guardrails } = figures;
  const rows = guardrails.map((result): readonly SectionCell[] => {
    const { guardrail, of, kept, verdict } = result;
    const version = of === 'base' ? base : candidate;
    const remark = KEPT[kept];
    const whose =
      of === 'base' ? words({ en: 'base', ja: '変更前' }) : words({ en: 'candidate', ja: '変更案' });
    return [
      toned(words(VERDICTS[verdict]), verdict === 'passed' ? 'good' : 'bad'),
      guardrail.name,
      guardrail.text,
      guardrailValue(version, result, figures.kpis, writing),
      toned(remark === undefined ? whose : `${whose}${words({ en: ', ', ja: '、' })}${words(remark)}`, 'dim'),
    ];
  });
  const notes: string[] = [];
  if (guardrails.length === 0)
    notes.push(
      words({
        en: 'neither version states any: `guardrails:` says what a change must not do, such as `fair: losers at most 5%`',
        ja: 'どちらにもガードレールがありません。`fair: losers at most 5%` のように、変更がしてはならないことを `guardrails:` に書いてください',
      }),
    );
  const isOfRates = ({ kpi, of, guardrail }: GuardrailResult): boolean => {
    const { plan } = of === 'base' ? base : candidate;
    const measure = plan.kpis.find(({ name }) => name === kpi)?.measure;
    return measure !== undefined && kpiKind(plan, measure).kind === 'ratio' && guardrail.text.includes('%');
  };
  if (guardrails.some(isOfRates))
    notes.push(
      words({
        en: '`%` in a limit on `change(…)` of a rate means percentage points (pp)',
        ja: '率の `change(…)` の限度にある `%` は、率の差（%ポイント）です',
      }),
    );
  if (guardrails.some(({ kept, of }) => of === 'base' && kept !== 'kept'))
    notes.push(
      words({
        en: 'the base’s guardrails bind the candidate, whatever the candidate says',
        ja: '変更案の記述にかかわらず、変更前のガードレールを適用します',
      }),
    );
  return {
    title: words({ en: 'guardrails', ja: 'ガードレール' }),
    columns: [
      { title: '' },
      { title: words({ en: 'guardrail', ja: '名前' }) },
      { title: words({ en: 'asks', ja: '条件' }) },
      { title: words({ en: 'found', ja: '結果' }), align: 'right' },
      { title: words({ en: 'stated by', ja: '記載元' }) },
    ],
    rows,
    notes,
    isDetail: false,
  };
}

/** Better or worse, where a target says which way is up. */
function toneOf(
  kpi: PlanKpi | undefined,
  change: Fraction | undefined,
  shown: string,
): 'good' | 'bad' | undefined {
  // What reads as nothing is neither.
  if (!/[1-9]/.test(shown)) return undefined;
  if (kpi?.target === undefined || change === undefined || change.n === 0n) return undefined;
  return change.n > 0n === (kpi.target.kind === 'at least') ? 'good' : 'bad';
}

const TARGETS: Readonly<Record<string, Localized>> = {
  met: { en: '✓ met', ja: '✓ 達成' },
  missed: { en: '✗ missed', ja: '✗ 未達' },
};

function targetCell({ base, candidate }: KpiChange, { words }: Writing): SectionCell {
  const text = (verdict: string | undefined): string => {
    const known = TARGETS[verdict ?? ''];
    return known === undefined ? '' : words(known);
  };
  const [before, after] = [text(base?.target), text(candidate?.target)];
  const tone = candidate?.target === 'met' ? 'good' : candidate?.target === 'missed' ? 'bad' : undefined;
  return toned(before === after || before === '' ? after : `${before} → ${after || '-'}`, tone);
}

/** Every KPI of either version at the end of the run. */
export function kpiSection(figures: ComparisonFigures, writing: Writing): Section {
  const { words } = writing;
  const { base, candidate, kpis } = figures;
  const rows = kpis.map((each): readonly SectionCell[] => {
    const { name, baseKpi, candidateKpi, change } = each;
    const kpi = candidateKpi ?? baseKpi;
    const plan = candidateKpi === undefined ? base.plan : candidate.plan;
    const shown = kpi === undefined ? '' : writing.kpiChange(plan, kpi, change);
    const mark = each.sameMeasure || baseKpi === undefined || candidateKpi === undefined ? '' : ' *';
    return [
      called(`${name}${mark}`, `${kpi === undefined ? name : words(kpi.title)}${mark}`),
      baseKpi === undefined ? '' : writing.kpi(base.plan, baseKpi, each.base?.value),
      candidateKpi === undefined ? '' : writing.kpi(candidate.plan, candidateKpi, each.candidate?.value),
      toned(shown, toneOf(kpi, change, shown)),
      targetCell(each, writing),
    ];
  });
  const notes: string[] = [];
  if (kpis.length === 0)
    notes.push(
      words({
        en: 'neither version states any: `kpis:` says what a program is to be measured by',
        ja: 'どちらにも KPI がありません。何で評価するかを `kpis:` に書いてください',
      }),
    );
  if (kpis.some(({ baseKpi, candidateKpi, sameMeasure }) => baseKpi && candidateKpi && !sameMeasure))
    notes.push(
      words({ en: '* the versions measure it differently', ja: '* 変更前と変更案で測り方が異なります' }),
    );
  const isMissing = ({ baseKpi, candidateKpi, ...each }: KpiChange): boolean =>
    (baseKpi !== undefined && each.base?.value === undefined) ||
    (candidateKpi !== undefined && each.candidate?.value === undefined);
  if (kpis.some(isMissing))
    notes.push(
      words({
        en: '-: nobody and nothing to count (the denominator is 0)',
        ja: '-: 数える対象がありません（分母が 0）',
      }),
    );
  return {
    title: 'KPI',
    columns: [
      { title: 'KPI' },
      { title: words({ en: 'base', ja: '変更前' }), align: 'right' },
      { title: words({ en: 'candidate', ja: '変更案' }), align: 'right' },
      { title: words({ en: 'change', ja: '差' }), align: 'right' },
      { title: words({ en: 'target', ja: '目標' }) },
    ],
    rows,
    notes,
    isDetail: false,
  };
}
