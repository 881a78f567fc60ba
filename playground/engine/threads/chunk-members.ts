import {
  changeClass,
  classOfChange,
  outcomeAt,
  PRESENCE,
  standingColumns,
  textAt,
  worthColumns,
  type Yardstick,
} from '../../../runtime/index.ts';
import { type Chunk, type MemberOutcome, POINTS_TOTALS, type Value } from '../../../schema/index.ts';
import type { MemberCell } from '../../contract/index.ts';
import { type ColumnPlace, SCORE_SCALE } from '../members/columns.ts';
import type { ChunkPart } from './parts.ts';
import { type KeptVersion, NO_OUTCOMES, standings } from './replays.ts';

interface Compared {
  readonly base: KeptVersion;
  readonly candidate: KeptVersion;
  readonly yardstick: Yardstick;
}

/** What members of a chunk have under either version; missing where they are not compared. */
interface Worths {
  readonly base: readonly (bigint | undefined)[] | Float64Array;
  readonly candidate: readonly (bigint | undefined)[] | Float64Array;
}

/** The members of a chunk under a version, and beside another. */
export class ChunkMembers {
  readonly #chunk: Chunk;
  readonly #parts: readonly ChunkPart[];
  readonly #number: number;
  readonly #version: KeptVersion;
  readonly #compared: Compared | undefined;
  readonly #view: DataView;
  /** Where the outcome of each member stands; −1: it is in no run. */
  readonly #offsets: Int32Array;
  #worths: Worths | undefined;

  /** `parts`: the chunk as the version read it, with the members in it who were replaced. */
  constructor(
    chunk: Chunk,
    number: number,
    parts: Iterable<ChunkPart>,
    version: KeptVersion,
    compared: Compared | undefined,
  ) {
    this.#parts = [...parts];
    this.#chunk = chunk;
    this.#number = number;
    this.#version = version;
    this.#compared = compared;
    const { bytes, count } = version.outcomes.get(number) ?? NO_OUTCOMES;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offsets = new Int32Array(chunk.members).fill(-1);
    const size = version.manifest.outcome.bytes;
    for (let i = 0; i < count; i += 1) this.#offsets[this.#view.getInt32(i * size, true)] = i * size;
  }

  /** A value of each member as a number, NaN where there is none: to sort and to count by. */
  values(place: ColumnPlace): Float64Array<ArrayBuffer> {
    const values = new Float64Array(this.#chunk.members);
    for (let member = 0; member < values.length; member += 1) {
      const value = this.#isThere(member) ? this.#value(place, member) : undefined;
      values[member] = value === undefined ? Number.NaN : Number(value);
    }
    return values;
  }

  cell(place: ColumnPlace, member: number): MemberCell {
    if (!this.#isThere(member)) return undefined;
    const value =
      place.kind === 'member' ? textAt(this.#chunk.memberIds, member) : this.#value(place, member);
    const isQuantity = place.kind === 'points' || place.kind === 'worth' || place.kind === 'score';
    return isQuantity && typeof value === 'number' ? BigInt(value) : value;
  }

  #events(member: number): number {
    const part = this.#parts.findLast(({ first }) => first <= member);
    if (part === undefined) return 0;
    const { firstRow } = part.chunk;
    const place = member - part.first;
    return (firstRow[place + 1] ?? 0) - (firstRow[place] ?? 0);
  }

  #isThere(member: number): boolean {
    return (this.#offsets[member] ?? -1) >= 0;
  }

  #isStopped(member: number): boolean {
    return this.#version.outcomes.get(this.#number)?.stopped.has(member) === true;
  }

  #value(place: ColumnPlace, member: number): number | bigint | undefined {
    const { manifest } = this.#version;
    const { outcome } = manifest;
    const at = this.#offsets[member] ?? 0;
    switch (place.kind) {
      case 'member':
        return member;
      case 'enrolled':
        return this.#chunk.enrolled[member];
      case 'events':
        return this.#events(member);
      case 'stopped':
        return this.#isStopped(member) ? 1 : 0;
      case 'points':
        return this.#view.getBigInt64(
          at + outcome.points + place.type * POINTS_TOTALS.bytes + POINTS_TOTALS[place.field],
          true,
        );
      case 'tier':
        return this.#view.getInt32(at + outcome.ladders + 12 * place.ladder, true);
      case 'segment':
        if (this.#isStopped(member)) return 0;
        return this.#view.getInt32(at + outcome.segments + 4 * place.segment, true) === 0 ? 0 : 1;
      case 'score':
        return scoreOf(
          this.#outcome(member),
          manifest.scores[place.score] ?? '',
          manifest.outcome.scores[place.score],
        );
      case 'worth':
        return this.#worth(place.of, member);
    }
  }

