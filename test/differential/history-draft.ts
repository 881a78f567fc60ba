import fc from 'fast-check';
import {
  dayOf,
  type FieldType,
  formatDay,
  formatTime,
  localTime,
  type Plan,
  type PlanEvent,
  type PlanField,
  type ValueType,
} from '../../schema/index.ts';

/** A value yet to be made for a field: a number, and how far out it lies. */
interface Cell {
  readonly n: number;
  readonly mode: number;
}

interface RowDraft {
  readonly day: number;
  readonly second: number;
  readonly what: number;
  readonly cells: readonly Cell[];
  readonly pick: number;
}

interface MemberDraft {
  readonly enrolled: number;
  readonly cells: readonly Cell[];
  readonly rows: readonly RowDraft[];
}

/**
 * A history drawn without knowing the program, so that each shrinks without the other. `wide` reaches from 1900 to 2199,
 * `crowded` stays within three days, `extreme` has numbers at the ends of 64 bits, `returned` is mostly reversals.
 */
export interface HistoryDraft {
  readonly flavour: 'plain' | 'crowded' | 'wide' | 'extreme' | 'returned';
  readonly members: readonly MemberDraft[];
}

const cell: fc.Arbitrary<Cell> = fc.record({ n: fc.nat({ max: 300_000 }), mode: fc.nat({ max: 7 }) });

const row: fc.Arbitrary<RowDraft> = fc.record({
  day: fc.oneof(fc.nat({ max: 70 }), fc.nat({ max: 500 })),
  second: fc.nat({ max: 23 }).map((hour) => hour * 3600),
  what: fc.nat({ max: 999 }),
  cells: fc.array(cell, { maxLength: 5 }),
  pick: fc.nat({ max: 1000 }),
});

