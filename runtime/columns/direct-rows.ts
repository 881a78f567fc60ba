import type { MomentBytes } from './moment-bytes.ts';
import type { KeyOfFile, NativeShape } from './native-shape.ts';
import type { HeadCells } from './quick-rows.ts';
import type { RowStore } from './row-store.ts';
import { MomentCells, TextCells } from './typed-heads.ts';
import type { TypedColumn, TypedPlan } from './typed-plan.ts';

/** What the rows of a row group are in one event type; undefined: what only their texts tell. */
interface TypedType {
  readonly shape: NativeShape | undefined;
  readonly plan: TypedPlan | undefined;
}

/** The columns of the built-in keys in a row group. */
interface Heads {
  readonly members: TextCells;
  readonly moments: MomentCells;
  readonly types: TextCells;
  readonly ids: TextCells | undefined;
  readonly originals: TextCells | undefined;
  readonly sequences: Int32Array | undefined;
  /** Per entry: the number of the member, or {@link NONE}. */
  readonly memberOf: Int32Array;
  /** Per entry: what it says of a row. */
  readonly typed: (TypedType | undefined)[];
}

/** So many members are looked for at once. */
const AT_ONCE = 1 << 10;
/** No member, as far as the bytes tell. */
const NONE = -1;

/** Takes rows of typed columns without making texts of their values, where these are of the common kinds. */
export class DirectRows {
  readonly #store: RowStore;
  readonly #source: number;
  readonly #moment: MomentBytes;
  readonly #head: HeadCells;
  readonly #keys: readonly KeyOfFile[];
  readonly #shapeAt: (bytes: Uint8Array, from: number, to: number) => NativeShape | undefined;
  #columns: readonly TypedColumn[] = [];
  /** Of the present row group. */
  readonly #plans = new Map<NativeShape, TypedPlan>();
  #heads: Heads | undefined;

  constructor(
    store: RowStore,
    source: number,
    moment: MomentBytes,
    head: HeadCells,
    keys: readonly KeyOfFile[],
    shapeAt: (bytes: Uint8Array, from: number, to: number) => NativeShape | undefined,
  ) {
    this.#store = store;
    this.#source = source;
    this.#moment = moment;
    this.#head = head;
    this.#keys = keys;
    this.#shapeAt = shapeAt;
  }

  /** What follows are rows of these columns. */
  begin(columns: readonly TypedColumn[]): void {
    this.#columns = columns;
    this.#plans.clear();
    const head = this.#head;
    const [member, at, type] = [columns[head.member], columns[head.at], columns[head.type]];
    const [id, of] = [columns[head.id], columns[head.of]];
    const members = member && TextCells.of(member);
    const moments = at && MomentCells.of(at);
    const types = type && TextCells.of(type);
    const ids = id && TextCells.of(id);
    const originals = of && TextCells.of(of);
    const isKnown =
      (id === undefined) === (ids === undefined) && (of === undefined) === (originals === undefined);
    this.#heads =
      members && moments && types && isKnown
        ? {
            members,
            moments,
            types,
            ids,
            originals,
            sequences: columns[head.sequence]?.vector.codes,
            memberOf: this.#membersOf(members, member?.vector.entries.count ?? 0),
            typed: Array.from({ length: type?.vector.entries.count ?? 0 }, () => undefined),
          }
        : undefined;
  }

  /** Takes the row at `row` of a group after `start` rows; false: it must be looked at by its texts. */
  take(start: number, row: number): boolean {
    const heads = this.#heads;
    if (heads === undefined) return false;
    const store = this.#store;
    const moment = this.#moment;
    const { members, types, ids, originals, memberOf } = heads;
    const typeCode = types.codes[row] ?? -1;
    const memberCode = members.codes[row] ?? -1;
    if (typeCode < 0 || memberCode < 0) return false;
    const { plan, shape } = heads.typed[typeCode] ?? this.#learnType(heads, typeCode);
    if (plan === undefined || shape === undefined || (heads.sequences?.[row] ?? -1) >= 0) return false;
    const member = memberOf[memberCode] ?? NONE;
    if (member < 0 || !heads.moments.read(row, moment)) return false;
    const ofCode = originals?.codes[row] ?? -1;
    if (ofCode >= 0 !== shape.reverses || (ofCode >= 0 && originals?.look(ofCode) !== true)) return false;
    const idCode = ids?.codes[row] ?? -1;
    if (idCode >= 0 && ids?.look(idCode) !== true) return false;
    if (!plan.write(row, store.events[shape.type]?.rows ?? 0)) return false;
    const id = ids === undefined || idCode < 0 ? -1 : store.ids.addBytes(ids.bytes, ids.from, ids.to);
    const { instant, local, nanosecond } = moment;
    store.add(shape.type, member, this.#source, start + row + 1, id, instant, local, false);
    if (nanosecond !== 0) store.setNanosecond(nanosecond);
    if (originals !== undefined && ofCode >= 0)
      store.originals[shape.type]?.push(store.ids.addBytes(originals.bytes, originals.from, originals.to));
    return true;
  }

  /** The members of all entries at once: what one waits for, the others need not. A member without rows is none. */
  #membersOf(members: TextCells, count: number): Int32Array {
    const table = this.#store.members;
    const numbers = new Int32Array(count).fill(NONE);
    const [entries, from, to] = [new Int32Array(AT_ONCE), new Int32Array(AT_ONCE), new Int32Array(AT_ONCE)];
    const found = new Int32Array(AT_ONCE);
    let entry = 0;
    while (entry < count) {
      let size = 0;
      for (; entry < count && size < AT_ONCE; entry += 1) {
        if (!members.look(entry)) continue;
        entries[size] = entry;
        from[size] = members.from;
        to[size] = members.to;
        size += 1;
      }
      table.addAll(members.bytes, from, to, size, found);
      for (let at = 0; at < size; at += 1) numbers[entries[at] ?? 0] = found[at] ?? NONE;
    }
    this.#store.enter(table.size - 1);
    return numbers;
  }

  #learnType(heads: Heads, code: number): TypedType {
    const { types } = heads;
    const shape = types.look(code) ? this.#shapeAt(types.bytes, types.from, types.to) : undefined;
    let plan = shape && this.#plans.get(shape);
    if (shape !== undefined && !shape.isEnrol && plan === undefined) {
      plan = shape.typedPlanFor(this.#keys, this.#columns);
      if (plan !== undefined) this.#plans.set(shape, plan);
    }
    const learned = { shape, plan };
    heads.typed[code] = learned;
    return learned;
  }
}
