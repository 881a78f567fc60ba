import type { Plan, TextPool } from '../../schema/index.ts';
import { textAt } from '../columns/index.ts';
import {
  CHANGE_CLASSES,
  type GroupChange,
  type MemberChange,
  type MemberComparison,
  MOST_KEPT,
  type NamedChange,
  sharedPoints,
} from './comparison.ts';
import { PRESENCE, type StandingColumns } from './standing-columns.ts';
import { classOfChange, isCompared, sharedLadders, worthColumns } from './worth-columns.ts';
import type { Yardstick } from './yardstick.ts';

/** Groups of members, and what each wins and loses: five numbers for each, one after the other. */
class Groups {
  readonly #members: Float64Array;
  readonly #winners: Float64Array;
  readonly #losers: Float64Array;
  readonly #gained: Float64Array;
  readonly #lost: Float64Array;

  constructor(count: number) {
    this.#members = new Float64Array(count);
    this.#winners = new Float64Array(count);
    this.#losers = new Float64Array(count);
    this.#gained = new Float64Array(count);
    this.#lost = new Float64Array(count);
  }

  add(group: number, change: number): void {
    this.#members[group] = (this.#members[group] ?? 0) + 1;
    if (change > 0) {
      this.#winners[group] = (this.#winners[group] ?? 0) + 1;
      this.#gained[group] = (this.#gained[group] ?? 0) + change;
    } else if (change < 0) {
      this.#losers[group] = (this.#losers[group] ?? 0) + 1;
      this.#lost[group] = (this.#lost[group] ?? 0) + change;
    }
  }

  /** What is added has one sign: where the sum is exact, so was every sum on the way. */
  get isExact(): boolean {
    return this.#gained.every(Number.isSafeInteger) && this.#lost.every(Number.isSafeInteger);
  }

