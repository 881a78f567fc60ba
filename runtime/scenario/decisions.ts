import type { Assumption, Chunk, Day, Layout, Plan, ResponseModel } from '../../schema/index.ts';
import { Random } from '../generation/index.ts';
import type { EventShape } from './event-shapes.ts';
import { keyOfBytes, keyOfText } from './keys.ts';

/** An event that a response adds: a row of the chunk once more, at another moment. */
export interface Extra {
  readonly row: number;
  readonly day: Day;
  readonly second: number;
  /** What it cancels, by number among the extras of the member; −1: nothing. */
  readonly of: number;
}

/** What an assumption is about, in numbers of the layout. */
interface Aim {
  readonly assumption: Assumption;
  readonly event: number;
  readonly key: number;
  /** The last day. */
  readonly until: Day;
}

/** Members in which groups: a byte of 0 or 1 for each group of each member of a chunk. */
export interface Groups {
  readonly count: number;
  readonly flags: Uint8Array;
}

const WEEK = 7;
/** A repeated event comes up to so many weeks later. */
const MOST_WEEKS = 4;

/**
 * What members do in one draw, row by row of one chunk. Every random number is decided by seed, draw, member and assumption,
 * and the numbers of an event stay the same whatever the size of the response: a larger one keeps what a smaller one did.
 */
export class Decisions {
  readonly #aims: readonly Aim[];
  readonly #model: ResponseModel;
  readonly #until: Day;
  readonly #shapes: readonly EventShape[];
  /** Events that each assumption added, took away or changed so far. */
  readonly touched: number[];

