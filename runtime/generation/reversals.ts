import {
  addDays,
  dayOfTime,
  type Fields,
  type FieldValue,
  localTime,
  type Plan,
  type PlanEvent,
  type PlanField,
  type Value,
} from '../../schema/index.ts';
import { evaluateField } from '../engine/index.ts';
import { drawExponential, drawRank } from './draws.ts';
import type { CustomerModel } from './model.ts';
import type { Random } from './random.ts';
import type { Roles } from './roles.ts';
import { OPEN_SECONDS, OPENS } from './season.ts';
import type { Scene, Values } from './values.ts';

/** An event that is made, before it has an id. */
export interface Draft {
  readonly at: number;
  readonly type: string;
  readonly fields: Fields;
  /** What it takes back. */
  readonly of: Draft | undefined;
}

const NOTHING = { value: 0n, scale: 0 };

interface Amount {
  readonly value: bigint;
  readonly scale: number;
}

function scaleOf(event: PlanEvent | undefined, name: string): number {
  const stored = event?.fields.find((field) => field.name === name)?.type;
  const type =
    stored?.kind === 'value' ? stored.type : event?.derived.find((field) => field.name === name)?.type;
  return type?.kind === 'quantity' ? type.scale : 0;
}

/** Makes events that take others back, so that what they take is there to be taken. */
export class ReversalMaker {
  readonly #plan: Plan;
  readonly #model: CustomerModel;
  readonly #roles: Roles;
  readonly #values: Values;
  /** By the event that takes back: its fields that are those of what it takes back. */
  readonly #shared: ReadonlyMap<PlanEvent, readonly string[]>;

  constructor(plan: Plan, model: CustomerModel, roles: Roles, values: Values) {
    this.#plan = plan;
    this.#model = model;
    this.#roles = roles;
    this.#values = values;
    this.#shared = new Map(plan.events.map((kind) => [kind, sharedFields(plan, kind)]));
  }

  /** The event that takes this one back, if anything does; it may lie after the end of the history. */
  reversalOf(original: Draft, scene: Scene): Draft | undefined {
    const { random } = scene;
    const kinds = this.#roles.reversals.get(original.type) ?? [];
    if (kinds.length === 0 || !random.chance(this.#model.returns)) return undefined;
    const kind = kinds[drawRank(random, kinds.length)];
    if (kind === undefined) return undefined;
    const days = 1 + Math.floor(drawExponential(random) * (this.#model.returnDays - 1));
    const day = addDays(dayOfTime(original.at), days);
    const at = localTime(day, OPENS + random.below(OPEN_SECONDS));
    const given = this.#taken(kind, original, random);
    if (given === undefined) return undefined;
    const fields = this.#values.fieldsOf(kind.name, kind.fields, { ...scene, at, numbers: 'counts' }, given);
    const own = this.#withoutBy(kind, fields, given);
    return this.#fits(kind, original, own, day)
      ? { at, type: kind.name, fields: own, of: original }
      : undefined;
  }

  /** Fields that are those of the original, and how much is taken. Undefined: nothing that the reader would take. */
  #taken(kind: PlanEvent, original: Draft, random: Random): Record<string, FieldValue> | undefined {
    const given: Record<string, FieldValue> = {};
    for (const name of this.#shared.get(kind) ?? []) {
      const value = original.fields[name];
      if (value !== undefined) given[name] = value;
    }
    const by = kind.fields.find((field) => field.name === kind.reverses?.by);
    if (by?.type.kind !== 'value' || by.type.type.kind !== 'quantity') return given;
    delete given[by.name];
    const whole = random.chance(this.#model.wholeReturns);
    if (whole && by.optional) return given;
    const left = this.#amount(original.type, original.fields, by.name, dayOfTime(original.at));
    const { scale } = by.type.type;
    // Parts are counted in the smaller of the two scales' units, which both can hold.
    const step = 10n ** BigInt(Math.max(0, scale - left.scale));
    const least = max(by.type.min ?? step, step);
    const most = min(rescaled(left, scale), by.type.max);
    if (most < least) return by.optional ? given : undefined;
    const steps = (most - least) / step;
    given[by.name] = whole ? most : least + step * BigInt(Math.floor(random.next() * Number(steps + 1n)));
    return given;
  }

  /** Left out, the `by` field means all that is left: it is not for chance to fill in. */
  #withoutBy(kind: PlanEvent, fields: Fields, given: Fields): Fields {
    const by = kind.reverses?.by;
    if (by === undefined || given[by] !== undefined || fields[by] === undefined) return fields;
    return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== by));
  }

  /** Whether the reader would take it (ruling R7): not below 0, not more than there is. */
  #fits(kind: PlanEvent, original: Draft, fields: Fields, day: number): boolean {
    const by = kind.reverses?.by;
    if (by === undefined) return true;
    const value = this.#read(kind.name, fields, by, day);
    if (typeof value !== 'bigint') return true;
    const asked = { value, scale: scaleOf(kind, by) };
    const left = this.#amount(original.type, original.fields, by, dayOfTime(original.at));
    return asked.value >= 0n && rescaled(asked, 9) <= rescaled(left, 9);
  }

  #amount(type: string, fields: Fields, name: string, day: number): Amount {
    const value = this.#read(type, fields, name, day);
    const event = this.#plan.events.find((each) => each.name === type);
    return typeof value === 'bigint' ? { value, scale: scaleOf(event, name) } : NOTHING;
  }

  #read(type: string, fields: Fields, name: string, day: number): Value | 'overflow' {
    const event = this.#plan.events.find((each) => each.name === type);
    if (event !== undefined) return evaluateField(this.#plan, event, name, fields, day);
    const value = fields[name];
    return typeof value === 'bigint' ? value : undefined;
  }
}

function sharedFields(plan: Plan, kind: PlanEvent): readonly string[] {
  const theirs = plan.events.find((event) => event.name === kind.reverses?.event);
  return kind.fields.flatMap((field) => {
    const same = theirs?.fields.find((each) => each.name === field.name);
    return same !== undefined && isSame(same, field) ? [field.name] : [];
  });
}

function isSame(a: PlanField, b: PlanField): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** Bounds are bigint, which JSON does not write. */
function plain({ type }: PlanField): unknown {
  return type.kind === 'lines'
    ? type.fields.map((field) => [field.name, field.optional, plain(field)])
    : [type.type, String(type.min), String(type.max)];
}

function rescaled({ value, scale }: Amount, to: number): bigint {
  return to >= scale ? value * 10n ** BigInt(to - scale) : value / 10n ** BigInt(scale - to);
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint | undefined): bigint => (b === undefined || a < b ? a : b);
