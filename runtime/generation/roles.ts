import type { FieldType, Plan, PlanEvent, PlanField } from '../../schema/index.ts';

/** A field of answers and the ends of its scale, both included. */
export interface AnswerScale {
  readonly low: number;
  readonly high: number;
}

/** What the event types of a program are to its customers. */
export interface Roles {
  /** What they come for: the purchase, or (in a program without money) the first event that reverses nothing. */
  readonly main: PlanEvent;
  /** The stored money field of `main` that holds what was spent; undefined: there is none outside its lines. */
  readonly spend: string | undefined;
  /** Whether `main` has to do with money at all. */
  readonly pays: boolean;
  readonly touchpoints: readonly { readonly event: PlanEvent; readonly survey: boolean }[];
  /** By what is reversed (an event type, or `redeem`): the types that do. */
  readonly reversals: ReadonlyMap<string, readonly PlanEvent[]>;
  /** Answers that a KPI reads, by `event.field`. */
  readonly answers: ReadonlyMap<string, AnswerScale>;
}

/** Whether a field holds an amount of the program's currency. */
export function isMoney(plan: Plan, type: FieldType): boolean {
  if (type.kind !== 'value' || type.type.kind !== 'quantity') return false;
  const units = Object.entries(type.type.unit);
  return units.length === 1 && units[0]?.[0] === plan.currency.code && units[0][1] === 1;
}

const moneyField = (plan: Plan, fields: readonly PlanField[]): PlanField | undefined =>
  fields.find((field) => isMoney(plan, field.type));

function paysIn(plan: Plan, event: PlanEvent): boolean {
  return (
    moneyField(plan, event.fields) !== undefined ||
    event.fields.some(({ type }) => type.kind === 'lines' && moneyField(plan, type.fields) !== undefined)
  );
}

function answersOf(plan: Plan): Map<string, AnswerScale> {
  const answers = new Map<string, AnswerScale>();
  for (const { measure } of plan.kpis) {
    const open = [measure];
    for (let expr = open.pop(); expr !== undefined; expr = open.pop()) {
      if ('left' in expr) open.push(expr.left, expr.right);
      if (expr.kind !== 'standard' || (expr.name !== 'nps' && expr.name !== 'csat')) continue;
      const { answer } = expr.parts;
      const read = answer?.kind === 'measure' ? plan.measures[answer.measure] : undefined;
      if (read?.subject.kind !== 'event' || read.field === undefined) continue;
      const scale = expr.name === 'nps' ? { low: 0, high: 10 } : { low: 1, high: 5 };
      answers.set(`${read.subject.event}.${read.field}`, scale);
    }
  }
  return answers;
}

/** Undefined: the program has no event that a history could hold. */
export function rolesOf(plan: Plan): Roles | undefined {
  const own = plan.events.filter((event) => event.reverses === undefined);
  const { purchase } = plan.standard;
  const main =
    own.find((event) => event.name === purchase?.event) ??
    own.find((event) => paysIn(plan, event)) ??
    own.find(() => true);
  if (main === undefined) return undefined;
  const stated = main.fields.find((field) => field.name === purchase?.field && isMoney(plan, field.type));
  const answers = answersOf(plan);
  const reversals = new Map<string, PlanEvent[]>();
  const reversible = new Set(['redeem', ...own.map((event) => event.name)]);
  for (const event of plan.events) {
    const of = event.reverses?.event;
    if (of === undefined || !reversible.has(of)) continue;
    const known = reversals.get(of);
    if (known === undefined) reversals.set(of, [event]);
    else known.push(event);
  }
  return {
    main,
    spend: (stated ?? moneyField(plan, main.fields))?.name,
    pays: paysIn(plan, main),
    touchpoints: own
      .filter((event) => event !== main)
      .map((event) => ({
        event,
        survey: event.fields.some((field) => answers.has(`${event.name}.${field.name}`)),
      })),
    reversals,
    answers,
  };
}
