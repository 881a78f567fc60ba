import {
  type Plan,
  type PlanExpr,
  type PlanMeasure,
  type PlanWindow,
  parts,
  windowParts,
} from '../../schema/index.ts';

/** Counts what one plan uses. */
export class Counter {
  readonly counts = new Map<string, number>();
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  add(key: string, when: unknown = true): void {
    if (when !== false && when !== undefined) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  expr(expr: PlanExpr | undefined): void {
    if (expr === undefined) return;
    this.add(`expression: ${expr.kind}`);
    this.#forms(expr);
    for (const part of parts(expr)) this.expr(part);
  }

  #forms(expr: PlanExpr): void {
    const { type } = expr;
    this.add('amount: fraction', type.kind === 'fraction');
    this.add('amount: optional', expr.optional && (type.kind === 'quantity' || type.kind === 'fraction'));
    this.add('amount: scale 9', type.kind === 'quantity' && type.scale === 9);
    if (type.kind === 'quantity' || type.kind === 'fraction') {
      const exponents = Object.values(type.unit);
      this.add('amount: compound unit', exponents.length > 1 || exponents.some((one) => one !== 1));
    }
    switch (expr.kind) {
      case 'constant':
        this.add(`constant: ${type.kind}`);
        this.add('constant: forever', type.kind === 'date' && expr.value === 2_932_897);
        this.add('constant: scale 9', type.kind === 'quantity' && type.scale === 9);
        return;
      case 'per':
        this.add(`per: ${expr.proRata ? 'pro rata' : 'whole'}`);
        this.add('per: step is a parameter', expr.step.kind === 'parameter');
        return;
      case 'round':
        this.add(`round: ${expr.mode}`);
        this.add('round: with step', expr.step);
        return;
      case 'compare':
        this.add(`compare: ${expr.operator}`);
        this.add(`compare: ${expr.left.type.kind}`);
        return;
      case 'date-part':
        this.add(`date-part: ${expr.part}`);
        return;
      case 'elapsed':
        this.add(`elapsed: ${expr.unit}`);
        return;
      case 'shift': {
        const family =
          expr.by.type.kind === 'duration' && expr.by.type.family === 'calendar' ? 'months' : 'hours';
        this.add(`shift: ${type.kind} by ${family}`);
        this.add('shift: back', expr.sign === -1);
        return;
      }
      case 'period-edge':
        this.add(`period-edge: ${expr.edge}`);
        return;
      case 'lines':
        this.add(`lines: ${expr.function}`);
        this.add('lines: where', expr.where);
        return;
      case 'balance':
        this.add(`balance: ${expr.pending ? 'pending' : 'available'}`);
        return;
      case 'award':
        this.add(`award: of a ${expr.rules.length > 1 ? 'group' : 'rule'}`);
        return;
      default:
        return;
    }
  }

  measure(measure: PlanMeasure): void {
    const { subject, window } = measure;
    const name =
      subject.kind === 'flow'
        ? subject.flow
        : subject.kind !== 'event'
          ? subject.kind
          : measure.field !== undefined
            ? 'event field'
            : ['profile', 'redeem', 'enroll'].includes(subject.event)
              ? subject.event
              : 'event';
    this.add(`measure: ${measure.function} of ${name}`);
    this.add(`measure: ${measure.function} over ${windowName(window)}`);
    this.add('measure: where', measure.where);
    this.add('measure: same', measure.same.length > 0);
    this.add('measure: same and where', measure.same.length > 0 && measure.where !== undefined);
    this.add('measure: before this', measure.beforeThis);
    this.add('measure: flow by sources', subject.kind === 'flow' && subject.sources !== undefined);
    this.add('measure: flow where', subject.kind === 'flow' && measure.where !== undefined);
    this.add('measure: where lines', measure.where !== undefined && holds(measure.where, 'lines'));
    const anchor = window.kind === 'this' ? this.#plan.periods[window.period]?.anchor.kind : undefined;
    this.add('measure: window since a period', anchor === 'since');
    this.expr(measure.where);
    for (const date of windowParts(window)) this.expr(date);
  }
}

function windowName(window: PlanWindow): string {
  return window.kind === 'last' ? `last ${window.unit}` : window.kind;
}

function holds(expr: PlanExpr, kind: PlanExpr['kind']): boolean {
  return expr.kind === kind || parts(expr).some((part) => holds(part, kind));
}

/** Whether a value depends on more than its event and the calendar. */
export function readsState(expr: PlanExpr): boolean {
  return (['measure', 'balance', 'tier', 'named', 'attribute'] as const).some((kind) => holds(expr, kind));
}
