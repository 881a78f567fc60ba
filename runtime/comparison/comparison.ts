import type { Plan } from '../../schema/index.ts';
import { type Standing, worthsOf } from './standing.ts';
import { sharedLadders } from './worth-columns.ts';
import type { Yardstick } from './yardstick.ts';

/** Members of a group, and what the candidate gives or takes from them, by the yardstick (or in points of one type). */
export interface GroupChange {
  readonly members: number;
  readonly winners: number;
  readonly losers: number;
  /** What winners win; what losers lose, below 0. */
  readonly gained: bigint;
  readonly lost: bigint;
}

/** A member who wins or loses much. */
export interface MemberChange {
  readonly member: string;
  readonly base: bigint;
  readonly candidate: bigint;
  /** Level per ladder of each version. */
  readonly baseTiers: readonly number[];
  readonly candidateTiers: readonly number[];
}

/** Members of a base's level by the level that the candidate gives them; of a ladder that both versions have. */
export interface TierMoves {
  readonly ladder: string;
  readonly base: readonly string[];
  readonly candidate: readonly string[];
  /** Members per level of the base and level of the candidate. */
  readonly members: readonly (readonly number[])[];
}

export interface NamedChange extends GroupChange {
  readonly name: string;
}

/** What a candidate does to the members of a base, one by one, added up. Plain data, to be sent and merged. */
export interface MemberComparison {
  /** In both runs, and stopped in neither; all else is counted over them. */
  readonly members: number;
  /** In one run only: their rows were rejected, or they are enrolled by other rows. */
  readonly onlyBase: number;
  readonly onlyCandidate: number;
  /** Stopped by an error in one of the runs. */
  readonly stopped: number;
  readonly all: GroupChange;
  /** Per ladder of the base, by its level there; then per segment of the base. */
  readonly byTier: readonly { readonly ladder: string; readonly levels: readonly NamedChange[] }[];
  readonly bySegment: readonly NamedChange[];
  /** Per points type that both versions have, at `scale` decimals. */
  readonly points: readonly (NamedChange & { readonly scale: number })[];
  readonly moves: readonly TierMoves[];
  /** Members per class of relative change; see {@link CHANGE_CLASSES}. */
  readonly spread: readonly number[];
  /** Who loses most, then who wins most; ties by id. */
  readonly worst: readonly MemberChange[];
  readonly best: readonly MemberChange[];
}

/** Members kept by name at either end. */
export const MOST_KEPT = 10;

/**
 * Classes of relative change, in percent of what a member had under the base: a loss of at least 50, 20, 10, 5, a smaller one,
 * unchanged, a gain of up to 5, 10, 20, 50, a greater one; last those who had nothing before and win.
 */
export const CHANGE_CLASSES = 12;
const LOSSES: readonly bigint[] = [50n, 20n, 10n, 5n];
const GAINS: readonly bigint[] = [5n, 10n, 20n, 50n];
const UNCHANGED = LOSSES.length + 1;

const NOTHING: GroupChange = { members: 0, winners: 0, losers: 0, gained: 0n, lost: 0n };

/** Number of the class that a change falls into, from 0; see {@link CHANGE_CLASSES}. */
export function changeClass(base: bigint, candidate: bigint): number {
  const hundredfold = (candidate - base) * 100n;
  if (hundredfold === 0n) return UNCHANGED;
  if (base <= 0n) return hundredfold > 0n ? CHANGE_CLASSES - 1 : 0;
  const edges = hundredfold < 0n ? LOSSES : GAINS;
  const place = edges.findIndex((edge) =>
    hundredfold < 0n ? -hundredfold >= base * edge : hundredfold <= base * edge,
  );
  const within = place < 0 ? edges.length : place;
  return hundredfold < 0n ? within : UNCHANGED + 1 + within;
}

function withChange(group: GroupChange, change: bigint): GroupChange {
  const wins = change > 0n;
  const loses = change < 0n;
  return {
    members: group.members + 1,
    winners: group.winners + (wins ? 1 : 0),
    losers: group.losers + (loses ? 1 : 0),
    gained: group.gained + (wins ? change : 0n),
    lost: group.lost + (loses ? change : 0n),
  };
}

