import type { KpiExpr, Plan, PlanMeasure } from '../../schema/index.ts';

/** What says nothing about meaning: places, words for people, and types, which follow from the rest. */
const SILENT: ReadonlySet<string> = new Set(['span', 'text', 'title', 'type', 'optional']);

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** Writes what a measure means in names instead of numbers, with every definition that it reaches, each once. */
class Meaning {
  readonly #plan: Plan;
  readonly #definitions = new Map<string, unknown>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  of(measure: KpiExpr): string {
    const own = this.#said(measure);
    const definitions = [...this.#definitions].sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([own, definitions]);
  }

  #said(value: unknown): unknown {
    if (typeof value === 'bigint') return `${value}n`;
    if (Array.isArray(value)) return value.map((each) => this.#said(each));
    if (!isData(value)) return value;
    return this.#reference(value) ?? this.#fields(value);
  }

  #fields(value: Data): unknown {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, inner]) => !SILENT.has(key) && inner !== undefined)
        .map(([key, inner]) => [key, this.#named(key, inner, value)]),
    );
  }

  /** Numbers into the plan's lists as names: another version may have them in other places. */
  #named(key: string, inner: unknown, owner: Data): unknown {
    if (typeof inner !== 'number') return this.#said(inner);
    const { points, ladders, periods } = this.#plan;
    switch (key) {
      case 'points':
        return points[inner]?.name;
      case 'ladder':
        return ladders[inner]?.name;
      case 'level':
        return typeof owner.ladder === 'number' ? ladders[owner.ladder]?.levels[inner]?.name : inner;
      case 'period':
        return this.#said(periods[inner]);
      default:
        return inner;
    }
  }

  #reference(value: Data): unknown {
    const { named, parameters, measures, ladders } = this.#plan;
    switch (value.kind) {
      case 'named': {
        const own = typeof value.named === 'number' ? named[value.named] : undefined;
        return own && this.#defined(`named ${own.name}`, () => own.expr);
      }
      case 'parameter': {
        const own = typeof value.parameter === 'number' ? parameters[value.parameter] : undefined;
        return own && this.#defined(`parameter ${own.name}`, () => own.content);
      }
      case 'measure': {
        const own = typeof value.measure === 'number' ? measures[value.measure] : undefined;
        return own && this.#measure(own);
      }
      case 'constant': {
        const { type } = value;
        if (!isData(type) || type.kind !== 'level' || typeof value.value !== 'number') return undefined;
        return { level: ladders.find(({ name }) => name === type.ladder)?.levels[value.value]?.name };
      }
      default:
        return undefined;
    }
  }

  #defined(name: string, definition: () => unknown): string {
    if (!this.#definitions.has(name)) {
      // Before it is gone into, so that nothing is gone into twice.
      this.#definitions.set(name, undefined);
      this.#definitions.set(name, this.#said(definition()));
    }
    return name;
  }

  #measure(measure: PlanMeasure): unknown {
    const { subject } = measure;
    const event =
      subject.kind === 'event' ? this.#plan.events.find(({ name }) => name === subject.event) : undefined;
    const said = this.#fields({ ...measure });
    const read = JSON.stringify(said);
    for (const { name, expr } of event?.derived ?? [])
      if (read.includes(`"${name}"`)) this.#defined(`derived ${event?.name}.${name}`, () => expr);
    return said;
  }
}

/** What a KPI of a plan measures, as text that two versions have in common where they measure the same. */
export function meaningOf(plan: Plan, measure: KpiExpr): string {
  return new Meaning(plan).of(measure);
}