  of(group: number): GroupChange {
    return {
      members: this.#members[group] ?? 0,
      winners: this.#winners[group] ?? 0,
      losers: this.#losers[group] ?? 0,
      gained: BigInt(this.#gained[group] ?? 0),
      lost: BigInt(this.#lost[group] ?? 0),
    };
  }
}

/** The members who lose most, by number; those of one change in the order in which they came, which is that of their ids. */
class Ends {
  readonly #members: number[] = [];
  readonly #sizes: number[] = [];

  add(member: number, size: number): void {
    if (this.#sizes.length === MOST_KEPT && size <= (this.#sizes[MOST_KEPT - 1] ?? 0)) return;
    let place = this.#sizes.length;
    while (place > 0 && (this.#sizes[place - 1] ?? 0) < size) place -= 1;
    this.#sizes.splice(place, 0, size);
    this.#members.splice(place, 0, member);
    if (this.#sizes.length > MOST_KEPT) {
      this.#sizes.pop();
      this.#members.pop();
    }
  }

  get members(): readonly number[] {
    return this.#members;
  }
}

/**
 * What {@link ComparisonTally} says of the members of one chunk, from columns and without an object for each. Undefined where a
 * quantity is too large for them: then the tally has to be asked.
 */
export function compareColumns(
  [base, candidate]: readonly [Plan, Plan],
  yardstick: Yardstick,
  ids: TextPool,
  before: StandingColumns,
  after: StandingColumns,
): MemberComparison | undefined {
  const worths = worthColumns(base, candidate, yardstick, before, after);
  if (worths === undefined) return undefined;
  const count = before.presence.length;
  const spread = new Array<number>(CHANGE_CLASSES).fill(0);
  const all = new Groups(1);
  const byTier = base.ladders.map(({ levels }) => new Groups(levels.length));
  const bySegment = new Groups(before.segments.length);
  const ladders = sharedLadders(base, candidate);
  const moves = ladders.map(([own, other]) => {
    const to = candidate.ladders[other]?.levels.length ?? 0;
    return { to, cells: new Float64Array((base.ladders[own]?.levels.length ?? 0) * to) };
  });
  const [worst, best] = [new Ends(), new Ends()];
  const counts = { members: 0, onlyBase: 0, onlyCandidate: 0, stopped: 0 };
  for (let member = 0; member < count; member += 1) {
    if (!isCompared(before, after, member)) {
      const [own, other] = [before.presence[member], after.presence[member]];
      if (own === PRESENCE.absent) counts.onlyCandidate += other === PRESENCE.absent ? 0 : 1;
      else if (other === PRESENCE.absent) counts.onlyBase += 1;
      else counts.stopped += 1;
      continue;
    }
    counts.members += 1;
    const [had, has] = [worths.base[member] ?? 0, worths.candidate[member] ?? 0];
    const change = has - had;
    all.add(0, change);
    const place = classOfChange(had, has);
    spread[place] = (spread[place] ?? 0) + 1;
    for (let ladder = 0; ladder < byTier.length; ladder += 1)
      byTier[ladder]?.add(before.tiers[ladder]?.[member] ?? 0, change);
    for (let segment = 0; segment < before.segments.length; segment += 1)
      if (before.segments[segment]?.[member] === 1) bySegment.add(segment, change);
    for (let shared = 0; shared < moves.length; shared += 1) {
      const move = moves[shared];
      const pair = ladders[shared];
      if (move === undefined || pair === undefined) continue;
      const from = before.tiers[pair[0]]?.[member] ?? 0;
      const cell = from * move.to + (after.tiers[pair[1]]?.[member] ?? 0);
      move.cells[cell] = (move.cells[cell] ?? 0) + 1;
    }
    if (change < 0) worst.add(member, -change);
    else if (change > 0) best.add(member, change);
  }
  const points = comparePoints(base, candidate, before, after);
  const groups = [all, ...byTier, bySegment];
  if (points === undefined || !groups.every(({ isExact }) => isExact)) return undefined;
  const changeOf = (member: number): MemberChange => ({
    member: textAt(ids, member),
    base: BigInt(worths.base[member] ?? 0),
    candidate: BigInt(worths.candidate[member] ?? 0),
    baseTiers: before.tiers.map((tiers) => tiers[member] ?? 0),
    candidateTiers: after.tiers.map((tiers) => tiers[member] ?? 0),
  });
  return {
    ...counts,
    all: all.of(0),
    byTier: base.ladders.map(({ name, levels }, ladder) => ({
      ladder: name,
      levels: levels.map((level, i) => ({ name: level.name, ...groupOf(byTier[ladder], i) })),
    })),
    bySegment: base.named
      .filter(({ kind }) => kind === 'segment')
      .map(({ name }, i) => ({ name, ...bySegment.of(i) })),
    points,
    moves: ladders.map(([own, other], i) => {
      const from = base.ladders[own]?.levels ?? [];
      const { to, cells } = moves[i] ?? { to: 0, cells: new Float64Array(0) };
      return {
        ladder: base.ladders[own]?.name ?? '',
        base: from.map(({ name }) => name),
        candidate: (candidate.ladders[other]?.levels ?? []).map(({ name }) => name),
        members: from.map((_, level) => [...cells.subarray(level * to, (level + 1) * to)]),
      };
    }),
    spread,
    worst: worst.members.map(changeOf),
    best: best.members.map(changeOf),
  };
}

function groupOf(groups: Groups | undefined, index: number): GroupChange {
  return (groups ?? new Groups(1)).of(index);
}

/** What members win and lose in points of each type that both versions have. */
function comparePoints(
  base: Plan,
  candidate: Plan,
  before: StandingColumns,
  after: StandingColumns,
): readonly (NamedChange & { readonly scale: number })[] | undefined {
  const shared = sharedPoints(base, candidate);
  const groups = new Groups(shared.length);
  for (const [index, points] of shared.entries()) {
    const [own, other] = [before.points[points.base], after.points[points.candidate]];
    const [ownFactor, otherFactor] = [Number(points.baseFactor), Number(points.candidateFactor)];
    if (own === undefined || other === undefined) continue;
    for (let member = 0; member < own.length; member += 1) {
      if (!isCompared(before, after, member)) continue;
      const [had, has] = [(own[member] ?? 0) * ownFactor, (other[member] ?? 0) * otherFactor];
      if (!Number.isSafeInteger(had) || !Number.isSafeInteger(has) || !Number.isSafeInteger(has - had))
        return undefined;
      groups.add(index, has - had);
    }
  }
  return groups.isExact ? shared.map(({ name, scale }, i) => ({ name, scale, ...groups.of(i) })) : undefined;
}