function bothGroups(a: GroupChange, b: GroupChange): GroupChange {
  return {
    members: a.members + b.members,
    winners: a.winners + b.winners,
    losers: a.losers + b.losers,
    gained: a.gained + b.gained,
    lost: a.lost + b.lost,
  };
}

const byId = (a: MemberChange, b: MemberChange): number =>
  a.member < b.member ? -1 : a.member > b.member ? 1 : 0;
const lossOf = ({ base, candidate }: MemberChange): bigint => candidate - base;
const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Points types that both versions have. */
interface SharedPoints {
  readonly name: string;
  readonly base: number;
  readonly candidate: number;
  readonly scale: number;
  readonly baseFactor: bigint;
  readonly candidateFactor: bigint;
}

export function sharedPoints(base: Plan, candidate: Plan): readonly SharedPoints[] {
  return base.points.flatMap(({ name, decimals }, index) => {
    const place = candidate.points.findIndex((each) => each.name === name);
    const other = candidate.points[place];
    if (other === undefined) return [];
    const scale = Math.max(decimals, other.decimals);
    const factor = (own: number): bigint => 10n ** BigInt(scale - own);
    return [
      {
        name,
        base: index,
        candidate: place,
        scale,
        baseFactor: factor(decimals),
        candidateFactor: factor(other.decimals),
      },
    ];
  });
}

/** Adds up what a candidate does to members. The result does not depend on the order of members, nor on how they were dealt out. */
export class ComparisonTally {
  readonly #base: Plan;
  readonly #yardstick: Yardstick;
  readonly #shared: readonly SharedPoints[];
  /** Ladder of the candidate by ladder of the base. */
  readonly #ladders: readonly (readonly [number, number])[];
  readonly #candidate: Plan;
  #members = 0;
  #onlyBase = 0;
  #onlyCandidate = 0;
  #stopped = 0;
  #all = NOTHING;
  readonly #byTier: GroupChange[][];
  readonly #bySegment: GroupChange[];
  readonly #points: GroupChange[];
  readonly #moves: number[][][];
  readonly #spread: number[] = new Array<number>(CHANGE_CLASSES).fill(0);
  #worst: MemberChange[] = [];
  #best: MemberChange[] = [];

