import type { Chunk, Day, Layout, Plan, ResponseModel } from '../../schema/index.ts';
import { Decisions, type Extra, type Groups } from './decisions.ts';
import { type EventShape, shapesOf } from './event-shapes.ts';
import { gatherEvent } from './gather.ts';
import { AlteredIds } from './ids.ts';
import { Money } from './money.ts';

const SECONDS_PER_DAY = 86_400;

/** A history as members would have made it, and what each assumption did to it. */
export interface Altered {
  readonly chunk: Chunk;
  /** Events added, taken away or changed, per assumption. */
  readonly touched: readonly number[];
}

/** Changes chunks of a history as assumptions say; what comes out is a history that replays as it stands. */
export class HistoryAlterer {
  readonly #plan: Plan;
  readonly #layout: Layout;
  readonly #model: ResponseModel;
  readonly #until: Day;
  readonly #shapes: readonly EventShape[];
  readonly #money: Money;

  constructor(plan: Plan, layout: Layout, model: ResponseModel, until: Day) {
    this.#plan = plan;
    this.#layout = layout;
    this.#model = model;
    this.#until = until;
    this.#shapes = shapesOf(plan, layout);
    this.#money = new Money(this.#shapes);
  }

  /** The chunk in one draw; `shares`: how large each assumption's change is in it, 0 = none. */
  alter(chunk: Chunk, groups: Groups, shares: readonly number[], draw: number): Altered {
    const decisions = new Decisions(this.#plan, this.#layout, this.#model, this.#until, this.#shapes);
    const cancels = cancelsOf(chunk);
    const removed = new Uint8Array(chunk.rows);
    const factor = new Float64Array(chunk.rows).fill(1);
    const rows = new Rows(chunk);
    for (let member = 0; member < chunk.members; member += 1) {
      const extras = decisions.ofMember(chunk, member, groups, shares, draw, cancels, removed, factor);
      rows.addMember(member, removed, extras);
    }
    const { touched } = decisions;
    if (touched.every((events) => events === 0)) return { chunk, touched };
    return { chunk: this.#gather(chunk, rows, factor, cancels), touched };
  }

  /** The chunk of the rows that were chosen, in their order. */
  #gather(chunk: Chunk, rows: Rows, factor: Float64Array, cancels: Cancels): Chunk {
    const count = rows.count;
    const source = rows.source.subarray(0, count);
    const event = new Int32Array(count);
    const index = new Int32Array(count);
    const bySource = chunk.events.map(() => new Int32Array(count));
    const used = chunk.events.map(() => 0);
    for (let row = 0; row < count; row += 1) {
      const from = source[row] ?? 0;
      const type = chunk.event[from] ?? 0;
      const at = used[type] ?? 0;
      event[row] = type;
      index[row] = at;
      const list = bySource[type];
      if (list !== undefined) list[at] = chunk.index[from] ?? 0;
      used[type] = at + 1;
    }
    const events = chunk.events.map((data, type) =>
      gatherEvent(data, (bySource[type] ?? new Int32Array(0)).subarray(0, used[type])),
    );
    const of = rows.of.subarray(0, count);
    this.#money.scale({ chunk, factor, cancels }, { source, event, index, of, events });
    return {
      members: chunk.members,
      memberIds: chunk.memberIds,
      enrolled: chunk.enrolled,
      attributes: chunk.attributes,
      firstRow: rows.firstRow,
      rows: count,
      eventIds: new AlteredIds(chunk.eventIds, source.slice()),
      event,
      index,
      day: rows.day.slice(0, count),
      second: rows.second.slice(0, count),
      of: of.slice(),
      events,
    };
  }
}

/** The rows that cancel a row: the first, and for each of them the next; −1: none. */
export interface Cancels {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function cancelsOf({ rows, of }: Chunk): Cancels {
  const first = new Int32Array(rows).fill(-1);
  const next = new Int32Array(rows).fill(-1);
  for (let row = rows - 1; row >= 0; row -= 1) {
    const original = of[row] ?? -1;
    if (original < 0) continue;
    next[row] = first[original] ?? -1;
    first[original] = row;
  }
  return { first, next };
}

/** Rows of a changed chunk, by the rows of the chunk that they are made of. */
class Rows {
  readonly #chunk: Chunk;
  /** Where each row of the chunk stands now; −1: it is gone. */
  readonly #place: Int32Array;
  readonly firstRow: Int32Array;
  source: Int32Array;
  day: Int32Array;
  second: Int32Array;
  of: Int32Array;
  count = 0;

  constructor(chunk: Chunk) {
    this.#chunk = chunk;
    this.#place = new Int32Array(chunk.rows).fill(-1);
    this.firstRow = new Int32Array(chunk.members + 1);
    const room = chunk.rows + (chunk.rows >> 3) + 64;
    this.source = new Int32Array(room);
    this.day = new Int32Array(room);
    this.second = new Int32Array(room);
    this.of = new Int32Array(room);
  }

  addMember(member: number, removed: Uint8Array, extras: readonly Extra[] | undefined): void {
    const { firstRow, day, second } = this.#chunk;
    const [start, end] = [firstRow[member] ?? 0, firstRow[member + 1] ?? 0];
    this.#room(end - start + (extras?.length ?? 0));
    if (extras === undefined || extras.length === 0) {
      for (let row = start; row < end; row += 1) if (removed[row] !== 1) this.#keep(row);
    } else {
      const order = extras
        .map((extra, number) => ({ extra, number, at: extra.day * SECONDS_PER_DAY + extra.second }))
        .sort((a, b) => a.at - b.at || a.number - b.number);
      const places = new Int32Array(extras.length);
      let next = 0;
      // Clocks that go back never reopen a moment: a row is as late as the latest before it.
      let latest = Number.NEGATIVE_INFINITY;
      for (let row = start; row < end; row += 1) {
        latest = Math.max(latest, (day[row] ?? 0) * SECONDS_PER_DAY + (second[row] ?? 0));
        for (; (order[next]?.at ?? Number.POSITIVE_INFINITY) < latest; next += 1)
          this.#add(order[next], places);
        if (removed[row] !== 1) this.#keep(row);
      }
      for (; next < order.length; next += 1) this.#add(order[next], places);
    }
    this.firstRow[member + 1] = this.count;
  }

  #keep(row: number): void {
    const { day, second, of } = this.#chunk;
    const original = of[row] ?? -1;
    this.#place[row] = this.count;
    this.#push(row, day[row] ?? 0, second[row] ?? 0, original < 0 ? -1 : (this.#place[original] ?? -1));
  }

  #add(each: { readonly extra: Extra; readonly number: number } | undefined, places: Int32Array): void {
    if (each === undefined) return;
    const { row, day, second, of } = each.extra;
    places[each.number] = this.count;
    this.#push(row, day, second, of < 0 ? -1 : (places[of] ?? -1));
  }

  #push(row: number, day: number, second: number, of: number): void {
    const at = this.count;
    this.source[at] = row;
    this.day[at] = day;
    this.second[at] = second;
    this.of[at] = of;
    this.count = at + 1;
  }

  #room(more: number): void {
    const size = this.count + more;
    if (size <= this.source.length) return;
    const grow = (from: Int32Array): Int32Array => {
      const to = new Int32Array(size + (size >> 1));
      to.set(from);
      return to;
    };
    this.source = grow(this.source);
    this.day = grow(this.day);
    this.second = grow(this.second);
    this.of = grow(this.of);
  }
}