export const historyDraft: fc.Arbitrary<HistoryDraft> = fc.record({
  flavour: fc.constantFrom('plain', 'plain', 'plain', 'crowded', 'wide', 'extreme', 'returned'),
  members: fc.array(
    fc.record({
      enrolled: fc.oneof(fc.constant(0), fc.nat({ max: 40 })),
      cells: fc.array(cell, { maxLength: 5 }),
      rows: fc.array(row, { maxLength: 16, size: 'max' }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

const I64 = 9_223_372_036_854_775_807n;
const ENDS = [I64, -I64, I64 / 2n, 3_037_000_500n, -1n, 1_000_000_000_000n, 0n, I64 - 1n];

/** The value of a cell that was not drawn. */
const ZERO: Cell = { n: 0, mode: 1 };

function decimalOf(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return value < 0n ? `-${text}` : text;
}

/** Writes rows for one plan. */
class Writer {
  readonly #plan: Plan;
  readonly #extreme: boolean;
  readonly #first: number;
  /** What is left of each event that may be reversed in parts, in units of its field. */
  readonly #left = new Map<string, bigint>();

  constructor(plan: Plan, extreme: boolean, first: number) {
    this.#plan = plan;
    this.#extreme = extreme;
    this.#first = first;
  }

  #quantity({ n, mode }: Cell, scale: number, field: FieldType): bigint {
    const unit = 10n ** BigInt(Math.min(scale, 2));
    const [min, max] = field.kind === 'value' ? [field.min, field.max] : [undefined, undefined];
    const raw =
      this.#extreme && mode >= 5
        ? (ENDS[n % ENDS.length] ?? 0n)
        : mode === 7
          ? -BigInt(n % 50) * unit
          : BigInt(mode < 4 ? n % 300 : n) * unit;
    const low = min !== undefined && raw < min ? min : raw;
    return max !== undefined && low > max ? max : low;
  }

  #value(type: ValueType, one: Cell, field: FieldType): unknown {
    const { n, mode } = one;
    switch (type.kind) {
      case 'quantity':
        return decimalOf(this.#quantity(one, type.scale, field), type.scale);
      case 'boolean':
        return n % 2 === 1;
      case 'word':
        return type.words[n % type.words.length];
      case 'level': {
        const levels = this.#plan.ladders.find((ladder) => ladder.name === type.ladder)?.levels ?? [];
        return levels[n % Math.max(1, levels.length)]?.name;
      }
      case 'text':
        return ['a', 'b', 'ガ', 'Ginza, 4'][n % 4];
      case 'date':
        return formatDay(this.#dayFor(n, mode));
      case 'datetime':
        return formatTime(localTime(this.#dayFor(n, mode), (n % 24) * 3600));
      default:
        return '1';
    }
  }

  /** Near the first day, or at an end of what dates are. */
  #dayFor(n: number, mode: number): number {
    if (mode === 6) return dayOf(1900, 1, 1) + (n % 40);
    if (mode === 7) return dayOf(2199, 12, 31) - (n % 40);
    return this.#first + (n % 1500) - (mode === 5 ? 15_000 : 300);
  }

  fields(fields: readonly PlanField[], cells: readonly Cell[], sparse = false): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    fields.forEach((field, index) => {
      const one = cells[index % Math.max(1, cells.length)] ?? ZERO;
      const mixed: Cell = { n: one.n + index * 7, mode: (one.mode + index) % 8 };
      const use = index < cells.length ? one : cells.length === 0 ? ZERO : mixed;
      if ((field.optional || sparse) && use.mode % 3 === 0) return;
      found[field.name] =
        field.type.kind === 'value'
          ? this.#value(field.type.type, use, field.type)
          : this.#lines(field.type.fields, use);
    });
    return found;
  }

  #lines(fields: readonly PlanField[], { n, mode }: Cell): readonly unknown[] {
    return Array.from({ length: (n + mode) % 4 }, (_, line) =>
      this.fields(
        fields,
        fields.map((__, index) => ({ n: n + line * 13 + index * 5, mode: (mode + line + index) % 8 })),
      ),
    );
  }

  /** Remembers how much of an event can be reversed. */
  remember(id: string, event: PlanEvent, fields: Readonly<Record<string, unknown>>): void {
    for (const other of this.#plan.events) {
      const by = other.reverses?.event === event.name ? other.reverses.by : undefined;
      const value = by === undefined ? undefined : fields[by];
      if (typeof value === 'string') this.#left.set(id, BigInt(value.replace('.', '')));
    }
  }

  /** A part of what is left: all of it, half, the smallest part, none. */
  part(
    id: string,
    { by, scale, optional }: { readonly by: string; readonly scale: number; readonly optional: boolean },
    pick: number,
  ): Record<string, unknown> {
    const left = this.#left.get(id);
    if (left === undefined) return {};
    if (optional && pick % 7 === 6) {
      this.#left.set(id, 0n);
      return {};
    }
    const parts = [left / 3n, left > 0n ? 1n : 0n, left / 2n, left, 0n];
    const part = parts[pick % parts.length] ?? left;
    this.#left.set(id, left - part);
    return { [by]: decimalOf(part, scale) };
  }
}

interface Line {
  readonly second: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a row may be: declared events, redemptions, changes of the profile. */
function kindsOf(
  plan: Plan,
  flavour: HistoryDraft['flavour'],
): readonly (PlanEvent | 'redeem' | 'profile')[] {
  const { events } = plan;
  const reversals = events.filter((event) => event.reverses !== undefined);
  const others = events.filter((event) => event.reverses === undefined);
  const redeem = plan.rewards.length > 0 ? (['redeem', 'redeem'] as const) : [];
  const profile = plan.attributes.length > 1 ? (['profile'] as const) : [];
  const many = flavour === 'returned' ? [...reversals, ...reversals, ...reversals] : reversals;
  return [...others, ...others, ...others, ...many, ...redeem, ...profile];
}

/** Days from the first to the last of a wide history: fewer where something happens often. */
function reachOf(plan: Plan): number {
  const days = (period: number): number => {
    const length = plan.periods[period]?.length;
    return length === undefined ? 30 : length.unit === 'days' ? length.count : length.count * 30;
  };
  const rules = plan.rules.flatMap(({ trigger }) => (trigger.kind === 'every' ? [days(trigger.period)] : []));
  const reviews = plan.ladders.flatMap(({ review }) =>
    review.kind === 'every' ? [days(review.period)] : [],
  );
  return Math.min(dayOf(2199, 12, 31) - dayOf(1900, 1, 1), 60 * Math.min(2000, ...rules, ...reviews));
}

/** A history in the native form, as JSON Lines, and the last day of its run. */
export interface WrittenHistory {
  readonly text: string;
  readonly until: number;
}

/** Makes the rows that a history has for this plan. */
export function writeHistory(draft: HistoryDraft, plan: Plan): WrittenHistory {
  const { flavour } = draft;
  const reach = flavour === 'wide' ? reachOf(plan) : 600;
  const first = flavour === 'wide' ? dayOf(1900, 1, 1) : dayOf(2024, 1, 1);
  const dayFor = (day: number): number => {
    if (flavour === 'crowded') return day % 3;
    return flavour === 'wide' && day % 2 === 1 ? reach - (day % 70) : day;
  };
  const kinds = kindsOf(plan, flavour);
  const attributes = plan.attributes.filter((attribute) => attribute.name !== 'enrolled');
  const lines = draft.members.flatMap((member, index): readonly string[] => {
    const name = `m${index + 1}`;
    const writer = new Writer(plan, flavour === 'extreme', first);
    const enrolled = first + (flavour === 'plain' ? member.enrolled : 0);
    const enrolment = JSON.stringify({
      member: name,
      type: 'enroll',
      at: formatDay(enrolled),
      ...writer.fields(attributes, member.cells),
    });
    const rows = [...member.rows]
      .map((one) => ({ ...one, day: dayFor(one.day) }))
      .sort((a, b) => a.day - b.day || a.second - b.second);
    const earlier: { readonly id: string; readonly type: string }[] = [];
    const events = rows.flatMap((one, at): readonly Line[] => {
      const kind = kinds[one.what % Math.max(1, kinds.length)];
      if (kind === undefined) return [];
      const id = `${name}e${at}`;
      const base = { member: name, id, at: formatTime(localTime(first + one.day, one.second)) };
      const line = (json: Readonly<Record<string, unknown>>): Line => ({
        second: one.second,
        json: { ...base, ...json },
      });
      if (kind === 'profile')
        return [line({ type: kind, fields: writer.fields(attributes, one.cells, true) })];
      if (kind === 'redeem') {
        const reward = plan.rewards[one.pick % plan.rewards.length]?.name;
        earlier.push({ id, type: 'redeem' });
        return [line({ type: kind, fields: { reward, quantity: 1 + (one.pick % 3) } })];
      }
      const fields = writer.fields(kind.fields, one.cells);
      const { reverses } = kind;
      earlier.push({ id, type: kind.name });
      if (reverses === undefined) {
        writer.remember(id, kind, fields);
        return [line({ type: kind.name, fields })];
      }
      const originals = earlier.filter(({ type }) => type === reverses.event);
      // The last ones again and again, so that parts of one event add up.
      const of = originals[originals.length - 1 - (one.pick % Math.min(3, Math.max(1, originals.length)))];
      if (of === undefined) return [];
      const by = kind.fields.find((field) => field.name === reverses.by);
      const { type } = by?.type.kind === 'value' ? by.type : { type: undefined };
      if (by === undefined || type?.kind !== 'quantity')
        return [line({ type: kind.name, of: of.id, fields })];
      const { [by.name]: _, ...rest } = fields;
      const part = writer.part(of.id, { by: by.name, scale: type.scale, optional: by.optional }, one.pick);
      return [line({ type: kind.name, of: of.id, fields: { ...rest, ...part } })];
    });
    return [enrolment, ...events.map(({ json }) => JSON.stringify(json))];
  });
  return { text: `${lines.join('\n')}\n`, until: first + reach + (flavour === 'wide' ? 0 : 100) };
}