  constructor(base: Plan, candidate: Plan, yardstick: Yardstick) {
    this.#base = base;
    this.#candidate = candidate;
    this.#yardstick = yardstick;
    this.#shared = sharedPoints(base, candidate);
    this.#ladders = sharedLadders(base, candidate);
    this.#byTier = base.ladders.map(({ levels }) => levels.map(() => NOTHING));
    this.#bySegment = base.named.filter(({ kind }) => kind === 'segment').map(() => NOTHING);
    this.#points = this.#shared.map(() => NOTHING);
    this.#moves = this.#ladders.map(([own, other]) =>
      (base.ladders[own]?.levels ?? []).map(() => (candidate.ladders[other]?.levels ?? []).map(() => 0)),
    );
  }

  /** Adds a member under both versions; undefined = not in that run. `id` is asked for only where it is kept. */
  add(id: () => string, base: Standing | undefined, candidate: Standing | undefined): void {
    if (base === undefined || candidate === undefined) {
      if (base !== undefined) this.#onlyBase += 1;
      if (candidate !== undefined) this.#onlyCandidate += 1;
      return;
    }
    if (base.stopped || candidate.stopped) {
      this.#stopped += 1;
      return;
    }
    this.#members += 1;
    const [before, after] = worthsOf(this.#yardstick, this.#ladders, base, candidate);
    const change = after - before;
    this.#all = withChange(this.#all, change);
    const place = changeClass(before, after);
    this.#spread[place] = (this.#spread[place] ?? 0) + 1;
    base.tiers.forEach((level, ladder) => {
      const groups = this.#byTier[ladder];
      if (groups !== undefined) groups[level] = withChange(groups[level] ?? NOTHING, change);
    });
    base.segments.forEach((isIn, segment) => {
      if (isIn) this.#bySegment[segment] = withChange(this.#bySegment[segment] ?? NOTHING, change);
    });
    this.#shared.forEach((points, index) => {
      const had = (base.points[points.base] ?? 0n) * points.baseFactor;
      const has = (candidate.points[points.candidate] ?? 0n) * points.candidateFactor;
      this.#points[index] = withChange(this.#points[index] ?? NOTHING, has - had);
    });
    this.#ladders.forEach(([own, other], index) => {
      const row = this.#moves[index]?.[base.tiers[own] ?? 0];
      const level = candidate.tiers[other] ?? 0;
      if (row !== undefined) row[level] = (row[level] ?? 0) + 1;
    });
    if (change === 0n) return;
    const list = change < 0n ? this.#worst : this.#best;
    const last = list[MOST_KEPT - 1];
    if (last !== undefined && (change < 0n ? lossOf(last) < change : lossOf(last) > change)) return;
    this.#keep(change < 0n ? 'worst' : 'best', [
      {
        member: id(),
        base: before,
        candidate: after,
        baseTiers: base.tiers,
        candidateTiers: candidate.tiers,
      },
    ]);
  }

  #keep(end: 'worst' | 'best', more: readonly MemberChange[]): void {
    const sign = end === 'worst' ? 1 : -1;
    const all = [...(end === 'worst' ? this.#worst : this.#best), ...more]
      .sort((a, b) => sign * compareBig(lossOf(a), lossOf(b)) || byId(a, b))
      .slice(0, MOST_KEPT);
    if (end === 'worst') this.#worst = all;
    else this.#best = all;
  }

  /** Adds what another tally of the same versions added up. */
  merge(other: MemberComparison): void {
    this.#members += other.members;
    this.#onlyBase += other.onlyBase;
    this.#onlyCandidate += other.onlyCandidate;
    this.#stopped += other.stopped;
    this.#all = bothGroups(this.#all, other.all);
    other.byTier.forEach(({ levels }, ladder) => {
      const groups = this.#byTier[ladder];
      levels.forEach((group, level) => {
        if (groups !== undefined) groups[level] = bothGroups(groups[level] ?? NOTHING, group);
      });
    });
    other.bySegment.forEach((group, index) => {
      this.#bySegment[index] = bothGroups(this.#bySegment[index] ?? NOTHING, group);
    });
    other.points.forEach((group, index) => {
      this.#points[index] = bothGroups(this.#points[index] ?? NOTHING, group);
    });
    other.moves.forEach(({ members }, ladder) => {
      members.forEach((row, from) => {
        const own = this.#moves[ladder]?.[from];
        row.forEach((count, to) => {
          if (own !== undefined) own[to] = (own[to] ?? 0) + count;
        });
      });
    });
    other.spread.forEach((count, index) => {
      this.#spread[index] = (this.#spread[index] ?? 0) + count;
    });
    this.#keep('worst', other.worst);
    this.#keep('best', other.best);
  }

  get result(): MemberComparison {
    const { ladders, named } = this.#base;
    const segments = named.filter(({ kind }) => kind === 'segment');
    return {
      members: this.#members,
      onlyBase: this.#onlyBase,
      onlyCandidate: this.#onlyCandidate,
      stopped: this.#stopped,
      all: this.#all,
      byTier: ladders.map(({ name, levels }, ladder) => ({
        ladder: name,
        levels: levels.map((level, index) => ({
          name: level.name,
          ...(this.#byTier[ladder]?.[index] ?? NOTHING),
        })),
      })),
      bySegment: segments.map(({ name }, index) => ({ name, ...(this.#bySegment[index] ?? NOTHING) })),
      points: this.#shared.map(({ name, scale }, index) => ({
        name,
        scale,
        ...(this.#points[index] ?? NOTHING),
      })),
      moves: this.#ladders.map(([own, other], index) => ({
        ladder: ladders[own]?.name ?? '',
        base: (ladders[own]?.levels ?? []).map(({ name }) => name),
        candidate: (this.#candidate.ladders[other]?.levels ?? []).map(({ name }) => name),
        members: (this.#moves[index] ?? []).map((row) => [...row]),
      })),
      spread: [...this.#spread],
      worst: this.#worst,
      best: this.#best,
    };
  }
}
