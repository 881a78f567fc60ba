import {
  dayOfTime,
  type Fields,
  type FieldType,
  type FieldValue,
  type LocalTime,
  localTime,
  type Plan,
  type PlanField,
  SECONDS_PER_DAY,
  type Value,
} from '../../schema/index.ts';
import { type Customer, drawSpend } from './customer.ts';
import { drawBinomial, drawExponential, drawGamma, drawRank, drawRun } from './draws.ts';
import type { CustomerModel } from './model.ts';
import type { Random } from './random.ts';
import { type AnswerScale, isMoney, type Roles } from './roles.ts';

/** How many names a text field takes. */
const NAMES = 20;
/** A scale of at most so many steps is one of answers, a wider range one of measurements. */
const ANSWER_STEPS = 20;
/** Counts of things (cups, items) stay below this; a field that may be larger is measured (miles, grams). */
const COUNT_LIMIT = 1000;
const MOST_LINES = 5;
const BIRTH_YEARS = { least: 18, span: 62 };
const PAST_DAYS = 3650;

/** What the drawing of one event's values needs. */
export interface Scene {
  readonly random: Random;
  readonly customer: Customer;
  readonly at: LocalTime;
  /** `counts`: numbers are of things bought; `answers`: they are what somebody thinks or how much there was. */
  readonly numbers: 'counts' | 'answers';
}

type ValueField = FieldType & { readonly kind: 'value' };

/** Draws values that a reader takes: of the declared type, within its bounds, one of its words. */
export class Values {
  readonly #plan: Plan;
  readonly #model: CustomerModel;
  readonly #roles: Roles;
  /** Types of fields that hold money. */
  readonly #moneyTypes: ReadonlySet<FieldType>;

  constructor(plan: Plan, model: CustomerModel, roles: Roles) {
    this.#plan = plan;
    this.#model = model;
    this.#roles = roles;
    const fields = [...plan.attributes, ...plan.events.flatMap((event) => event.fields)];
    const types = fields.flatMap(({ type }) =>
      type.kind === 'lines' ? type.fields.map((inner) => inner.type) : [type],
    );
    this.#moneyTypes = new Set(types.filter((type) => isMoney(plan, type)));
  }

