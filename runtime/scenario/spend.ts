import type { Plan, PlanExpr, PlanMeasure, Span, ValueType } from '../../schema/index.ts';

const NOWHERE: Span = { start: 0, end: 0 };

/** A program that also counts what members spend: the total of its `standard:` purchases, as a KPI behind its own. */
export interface Counting {
  readonly plan: Plan;
  /** Number of that KPI; undefined where the program has no purchase. */
  readonly spend: number | undefined;
}

export function countingSpend(plan: Plan): Counting {
  const { purchase } = plan.standard;
  const type = purchase && fieldType(plan, purchase.event, purchase.field);
  if (purchase === undefined || type === undefined) return { plan, spend: undefined };
  const measure: PlanMeasure = {
    function: 'sum',
    subject: { kind: 'event', event: purchase.event },
    field: purchase.field,
    where: undefined,
    same: [],
    window: { kind: 'all' },
    beforeThis: false,
    period: undefined,
    type,
    optional: false,
    text: `sum(${purchase.event}.${purchase.field})`,
    span: NOWHERE,
  };
  const of: PlanExpr = {
    kind: 'measure',
    measure: plan.measures.length,
    type,
    optional: false,
    span: NOWHERE,
  };
  const text = `total(${measure.text})`;
  const kpi: Plan['kpis'][number] = {
    name: text,
    title: { en: text, ja: text },
    measure: { kind: 'total', of, among: undefined, span: NOWHERE },
    target: undefined,
    text,
    span: NOWHERE,
  };
  return {
    plan: { ...plan, measures: [...plan.measures, measure], kpis: [...plan.kpis, kpi] },
    spend: plan.kpis.length,
  };
}

function fieldType(plan: Plan, name: string, field: string): ValueType | undefined {
  const event = plan.events.find((each) => each.name === name);
  const stored = event?.fields.find((each) => each.name === field)?.type;
  const type =
    stored?.kind === 'value' ? stored.type : event?.derived.find((each) => each.name === field)?.type;
  return type?.kind === 'quantity' ? type : undefined;
}
