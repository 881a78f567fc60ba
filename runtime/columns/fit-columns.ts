import type { ColumnData, Day, EventData, Fields, Plan } from '../../schema/index.ts';
import { dayOfTime, NO_DAY } from '../../schema/index.ts';
import { evaluateField } from '../engine/index.ts';
import {
  type Draft,
  type EventShape,
  fault,
  fitMember,
  incomplete,
  Reversals,
  shapesOf,
  type Ties,
} from '../history/index.ts';
import { viewOf } from './chunk-builder.ts';
import { ColumnReversals } from './column-reversals.ts';
import { enrolmentOf, enrolmentRows, LateRejects, type PlacedRow } from './column-sink.ts';
import type { GrowingColumn } from './growing.ts';
import { fieldsAt, linesAt } from './member-columns.ts';
import { type Grouped, regroup } from './regroup.ts';
import { inReplayOrder } from './replay-order.ts';
import type { RowStore } from './row-store.ts';
import { FewTexts, Repeats } from './text-list.ts';

/** What fits of a history: rows of its store by position, members and their rows in the order of chunks. */
export interface FittedRows {
  /** Per member that is left: its number in the store, the day of enrolment, and the position of its first row. */
  readonly members: Int32Array;
  readonly enrolled: Int32Array;
  readonly first: Int32Array;
  /** Per position: row of the store. One position more than rows that are left ends the last member. */
  readonly rows: Int32Array;
  /** Per position: position of the original, or −1; undefined: nothing is reversed. */
  readonly of: Int32Array | undefined;
  readonly ties: Ties;
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  readonly firstEvent: Day | undefined;
  readonly accepted: number;
  readonly rejects: LateRejects;
}

interface RowDraft extends Draft {
  readonly row: number;
}

/**
 * The last stage of reading, on columns: members sorted by id, their rows in replay order. A member of whom every row
 * fits is only looked at; one with a doubt is fitted as the reader of rows fits it, and is told of as that tells it.
 */
export function fitRows(plan: Plan, store: RowStore, known: ReadonlySet<string> | undefined): FittedRows {
  return new Fitting(plan, store, known).run();
}

class Fitting {
  readonly #plan: Plan;
  readonly #store: RowStore;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #shapes: readonly (EventShape | undefined)[];
  readonly #column: ColumnReversals;
  /** Positions of the present member's reversals and their originals. */
  readonly #pairs: number[] = [];
  readonly #redeem: number;
  readonly #rewards: number;
  readonly #data: readonly EventData[];
  readonly #attributeData: readonly ColumnData[];
  /** Attributes without which a member cannot be replayed. */
  readonly #required: readonly GrowingColumn[];
  readonly #rejects = new LateRejects();
  readonly #reversals: Reversals;
  readonly #more: ReadonlyMap<number, readonly number[]>;
  readonly #moreCount: number;
  readonly #grouped: Grouped;
  readonly #ids: FewTexts;
  readonly #repeats: Repeats;
  /** Whether there are events that reverse others, and redemptions. */
  readonly #hasReversals: boolean;
  readonly #hasRedeems: boolean;
  /** Days of the first and the last event of the member that was looked at last, where all fit. */
  #firstOf: Day = NO_DAY;
  #lastOf: Day = NO_DAY;
  /** Made for the first reversal of something that its member does not have. */
  #everyId: Set<string> | undefined;
  #of: Int32Array | undefined;
  #ties = 0;
  #firstTie: number | undefined;
  #accepted = 0;
  #firstDay: Day | undefined;
  #lastDay: Day | undefined;
  #firstEvent: Day | undefined;