  /** The fields of one event; those in `given` are taken as they are. */
  fieldsOf(event: string, fields: readonly PlanField[], scene: Scene, given: Fields = {}): Fields {
    const made: Record<string, FieldValue> = {};
    for (const field of fields) {
      const known = given[field.name];
      if (known !== undefined) made[field.name] = known;
      else if (!field.optional || scene.random.chance(this.#model.present))
        made[field.name] = this.#field(event, field, scene);
    }
    return made;
  }

  /** The fields of a purchase: all its money fields hold what was spent, and lines add up to it. */
  purchaseFields(scene: Scene): Fields {
    const { main, spend, pays } = this.#roles;
    const given: Record<string, FieldValue> = {};
    if (pays) {
      let amount = drawSpend(scene.random, this.#model.spend, scene.customer.thrift);
      const list = main.fields.find((field) => this.#moneyOf(field.type) !== undefined);
      if (list?.type.kind === 'lines') {
        const lines = this.#lines(main.name, list.type.fields, scene, amount);
        given[list.name] = lines;
        amount = this.#totalOf(list.type.fields, lines);
      }
      for (const { name, type, optional } of main.fields) {
        if (type.kind !== 'value' || !this.#moneyTypes.has(type)) continue;
        if (name === spend || !optional) given[name] = this.#money(type, amount);
      }
    }
    return this.fieldsOf(main.name, main.fields, scene, given);
  }

  /** An attribute as it may stand at `at`. */
  attribute(field: PlanField, scene: Scene): FieldValue {
    const { type } = field;
    if (type.kind !== 'value' || type.type.kind !== 'date') return this.#field('profile', field, scene);
    const { random } = scene;
    const day = dayOfTime(scene.at);
    const back =
      field.name === 'birthday'
        ? (BIRTH_YEARS.least + random.next() * BIRTH_YEARS.span) * 365.2425
        : random.next() * PAST_DAYS;
    return day - Math.floor(back);
  }

  /** The money field of lines, where they have one. */
  #moneyOf(type: FieldType): PlanField | undefined {
    return type.kind === 'lines' ? type.fields.find((field) => this.#moneyTypes.has(field.type)) : undefined;
  }

  #field(event: string, { name, type }: PlanField, scene: Scene): FieldValue {
    if (type.kind === 'value') return this.#value(`${event}.${name}`, name, type, scene);
    return this.#lines(
      event,
      type.fields,
      scene,
      drawSpend(scene.random, this.#model.spend, scene.customer.thrift),
    );
  }

  #value(path: string, name: string, type: ValueField, scene: Scene): Exclude<Value, undefined> {
    const { random, at } = scene;
    switch (type.type.kind) {
      case 'quantity': {
        if (this.#moneyTypes.has(type))
          return this.#money(type, drawSpend(random, this.#model.spend, scene.customer.thrift));
        const { scale } = type.type;
        return bounded(type, BigInt(this.#number(path, type, scale, scene)) * 10n ** BigInt(scale));
      }
      case 'boolean':
        return random.chance(0.3);
      case 'word':
        return type.type.words[drawRank(random, type.type.words.length)] ?? '';
      case 'text':
        return `${name}-${String(drawRank(random, NAMES) + 1).padStart(2, '0')}`;
      case 'level': {
        const { ladder } = type.type;
        const levels = this.#plan.ladders.find((each) => each.name === ladder)?.levels.length ?? 1;
        return drawRank(random, levels);
      }
      case 'date':
        return dayOfTime(at) + 1 + random.below(6);
      case 'datetime':
        return localTime(dayOfTime(at) + 1 + random.below(6), at - dayOfTime(at) * SECONDS_PER_DAY);
      case 'fraction':
      case 'duration':
        // No field is declared with such a type.
        return 0n;
    }
  }

  /** A plain number, in whole units; the bounds are applied afterwards. */
  #number(path: string, type: ValueField, scale: number, { random, customer, numbers }: Scene): number {
    const unit = 10 ** scale;
    const min = type.min === undefined ? undefined : Math.ceil(Number(type.min) / unit);
    const max = type.max === undefined ? undefined : Math.floor(Number(type.max) / unit);
    const known = this.#roles.answers.get(path);
    if (known !== undefined) {
      const low = Math.max(known.low, min ?? known.low);
      return answer(random, { low, high: Math.min(known.high, max ?? known.high) }, customer.attitude);
    }
    if (numbers === 'counts' && (max === undefined || max < COUNT_LIMIT))
      return Math.max(1, min ?? 1) + drawRun(random, 0.3, 20);
    const low = min ?? Math.min(1, max ?? 1);
    const high = max ?? low + 4;
    if (high - low <= ANSWER_STEPS) return answer(random, { low, high }, customer.attitude);
    // Most of a wide range is room to spare: the mean is a tenth of it.
    return Math.floor(low + Math.min(1, drawGamma(random, 2) / 20) * (high - low));
  }

  #money(type: ValueField, amount: number): bigint {
    const { decimals } = this.#plan.currency;
    const scale = type.type.kind === 'quantity' ? type.type.scale : 0;
    const smallest = Math.min(decimals, scale);
    const units = BigInt(Math.max(1, Math.round(amount * 10 ** smallest)));
    return bounded(type, units * 10n ** BigInt(scale - smallest));
  }

  /** Lines whose first money field adds up to the amount, as far as its bounds let it. */
  #lines(event: string, fields: readonly PlanField[], scene: Scene, amount: number): readonly Fields[] {
    const { random } = scene;
    const whole = Math.max(1, Math.round(amount * 10 ** this.#plan.currency.decimals));
    const count = Math.min(1 + drawRun(random, 0.4, MOST_LINES - 1), whole);
    const shares = Array.from({ length: count }, () => drawExponential(random));
    const all = shares.reduce((sum, share) => sum + share, 0);
    const inside: Scene = { ...scene, numbers: 'counts' };
    let left = whole;
    return shares.map((share, index) => {
      const later = count - index - 1;
      const part =
        later === 0 ? left : Math.max(1, Math.min(left - later, Math.floor((whole * share) / all)));
      left -= part;
      const given: Record<string, FieldValue> = {};
      for (const { name, type, optional } of fields) {
        if (type.kind === 'value' && !optional && this.#moneyTypes.has(type))
          given[name] = this.#money(type, part / 10 ** this.#plan.currency.decimals);
      }
      return this.fieldsOf(event, fields, inside, given);
    });
  }

  /** What lines add up to, in whole units of the currency. */
  #totalOf(fields: readonly PlanField[], lines: readonly Fields[]): number {
    const money = fields.find((field) => this.#moneyTypes.has(field.type));
    if (money?.type.kind !== 'value' || money.type.type.kind !== 'quantity') return 0;
    let total = 0n;
    for (const line of lines) {
      const value = line[money.name];
      if (typeof value === 'bigint') total += value;
    }
    return Number(total) / 10 ** money.type.type.scale;
  }
}

function answer(random: Random, { low, high }: AnswerScale, attitude: number): number {
  return low + drawBinomial(random, Math.max(0, high - low), attitude);
}

function bounded({ min, max }: ValueField, value: bigint): bigint {
  if (min !== undefined && value < min) return min;
  return max !== undefined && value > max ? max : value;
}
