import type { Day, FieldValue, Plan, PlanEvent, Value, ValueType } from '../../schema/index.ts';
import { type Draft, type MemberDraft, type Original, placeOf } from './collector.ts';
import { type Fault, fault } from './fault.ts';
import { formatQuantity } from './number.ts';

/**
 * The value of one derived field of an event, from its own fields, lines and the parameters of that day (ruling R8).
 * Undefined: missing, or its arithmetic left 64 bits (then the engine stops the member there).
 */
export type Evaluate = (
  plan: Plan,
  event: PlanEvent,
  field: string,
  fields: Readonly<Record<string, FieldValue>>,
  day: Day,
) => Value;

interface Amount {
  readonly value: bigint;
  readonly scale: number;
}

/** An accepted event that can be reversed, and what is left of it. */
interface Entry {
  readonly draft: Draft;
  readonly day: Day;
  wholly: boolean;
  /** By `by` field: what is left; worked out when first asked for. */
  left: Map<string, Amount> | undefined;
}

/** What the reversals of all members share. */
export class Reversals {
  readonly plan: Plan;
  readonly evaluate: Evaluate;
  /** Event types that some event reverses. */
  readonly reversible: ReadonlySet<string>;
  readonly #members: ReadonlyMap<string, MemberDraft>;
  #everyId: ReadonlySet<string> | undefined;

  constructor(plan: Plan, members: ReadonlyMap<string, MemberDraft>, evaluate: Evaluate) {
    this.plan = plan;
    this.evaluate = evaluate;
    this.reversible = new Set(plan.events.flatMap((event) => event.reverses?.event ?? []));
    this.#members = members;
  }

  /** Asked for rows that are bad already, so the set is made only when there is one. */
  isAnyones(id: string): boolean {
    if (this.#everyId === undefined) {
      const ids = new Set<string>();
      for (const member of this.#members.values()) for (const event of member.events) ids.add(event.id);
      this.#everyId = ids;
    }
    return this.#everyId.has(id);
  }
}

/** Finds the original of each reversal of one member and sees to it that it fits (ruling R7). */
export class MemberReversals {
  readonly #shared: Reversals;
  readonly #member: MemberDraft;
  readonly #entries = new Map<string, Entry>();
  readonly #rejected = new Map<string, Draft>();
  /** All events by id, made for the first reversal that names none of the earlier ones. */
  #all: ReadonlyMap<string, Draft> | undefined;
  /** Events still to be searched by `find: last`, per type, oldest first. */
  readonly #byType = new Map<string, Entry[]>();

  constructor(shared: Reversals, member: MemberDraft) {
    this.#shared = shared;
    this.#member = member;
  }

  /** Takes an event in: the id of what it reverses, undefined where it reverses nothing, or why it does not fit. */
  fit(draft: Draft, day: Day): string | undefined | Fault {
    const event = draft.shape.event;
    let original: string | undefined;
    if (event?.reverses !== undefined) {
      const entry = this.#original(draft, event, event.reverses.event, draft.of, day);
      if (!('draft' in entry)) return entry;
      const bad = this.#take(entry, draft, event, event.reverses.by, day);
      if (bad !== undefined) return bad;
      original = entry.draft.id;
    }
    const entry: Entry = { draft, day, wholly: false, left: undefined };
    this.#entries.set(draft.id, entry);
    if (this.#shared.reversible.has(draft.shape.name)) {
      const list = this.#byType.get(draft.shape.name);
      if (list === undefined) this.#byType.set(draft.shape.name, [entry]);
      else list.push(entry);
    }
    return original;
  }

  rejected(draft: Draft): void {
    this.#rejected.set(draft.id, draft);
  }

