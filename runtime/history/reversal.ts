import type { Day, FieldValue, Plan, PlanEvent, Value, ValueType } from '../../schema/index.ts';
import { type Draft, type MemberDraft, type Original, placeOf } from './collector.ts';
import { type Fault, fault } from './fault.ts';
import { formatQuantity } from './number.ts';
import { OpenOriginals } from './open-originals.ts';

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

type Search = Original & { readonly kind: 'last' };

interface OpenSearch {
  /** Field that measures what is left. */
  readonly by: string | undefined;
  /** So many events of the type are known to `originals`. */
  next: number;
  readonly originals: OpenOriginals<Entry>;
}

/** Amounts of different decimals are compared at this scale, the largest that the language has. */
const SCALE = 9;

/** What the reversals of all members share. */
export class Reversals {
  readonly plan: Plan;
  readonly evaluate: Evaluate;
  /** Event types that some event reverses. */
  readonly reversible: ReadonlySet<string>;
  /** Whether an id is that of any event of anybody. */
  readonly isAnyones: (id: string) => boolean;

  constructor(plan: Plan, isAnyones: (id: string) => boolean, evaluate: Evaluate) {
    this.plan = plan;
    this.evaluate = evaluate;
    this.reversible = new Set(plan.events.flatMap((event) => event.reverses?.event ?? []));
    this.isAnyones = isAnyones;
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
  /** Events that can be reversed, per type, oldest first. */
  readonly #byType = new Map<string, Entry[]>();
  /** One for each `find:` of the mappings that this member's events came through. */
  readonly #searches = new Map<Search, OpenSearch>();

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
      for (const [of, { by, originals }] of this.#searches)
        originals.change(entry, this.#open(entry, of, by));
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
      if (of.id === draft.id) return fault('reversal-of-itself', { event: draft.id }, where);
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
    // A stated amount above 0 is judged by `#take`: it is more than the nothing that is left.
    if (entry.wholly && !this.#asksForMore(draft, event, day))
      return fault('reversal-done', { of: of.id }, where);
    return entry;
  }

  /** The last earlier event that agrees in the fields of `same` and, with `covers`, has enough left. */
  #last(draft: Draft, event: PlanEvent, of: Search, day: Day): Entry | Fault {
    const by = event.reverses?.by;
    let open = this.#searches.get(of);
    if (open === undefined) {
      open = { by, next: 0, originals: new OpenOriginals() };
      this.#searches.set(of, open);
    }
    const list = this.#byType.get(of.event) ?? [];
    for (; open.next < list.length; open.next += 1) {
      const entry = list[open.next];
      if (entry === undefined) break;
      const theirs = of.same.map(([name]) => entry.draft.fields[name]);
      open.originals.add(keyOf(theirs), entry, this.#open(entry, of, by));
    }
    const amount = by === undefined ? undefined : this.#amount(draft, event, by, day);
    const wanted = of.covers && amount !== undefined && amount.value > 0n ? at(amount, SCALE) : 0n;
    const ours = of.same.map(([, name]) => draft.fields[name]);
    return (
      open.originals.last(keyOf(ours), wanted) ??
      fault('reversal-no-original', { event: of.event, type: event.name })
    );
  }

  #asksForMore(draft: Draft, event: PlanEvent, day: Day): boolean {
    const by = event.reverses?.by;
    const amount = by === undefined ? undefined : this.#amount(draft, event, by, day);
    return amount !== undefined && amount.value > 0n;
  }

  /** What a search may take of an original: -1 once it is wholly reversed. */
  #open(entry: Entry, of: Search, by: string | undefined): bigint {
    if (entry.wholly) return -1n;
    return of.covers && by !== undefined ? at(this.#left(entry, by), SCALE) : 0n;
  }

  /** Takes the reversal's share from what is left of the original. */
  #take(entry: Entry, draft: Draft, event: PlanEvent, by: string | undefined, day: Day): Fault | undefined {
    const amount = by === undefined ? undefined : this.#amount(draft, event, by, day);
    if (by === undefined || amount === undefined) {
      entry.wholly = true;
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
    if (rest === 0n) entry.wholly = true;
    return undefined;
  }

  #left(entry: Entry, by: string): Amount {
    if (entry.wholly) return { value: 0n, scale: 0 };
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

/** Values of fields as one text; equal values of one type, and only those, make equal texts. */
function keyOf(values: readonly FieldValue[]): string {
  return JSON.stringify(
    values.map((value) => (typeof value === 'object' ? null : [typeof value, String(value)])),
  );
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