  constructor(plan: Plan, store: RowStore, known: ReadonlySet<string> | undefined) {
    this.#plan = plan;
    this.#store = store;
    this.#known = known;
    // What follows takes the rows as they then stand.
    store.separateIds();
    this.#grouped = regroup(store);
    const shapes = shapesOf(plan);
    const { events } = store.layout;
    this.#shapes = events.map((event) => shapes.get(event.name));
    this.#column = new ColumnReversals(plan, store);
    this.#redeem = store.typeOf('redeem');
    this.#rewards = plan.rewards.length;
    this.#data = store.events.map(viewOf);
    this.#reversals = new Reversals(plan, (id) => this.#isAnyones(id), evaluateField);
    this.#more = moreRows(store);
    this.#moreCount = store.moreOf.length;
    this.#attributeData = store.attributes.map((column) => column.view());
    this.#required = store.attributes.filter((_, at) => {
      const column = store.layout.attributes[at];
      return column !== undefined && !column.optional && column.name !== 'enrolled';
    });
    this.#ids = new FewTexts(store.ids);
    this.#repeats = new Repeats(store.ids);
    this.#hasReversals = store.events.some((event, type) => event.rows > 0 && this.#column.isReversal(type));
    this.#hasRedeems = (store.events[this.#redeem]?.rows ?? 0) > 0;
  }

  run(): FittedRows {
    const store = this.#store;
    const { byName, starts, order } = this.#grouped;
    const members = new Int32Array(byName.length);
    const enrolled = new Int32Array(byName.length);
    const first = new Int32Array(byName.length + 1);
    let kept = 0;
    let position = 0;
    for (let rank = 0; rank < byName.length; rank += 1) {
      const member = byName[rank] ?? 0;
      const from = starts[rank] ?? 0;
      const to = starts[rank + 1] ?? 0;
      const enrolment = store.enrolment.values[member] ?? -1;
      if (this.#isOutside(member, enrolment, order, from, to)) continue;
      inReplayOrder(store, order, from, to);
      if (store.sources.length > 1) this.#countTies(order, from, to);
      const day = this.#isClean(enrolment, order, from, to, position);
      const result =
        day === undefined ? this.#refit(member, enrolment, order, from, to, position) : undefined;
      const count = result === undefined ? to - from : result.rows.length;
      const entered = result === undefined ? day : result.enrolled;
      if (enrolment < 0 && count === 0) continue;
      if (entered === undefined || entered === NO_DAY) {
        if (enrolment >= 0) {
          const attribute = 'enrolled';
          const name = store.members.text(member);
          this.#rejectEnrolment(
            member,
            enrolment,
            fault('member-incomplete', { attribute, member: name }, { column: attribute }),
          );
        }
        continue;
      }
      if (result !== undefined) order.set(result.rows, position);
      else if (position < from) order.copyWithin(position, from, to);
      members[kept] = member;
      enrolled[kept] = entered;
      first[kept] = position;
      kept += 1;
      if (result !== undefined) this.#days(order, position, position + count);
      this.#take(order, position, position + count, enrolment, entered);
      position += count;
    }
    first[kept] = position;
    return {
      members: members.subarray(0, kept),
      enrolled: enrolled.subarray(0, kept),
      first: first.subarray(0, kept + 1),
      rows: order.subarray(0, position),
      of: this.#of,
      ties: {
        count: this.#ties,
        first: this.#firstTie === undefined ? undefined : this.#draft(this.#firstTie),
      },
      firstDay: this.#firstDay,
      lastDay: this.#lastDay,
      firstEvent: this.#firstEvent,
      accepted: this.#accepted,
      rejects: this.#rejects,
    };
  }

  /** Rejects all of a member that no file of members knows, or that lacks a required attribute. */
  #isOutside(member: number, enrolment: number, order: Int32Array, from: number, to: number): boolean {
    const unknown = this.#known !== undefined && enrolment < 0;
    const lacks = this.#required.some((column) => enrolment < 0 || !column.isPresent(enrolment));
    if (!unknown && !lacks) return false;
    const name = this.#store.members.text(member);
    const outside =
      unknown && this.#known?.has(name) === false
        ? fault('unknown-member', { member: name }, { value: name })
        : incomplete(this.#plan, { member: name, enrolment: this.#enrolmentOf(enrolment) });
    if (outside === undefined) return false;
    for (let at = from; at < to; at += 1) this.#rejects.rejectDraft(this.#draft(order[at] ?? 0), outside);
    if (enrolment >= 0) this.#rejectEnrolment(member, enrolment, outside);
    return true;
  }

  #enrolmentOf(number: number) {
    return number < 0 ? undefined : enrolmentOf(this.#store, number, this.#attributes(number));
  }

  #attributes(number: number): Fields {
    const { layout, dictionary } = this.#store;
    return fieldsAt(layout.attributes, this.#attributeData, number, dictionary);
  }

  #rejectEnrolment(member: number, enrolment: number, why: ReturnType<typeof fault>): void {
    const { file } = enrolmentOf(this.#store, enrolment, {});
    const name = this.#store.members.text(member);
    for (const row of enrolmentRows(this.#store, enrolment)) this.#rejects.reject(file, row, why, name);
  }

  /** The day of enrolment ({@link NO_DAY}: nothing says it) where every row fits; undefined: that needs a closer look. */
  #isClean(
    enrolment: number,
    order: Int32Array,
    from: number,
    to: number,
    position: number,
  ): Day | undefined {
    const store = this.#store;
    if (this.#hasReversals) {
      if (!this.#areTiedWell(order, from, to, position)) return undefined;
    } else if (store.ids.size > 0 && to - from > 1 && !this.#areDifferent(order, from, to)) {
      return undefined;
    }
    if (this.#hasRedeems)
      for (let at = from; at < to; at += 1) {
        const row = order[at] ?? 0;
        if (store.type(row) === this.#redeem && !this.#isReward(row)) return undefined;
      }
    this.#days(order, from, to);
    const enrolled = enrolment < 0 ? NO_DAY : (store.enrolled.values[enrolment] ?? NO_DAY);
    if (this.#firstOf !== NO_DAY && enrolled !== NO_DAY && this.#firstOf < enrolled) return undefined;
    for (let each = 0; each < this.#pairs.length; each += 2)
      this.#reverse(this.#pairs[each] ?? 0, this.#pairs[each + 1] ?? -1);
    return enrolled === NO_DAY ? this.#firstOf : enrolled;
  }

  /** The first and the last day of some rows in replay order; the local day never goes back. */
  #days(order: Int32Array, from: number, to: number): void {
    const instants = this.#store.instant.values;
    const { shift } = this.#store;
    let last = NO_DAY;
    for (let at = from; at < to; at += 1) {
      const row = order[at] ?? 0;
      last = Math.max(last, dayOfTime((instants[row] ?? 0) + shift.at(row)));
      if (at === from) this.#firstOf = last;
    }
    if (from === to) this.#firstOf = NO_DAY;
    this.#lastOf = last;
  }

  /** Whether the ids of some rows are all different. */
  #areDifferent(order: Int32Array, from: number, to: number): boolean {
    const ids = this.#store.id;
    const repeats = this.#repeats;
    repeats.begin();
    if (to - from <= Repeats.most) {
      let at = from;
      for (; at < to; at += 1) {
        const id = ids.at(order[at] ?? 0);
        if (id >= 0 && repeats.meets(id)) break;
      }
      if (at === to) return true;
    }
    this.#ids.begin(to - from);
    for (let at = from; at < to; at += 1) {
      const id = ids.at(order[at] ?? 0);
      if (id >= 0 && !this.#ids.add(id, at)) return false;
    }
    return true;
  }

  /** Whether ids are all different, and reversals fit what they reverse, which is noted in pairs. */
  #areTiedWell(order: Int32Array, from: number, to: number, position: number): boolean {
    const store = this.#store;
    this.#ids.begin(to - from);
    this.#column.begin();
    this.#pairs.length = 0;
    for (let at = from; at < to; at += 1) {
      const row = order[at] ?? 0;
      const type = store.type(row);
      if (this.#column.isReversal(type)) {
        const named = store.originals[type]?.values[store.index.at(row)] ?? -1;
        const original = named < 0 ? -1 : this.#ids.find(named);
        if (original < 0 || !this.#column.take(row, order[original] ?? 0)) return false;
        this.#pairs.push(at - from + position, original - from + position);
      }
      const id = store.id.at(row);
      if (id >= 0 && to - from > 1 && !this.#ids.add(id, at)) return false;
    }
    return true;
  }

  #isReward(row: number): boolean {
    const store = this.#store;
    const code = store.events[this.#redeem]?.columns[0]?.small(store.index.at(row)) ?? -1;
    // The layout's words begin with the rewards.
    return code >= 0 && code < this.#rewards;
  }

  #refit(
    member: number,
    enrolment: number,
    order: Int32Array,
    from: number,
    to: number,
    position: number,
  ): { readonly enrolled: Day | undefined; readonly rows: Int32Array } {
    const store = this.#store;
    const drafts = Array.from(order.subarray(from, to), (row) => this.#draft(row));
    const history = {
      member: store.members.text(member),
      enrolment: this.#enrolmentOf(enrolment),
      events: drafts,
    };
    const fitted = fitMember(this.#plan, history, this.#rejects, this.#reversals);
    const rowOf = new Map<Draft, number>(drafts.map((draft) => [draft, draft.row]));
    const rows = Int32Array.from(fitted.drafts, (draft) => rowOf.get(draft) ?? 0);
    const positions = new Map<string, number>();
    fitted.events.forEach(({ id, of }, at) => {
      positions.set(id, position + at);
      if (of !== undefined) this.#reverse(position + at, positions.get(of) ?? -1);
    });
    return { enrolled: fitted.enrolled, rows };
  }

  #reverse(position: number, of: number): void {
    this.#of ??= new Int32Array(this.#store.rows).fill(-1);
    this.#of[position] = of;
  }

  #take(order: Int32Array, from: number, to: number, enrolment: number, enrolled: Day): void {
    const store = this.#store;
    let rows = to - from;
    if (this.#moreCount > 0)
      for (let at = from; at < to; at += 1) rows += this.#more.get(order[at] ?? 0)?.length ?? 0;
    if (enrolment >= 0) rows += 1 + (store.moreEnrolled.get(enrolment)?.length ?? 0);
    this.#accepted += rows;
    const last = this.#lastOf === NO_DAY ? enrolled : this.#lastOf;
    this.#firstDay = Math.min(this.#firstDay ?? enrolled, enrolled, last);
    this.#lastDay = Math.max(this.#lastDay ?? enrolled, enrolled, last);
    if (this.#firstOf !== NO_DAY)
      this.#firstEvent = Math.min(this.#firstEvent ?? this.#firstOf, this.#firstOf);
  }

  #countTies(order: Int32Array, from: number, to: number): void {
    const store = this.#store;
    const { instant } = store;
    for (let at = from + 1; at < to; at += 1) {
      const [a, b] = [order[at - 1] ?? 0, order[at] ?? 0];
      if (instant.values[a] !== instant.values[b]) continue;
      if (store.sources[store.sourceOf(a)] === store.sources[store.sourceOf(b)]) continue;
      if (store.nanosecond(a) !== store.nanosecond(b) || store.isDateOnly(a) !== store.isDateOnly(b))
        continue;
      const [one, other] = [store.sequence(a), store.sequence(b)];
      if (one !== undefined && other !== undefined && one !== other) continue;
      this.#ties += 1;
      this.#firstTie ??= b;
    }
  }

  /** A row as the reader of rows had it. */
  #draft(row: number): RowDraft {
    const store = this.#store;
    const type = store.type(row);
    const shape = this.#shapes[type];
    const layout = store.layout.events[type];
    const data = this.#data[type];
    if (shape === undefined || layout === undefined || data === undefined)
      throw new RangeError(`row ${row} is of no event`);
    const index = store.index.at(row);
    const fields = fieldsAt(layout.columns, data.columns, index, store.dictionary);
    layout.lines.forEach((list, at) => {
      const own = data.lines[at];
      if (own !== undefined) fields[list.name] = linesAt(list, own, index, store.dictionary);
    });
    const source = store.sourceOf(row);
    const lines = [store.line.values[row] ?? 0, ...(this.#more.get(row) ?? [])];
    return {
      row,
      member: store.members.text(store.member.values[row] ?? 0),
      id: store.idText(row),
      shape,
      moment: {
        instant: store.instant.values[row] ?? 0,
        nanosecond: store.nanosecond(row),
        dateOnly: store.isDateOnly(row),
        local: store.local(row),
      },
      sequence: store.sequence(row),
      order: row,
      file: store.sources[source] ?? '',
      fields,
      of: store.original(row),
      rows: lines.map((line): PlacedRow => ({ line, source, raw: '' })),
    };
  }

  #isAnyones(id: string): boolean {
    if (this.#everyId === undefined) {
      this.#everyId = new Set();
      for (let row = 0; row < this.#store.rows; row += 1) this.#everyId.add(this.#store.idText(row));
    }
    return this.#everyId.has(id);
  }
}

/** Rows beyond the first that each event was read from. */
function moreRows(store: RowStore): Map<number, number[]> {
  const more = new Map<number, number[]>();
  for (let at = 0; at < store.moreOf.length; at += 1) {
    const row = store.moreOf.values[at] ?? 0;
    const line = store.moreLines.values[at] ?? 0;
    const lines = more.get(row);
    if (lines === undefined) more.set(row, [line]);
    else lines.push(line);
  }
  return more;
}