  #original(
    draft: Draft,
    event: PlanEvent,
    expected: string,
    of: Original | undefined,
    day: Day,
  ): Entry | Fault {
    if (of === undefined) return fault('missing-field', { event: event.name, field: 'of' }, { column: 'of' });
    if (of.kind === 'last') return this.#last(draft, event, of, day);
    const where = { column: 'of', value: of.id };
    const entry = this.#entries.get(of.id);
    if (entry === undefined) {
      const names = { event: draft.id, of: of.id };
      const bad = this.#rejected.get(of.id);
      if (bad !== undefined) return fault('reversal-of-bad-row', { ...names, place: placeOf(bad) }, where);
      this.#all ??= new Map(this.#member.events.map((e) => [e.id, e]));
      const later = this.#all.get(of.id);
      if (later !== undefined) return fault('reversal-later', { ...names, place: placeOf(later) }, where);
      return this.#shared.isAnyones(of.id)
        ? fault('reversal-other-member', names, where)
        : fault('reversal-unknown', names, where);
    }
    const found = entry.draft.shape.name;
    if (entry.draft.shape.event?.reverses !== undefined)
      return fault('reversal-of-reversal', { of: of.id, found }, where);
    if (found !== expected)
      return fault('reversal-other-type', { event: event.name, of: of.id, expected, found }, where);
    if (entry.wholly) return fault('reversal-done', { of: of.id }, where);
    return entry;
  }

  /** The last earlier event that agrees in the fields of `same` and, with `covers`, has enough left. */
  #last(draft: Draft, event: PlanEvent, of: Original & { readonly kind: 'last' }, day: Day): Entry | Fault {
    const list = this.#byType.get(of.event) ?? [];
    const by = event.reverses?.by;
    const amount = by === undefined ? undefined : this.#amount(draft, event, by, day);
    for (let index = list.length - 1; index >= 0; index -= 1) {
      const entry = list[index];
      if (entry === undefined || entry.wholly) continue;
      if (!of.same.every(([theirs, ours]) => entry.draft.fields[theirs] === draft.fields[ours])) continue;
      if (of.covers && by !== undefined && amount !== undefined && isMore(amount, this.#left(entry, by)))
        continue;
      return entry;
    }
    return fault('reversal-no-original', { event: of.event, type: event.name });
  }

  /** Takes the reversal's share from what is left of the original. */
  #take(entry: Entry, draft: Draft, event: PlanEvent, by: string | undefined, day: Day): Fault | undefined {
    const amount = by === undefined ? undefined : this.#amount(draft, event, by, day);
    if (by === undefined || amount === undefined) {
      this.#close(entry);
      return undefined;
    }
    const value = formatQuantity(amount.value, amount.scale);
    if (amount.value < 0n) return fault('reversal-negative', { field: by, value }, { column: by, value });
    const left = this.#left(entry, by);
    if (isMore(amount, left))
      return fault(
        'reversal-exceeds',
        { value, left: formatQuantity(left.value, left.scale), of: entry.draft.id },
        { column: by, value },
      );
    const scale = Math.max(left.scale, amount.scale);
    const rest = at(left, scale) - at(amount, scale);
    this.#leave(entry, by, { value: rest, scale });
    if (rest === 0n) this.#close(entry);
    return undefined;
  }

  #close(entry: Entry): void {
    entry.wholly = true;
    const list = this.#byType.get(entry.draft.shape.name);
    // Closed events at the end need never be looked at again.
    while (list?.at(-1)?.wholly === true) list.pop();
  }

  #left(entry: Entry, by: string): Amount {
    const known = entry.left?.get(by);
    if (known !== undefined) return known;
    const event = entry.draft.shape.event;
    const whole = (event && this.#amount(entry.draft, event, by, entry.day)) ?? { value: 0n, scale: 0 };
    this.#leave(entry, by, whole);
    return whole;
  }

  #leave(entry: Entry, by: string, amount: Amount): void {
    entry.left ??= new Map();
    entry.left.set(by, amount);
  }

  #amount(draft: Draft, event: PlanEvent, by: string, day: Day): Amount | undefined {
    const stored = event.fields.find((f) => f.name === by);
    if (stored !== undefined)
      return stored.type.kind === 'value' ? amountOf(draft.fields[by], stored.type.type) : undefined;
    const derived = event.derived.find((d) => d.name === by);
    if (derived === undefined) return undefined;
    return amountOf(this.#shared.evaluate(this.#shared.plan, event, by, draft.fields, day), derived.type);
  }
}

function amountOf(value: FieldValue, type: ValueType): Amount | undefined {
  return typeof value === 'bigint' && type.kind === 'quantity' ? { value, scale: type.scale } : undefined;
}

function at(amount: Amount, scale: number): bigint {
  return amount.value * 10n ** BigInt(scale - amount.scale);
}

function isMore(a: Amount, b: Amount): boolean {
  const scale = Math.max(a.scale, b.scale);
  return at(a, scale) > at(b, scale);
}
