import type { Plan } from '../../schema/index.ts';
import type { GrowingColumn } from './growing.ts';
import type { RowStore } from './row-store.ts';

/** Where an event type keeps the amount of a field: a column, nowhere (it has none), or it must be worked out. */
type AmountPlace =
  | { readonly kind: 'column'; readonly column: GrowingColumn; readonly factor: bigint }
  | { readonly kind: 'none' }
  | { readonly kind: 'derived' };

/** How one event type reverses another. */
interface Reversing {
  readonly original: number;
  /** Undefined: always the whole. */
  readonly by:
    | { readonly index: number; readonly own: AmountPlace; readonly theirs: AmountPlace }
    | undefined;
}

/** Amounts of different decimals are compared at this scale, the largest that the language has. */
const SCALE = 9;
const NONE: AmountPlace = { kind: 'none' };

/**
 * Sees to it that reversals that name their original fit (ruling R7), where nothing must be worked out for it. What it
 * does not take may still fit: the reader of rows decides.
 */
export class ColumnReversals {
  readonly #store: RowStore;
  /** Per event type; undefined: it reverses nothing. */
  readonly #types: readonly (Reversing | undefined)[];
  readonly #fields: number;
  /** Rows of which nothing is left. */
  #wholly: Uint8Array | undefined;
  /** By row and field: what is left, where some was taken. */
  readonly #left = new Map<number, bigint>();

  constructor(plan: Plan, store: RowStore) {
    this.#store = store;
    const fields: string[] = [];
    this.#types = store.layout.events.map(({ name }, type) => {
      const reverses = plan.events.find((event) => event.name === name)?.reverses;
      if (reverses === undefined) return undefined;
      const original = store.typeOf(reverses.event);
      const { by } = reverses;
      if (by === undefined) return { original, by };
      if (!fields.includes(by)) fields.push(by);
      const own = amountPlace(plan, store, type, by);
      return {
        original,
        by: { index: fields.indexOf(by), own, theirs: amountPlace(plan, store, original, by) },
      };
    });
    this.#fields = Math.max(1, fields.length);
  }

  isReversal(type: number): boolean {
    return this.#types[type] !== undefined;
  }

  /** Begins another member. */
  begin(): void {
    if (this.#left.size > 0) this.#left.clear();
  }

  /** Takes a reversal from an earlier row of its member; false: it must be looked at closely. */
  take(row: number, original: number): boolean {
    const store = this.#store;
    const reversing = this.#types[store.type(row)];
    if (reversing === undefined || store.type(original) !== reversing.original) return false;
    if (this.isReversal(reversing.original)) return false;
    this.#wholly ??= new Uint8Array(store.rows);
    if (this.#wholly[original] === 1) return false;
    const { by } = reversing;
    if (by === undefined) {
      this.#wholly[original] = 1;
      return true;
    }
    if (by.own.kind === 'derived' || by.theirs.kind === 'derived') return false;
    const amount = amountAt(by.own, store.index.at(row));
    if (amount === undefined) {
      this.#wholly[original] = 1;
      return true;
    }
    const key = original * this.#fields + by.index;
    const left = this.#left.get(key) ?? amountAt(by.theirs, store.index.at(original)) ?? 0n;
    if (amount < 0n || amount > left) return false;
    this.#left.set(key, left - amount);
    if (amount === left) this.#wholly[original] = 1;
    return true;
  }
}

function amountPlace(plan: Plan, store: RowStore, type: number, field: string): AmountPlace {
  const name = store.layout.events[type]?.name;
  const event = plan.events.find((one) => one.name === name);
  if (event === undefined) return NONE;
  if (!event.fields.some((one) => one.name === field))
    return event.derived.some((one) => one.name === field) ? { kind: 'derived' } : NONE;
  const at = store.layout.events[type]?.columns.findIndex((one) => one.name === field) ?? -1;
  const column = store.events[type]?.columns[at];
  const kind = store.layout.events[type]?.columns[at]?.type;
  if (column === undefined || kind?.kind !== 'quantity') return NONE;
  return { kind: 'column', column, factor: 10n ** BigInt(SCALE - kind.scale) };
}

function amountAt(place: AmountPlace, index: number): bigint | undefined {
  if (place.kind !== 'column' || !place.column.isPresent(index)) return undefined;
  return place.column.wide(index) * place.factor;
}