  #outcome(member: number): MemberOutcome | undefined {
    // Nothing is known of the scores of members who stopped.
    if (this.#isStopped(member)) return undefined;
    return outcomeAt(this.#view, this.#offsets[member] ?? 0, this.#version.manifest, '', 0, undefined);
  }

  #worth(of: 'base' | 'candidate' | 'change' | 'class', member: number): number | bigint | undefined {
    const worths = this.#worthsOf();
    const [base, candidate] = [worths?.base[member], worths?.candidate[member]];
    if (base === undefined || candidate === undefined || Number.isNaN(base)) return undefined;
    if (of === 'base') return base;
    if (of === 'candidate') return candidate;
    if (typeof base === 'number' && typeof candidate === 'number')
      return of === 'change' ? candidate - base : classOfChange(base, candidate);
    const [had, has] = [BigInt(base), BigInt(candidate)];
    return of === 'change' ? has - had : changeClass(had, has);
  }

  #worthsOf(): Worths | undefined {
    if (this.#compared === undefined) return undefined;
    this.#worths ??= worthsIn(this.#chunk, this.#number, this.#compared);
    return this.#worths;
  }
}

function worthsIn(chunk: Chunk, number: number, { base, candidate, yardstick }: Compared): Worths {
  const [own, other] = [base, candidate].map((version) => version.outcomes.get(number) ?? NO_OUTCOMES);
  const [first, last] = [own ?? NO_OUTCOMES, other ?? NO_OUTCOMES];
  const before = standingColumns(base.manifest, chunk.members, first);
  const after = standingColumns(candidate.manifest, chunk.members, last);
  const worths = worthColumns(base.plan, candidate.plan, yardstick, before, after);
  if (worths !== undefined) {
    for (let member = 0; member < chunk.members; member += 1) {
      if (before.presence[member] === PRESENCE.there && after.presence[member] === PRESENCE.there) continue;
      worths.base[member] = Number.NaN;
      worths.candidate[member] = Number.NaN;
    }
    return worths;
  }
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  const [had, has] = [
    standings(base.manifest, first, weights.base),
    standings(candidate.manifest, last, weights.candidate),
  ];
  const all = Array.from({ length: chunk.members }, (_, member) => {
    const [was, is] = [had.get(member), has.get(member)];
    return was === undefined || is === undefined || was.stopped || is.stopped
      ? undefined
      : [was.worth, is.worth];
  });
  return { base: all.map((pair) => pair?.[0]), candidate: all.map((pair) => pair?.[1]) };
}

/** A score at {@link SCORE_SCALE}, half away from zero. */
function scoreOf(
  outcome: MemberOutcome | undefined,
  name: string,
  place: { readonly kind: string; readonly scale?: number } | undefined,
): number | undefined {
  const value: Value = outcome?.loyalty[name];
  const tens = 10 ** SCORE_SCALE;
  if (typeof value === 'bigint') return Math.round((Number(value) / 10 ** (place?.scale ?? 0)) * tens);
  if (typeof value !== 'object') return undefined;
  return Number((2n * value.n * BigInt(tens) + value.d) / (2n * value.d));
}
