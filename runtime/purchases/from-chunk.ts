import type { Chunk, Day, Layout, Plan } from '../../schema/index.ts';
import { fieldsAt, linesAt, textAt } from '../columns/index.ts';
import { evaluateField } from '../engine/index.ts';
import { type Bought, bought, takeBack } from './bought.ts';
import type { PurchaseCollector } from './facts.ts';
import { askedAt } from './from-history.ts';
import type { PurchaseTerms } from './terms.ts';

/** Reads a number of an event at its row among those of its type. */
type Reader = (index: number, day: Day) => bigint | undefined;

/** Reads a stored column at once; a derived field is worked out from the fields of its event. */
function readerOf(plan: Plan, layout: Layout, chunk: Chunk, event: string, field: string): Reader {
  const type = layout.events.findIndex(({ name }) => name === event);
  const own = layout.events[type];
  const data = chunk.events[type];
  const declared = plan.events.find(({ name }) => name === event);
  if (own === undefined || data === undefined || declared === undefined) return () => undefined;
  const at = own.columns.findIndex(({ name }) => name === field);
  const column = data.columns[at];
  if (column !== undefined) {
    const { values, present } = column;
    return (index) => (present?.[index] === 0 ? undefined : BigInt(values[index] ?? 0));
  }
  // The words that the program itself knows come first; of the others it matters only which are equal.
  const texts = { textOf: (code: number): string => layout.words[code] ?? `\u0000${code}` };
  return (index, day) => {
    const fields = fieldsAt(own.columns, data.columns, index, texts);
    own.lines.forEach((list, each) => {
      const lines = data.lines[each];
      if (lines !== undefined) fields[list.name] = linesAt(list, lines, index, texts);
    });
    const value = evaluateField(plan, declared, field, fields, day);
    return typeof value === 'bigint' ? value : undefined;
  };
}

/** Adds what the members of a chunk bought up to `until`; those that `isLeftOut` names are passed over. */
export function collectChunk(
  collector: PurchaseCollector,
  plan: Plan,
  terms: PurchaseTerms,
  layout: Layout,
  chunk: Chunk,
  until: Day,
  isLeftOut: (member: number) => boolean,
): void {
  const typeOf = (event: string): number => layout.events.findIndex(({ name }) => name === event);
  const purchaseType = typeOf(terms.event.name);
  const amountOf = readerOf(plan, layout, chunk, terms.event.name, terms.field);
  const takers = new Map(
    [...terms.reversals].map(([name, { by }]) => {
      const read = (event: string): Reader =>
        by === undefined ? () => undefined : readerOf(plan, layout, chunk, event, by);
      return [typeOf(name), { name, by, own: read(name), full: read(terms.event.name) }] as const;
    }),
  );
  /** Purchases of the member at hand by row, where something can take them back. */
  const byRow = new Map<number, Bought>();
  for (let member = 0; member < chunk.members; member += 1) {
    if ((chunk.enrolled[member] ?? 0) > until || isLeftOut(member)) continue;
    const all: Bought[] = [];
    byRow.clear();
    let day = Number.NEGATIVE_INFINITY;
    const end = chunk.firstRow[member + 1] ?? 0;
    for (let row = chunk.firstRow[member] ?? 0; row < end; row += 1) {
      day = Math.max(day, chunk.day[row] ?? 0);
      if (day > until) break;
      const type = chunk.event[row] ?? -1;
      const index = chunk.index[row] ?? 0;
      if (type === purchaseType) {
        const whole = amountOf(index, day);
        const purchase = bought(day, whole ?? 0n);
        all.push(purchase);
        if (takers.size > 0) byRow.set(row, purchase);
        collector.sold(day, purchase.whole);
        continue;
      }
      const taker = takers.get(type);
      if (taker === undefined) continue;
      const of = chunk.of[row] ?? -1;
      const original = byRow.get(of);
      if (original === undefined) continue;
      const { name, by } = taker;
      const full = taker.full(chunk.index[of] ?? 0, original.day) ?? 0n;
      const asked = askedAt(terms, name, by, taker.own(index, day));
      collector.back(day, takeBack(terms, original, by, full, asked));
    }
    collector.member(all, () => textAt(chunk.memberIds, member));
  }
}