  constructor(plan: Plan, layout: Layout, model: ResponseModel, until: Day, shapes: readonly EventShape[]) {
    this.#model = model;
    this.#until = until;
    this.#shapes = shapes;
    this.#aims = model.assumptions.map((assumption) => ({
      assumption,
      event: layout.events.findIndex(({ name }) => name === assumption.event),
      key: keyOfText(`${plan.program}/${assumption.name}`),
      until: Math.min(until, assumption.until ?? until),
    }));
    this.touched = this.#aims.map(() => 0);
  }

  /** Assumptions that a member responds to. */
  #aimsOf(member: number, groups: Groups, shares: readonly number[]): readonly number[] {
    const found: number[] = [];
    this.#aims.forEach(({ assumption: { segment } }, index) => {
      if (shares[index] === 0) return;
      if (segment === undefined || groups.flags[member * groups.count + segment] === 1) found.push(index);
    });
    return found;
  }

  /**
   * Decides for one member: fills `removed` (1: the row goes) and `factor` (of money) for its rows, and returns the events that
   * come on top. `cancels`: the first row that cancels a row, and for each such row the next; −1: none. Undefined: nothing changes.
   */
  ofMember(
    chunk: Chunk,
    member: number,
    groups: Groups,
    shares: readonly number[],
    draw: number,
    cancels: { readonly first: Int32Array; readonly next: Int32Array },
    removed: Uint8Array,
    factor: Float64Array,
  ): readonly Extra[] | undefined {
    const aims = this.#aimsOf(member, groups, shares);
    if (aims.length === 0) return undefined;
    const { firstRow, event, day, of, memberIds } = chunk;
    const [start, end] = [firstRow[member] ?? 0, firstRow[member + 1] ?? 0];
    const key = keyOfBytes(
      memberIds.bytes,
      member === 0 ? 0 : (memberIds.ends[member - 1] ?? 0),
      memberIds.ends[member] ?? 0,
    );
    const extras: Extra[] = [];
    let changes = false;
    for (const index of aims) {
      const aim = this.#aims[index];
      const share = shares[index] ?? 0;
      if (aim === undefined) continue;
      const random = new Random(this.#model.seed, draw, key, aim.key);
      const { changes: kind } = aim.assumption;
      if (kind === 'win_back') {
        const more = this.#winBack(chunk, start, end, aim, share, random, cancels.first);
        extras.push(...more);
        this.#touch(index, more.length);
        continue;
      }
      for (let row = start; row < end; row += 1) {
        const at = day[row] ?? 0;
        if (event[row] !== aim.event || at < this.#model.from || at > aim.until || (of[row] ?? -1) >= 0)
          continue;
        if (kind === 'amount') {
          if (this.#shapes[aim.event]?.isFixed === true && (cancels.first[row] ?? -1) >= 0) continue;
          factor[row] = (factor[row] ?? 1) * (1 + share);
          changes = true;
          this.#touch(index, 1);
          continue;
        }
        const chance = random.next();
        const weeks = random.next();
        if (share < 0) {
          if (chance >= -share || removed[row] === 1) continue;
          removed[row] = 1;
          changes = true;
          this.#touch(index, 1);
          continue;
        }
        if (this.#shapes[aim.event]?.isFixed === true && (cancels.first[row] ?? -1) >= 0) continue;
        const copies = Math.floor(share) + (chance < share - Math.floor(share) ? 1 : 0);
        for (let copy = 0; copy < copies; copy += 1) this.#repeat(chunk, row, weeks, copy, cancels, extras);
        this.#touch(index, copies);
      }
    }
    for (let row = start; row < end; row += 1) {
      const original = of[row] ?? -1;
      if (original < 0) continue;
      if (removed[original] === 1) removed[row] = 1;
      factor[row] = factor[original] ?? 1;
    }
    // What does not happen is not repeated either.
    const left = extras.some(({ row }) => removed[row] === 1) ? withoutRemoved(extras, removed) : extras;
    return changes || left.length > 0 ? left : undefined;
  }

  #touch(index: number, events: number): void {
    this.touched[index] = (this.touched[index] ?? 0) + events;
  }

  /** The event once more, on the same weekday and at the same hour some weeks later, with what cancels it as much later. */
  #repeat(
    { day, second }: Chunk,
    row: number,
    weeks: number,
    copy: number,
    { first, next }: { readonly first: Int32Array; readonly next: Int32Array },
    extras: Extra[],
  ): void {
    const at = day[row] ?? 0;
    const room = Math.min(MOST_WEEKS, Math.floor((this.#until - at) / WEEK));
    const later = room === 0 ? 0 : WEEK * (1 + ((Math.floor(weeks * room) + copy) % room));
    const number = extras.push({ row, day: at + later, second: second[row] ?? 0, of: -1 }) - 1;
    for (let taker = first[row] ?? -1; taker >= 0; taker = next[taker] ?? -1) {
      const when = (day[taker] ?? 0) + later;
      if (when <= this.#until) extras.push({ row: taker, day: when, second: second[taker] ?? 0, of: number });
    }
  }

  /** Events of a member who has none in the response's time, and comes back: what was bought before, once more. */
  #winBack(
    { event, day, second, of }: Chunk,
    start: number,
    end: number,
    aim: Aim,
    share: number,
    random: Random,
    cancelledBy: Int32Array,
  ): readonly Extra[] {
    const { from } = this.#model;
    const before: number[] = [];
    for (let row = start; row < end; row += 1) {
      if (event[row] !== aim.event || (of[row] ?? -1) >= 0) continue;
      const at = day[row] ?? 0;
      if (at >= from && at <= this.#until) return [];
      if (at < from && (cancelledBy[row] ?? -1) < 0) before.push(row);
    }
    const length = aim.until - from + 1;
    if (before.length === 0 || length <= 0 || random.next() >= share) return [];
    return Array.from({ length: aim.assumption.events }, () => {
      const row = before[random.below(before.length)] ?? 0;
      return { row, day: from + random.below(length), second: second[row] ?? 0, of: -1 };
    });
  }
}

function withoutRemoved(extras: readonly Extra[], removed: Uint8Array): readonly Extra[] {
  const places = new Map<number, number>();
  const left: Extra[] = [];
  extras.forEach((extra, index) => {
    if (removed[extra.row] === 1) return;
    const of = extra.of < 0 ? -1 : places.get(extra.of);
    if (of === undefined) return;
    places.set(index, left.push({ ...extra, of }) - 1);
  });
  return left;
}
