import type { Day, PlanExpr, PlanLadder, Value } from '../../schema/index.ts';
import { evaluate, isTrue } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { type LadderState, type MemberState, nextTick } from './member-state.ts';
import { frameAt, type Moment } from './moment.ts';
import { runRules, type Triggered } from './rules.ts';
import { postTierChange } from './tier-change.ts';
import type { Tracer } from './tracer.ts';

/** A ladder to look at. `asOf`: the day windows count from, for a delayed review; undefined = today. */
export interface Review {
  readonly ladder: number;
  readonly asOf: Day | undefined;
  /** False: only holds are taken in, `reach` is not asked (ruling T2). */
  readonly reaches: boolean;
}

interface Change {
  readonly ladder: number;
  readonly from: number;
  readonly to: number;
}

/** True when the level is held today: until a date that has not passed, or, without a date, since the last review. */
function isHeld(state: LadderState, level: number, today: Day): boolean {
  return state.open[level] === true || (state.heldUntil[level] ?? Number.NEGATIVE_INFINITY) >= today;
}

function highestHeld(ladder: PlanLadder, state: LadderState, today: Day): number {
  return ladder.levels.findLastIndex((_, level) => level === 0 || isHeld(state, level, today));
}

function holdUntil(member: MemberState, state: LadderState, level: number, until: Value): void {
  if (typeof until !== 'number') return;
  nextTick(member);
  state.heldUntil[level] = Math.max(state.heldUntil[level] ?? until, until);
}

/**
 * A review (language §7, ruling O5): the first pass may lower a tier, the repeats only raise it. Each pass posts the
 * rows of all ladders, then runs their `on: lapse` and `on: reach` rules on one snapshot. True when anything was posted.
 */
export function review(
  member: MemberState,
  reviews: readonly Review[],
  moment: Moment,
  tracer: Tracer | undefined,
): boolean {
  let looking = [...reviews];
  let posted = false;
  for (let pass = 0; ; pass += 1) {
    for (const hold of member.holds) {
      if (!looking.some((each) => each.ladder === hold.ladder)) {
        looking = [...looking, { ladder: hold.ladder, asOf: undefined, reaches: false }];
      }
    }
    looking.sort((a, b) => a.ladder - b.ladder);
    const holding = member.holds.splice(0);
    for (const hold of holding) {
      const state = member.ladders[hold.ladder];
      if (state !== undefined) holdUntil(member, state, hold.level, hold.until);
    }
    const changes = looking.flatMap((each) => look(member, each, moment, pass === 0, tracer));
    if (changes.length === 0) return posted;
    posted = true;
    runRules(member, rulesOf(member, changes, moment), moment, tracer);
  }
}

/** One ladder in one pass: dates are extended, the tier is decided, rows are posted. */
function look(
  member: MemberState,
  { ladder: index, asOf, reaches }: Review,
  moment: Moment,
  mayLower: boolean,
  tracer: Tracer | undefined,
): readonly Change[] {
  const ladder = member.plan.ladders[index];
  const state = member.ladders[index];
  if (ladder === undefined || state === undefined) return [];
  if (reaches) askReaches(member, index, ladder, state, moment, asOf, mayLower, tracer);
  const from = state.tier;
  const held = highestHeld(ladder, state, moment.day);
  let to = mayLower ? held : Math.max(from, held);
  if (to < from - 1 && ladder.drop === 'one level') {
    const next = ladder.levels[from - 1];
    if (next?.until !== undefined) {
      member.working = `${ladder.name}.${next.name}`;
      const frame = frameOf(member, moment, asOf);
      holdUntil(member, state, from - 1, evaluate(next.until, { ...frame, reached: moment.day }));
      to = highestHeld(ladder, state, moment.day);
    }
  }
  if (to === from) return [];
  changeTier(member, state, to, moment);
  postTierChange(member, ladder, index, state, from, to, moment);
  return [{ ladder: index, from, to }];
}

function frameOf(member: MemberState, moment: Moment, asOf: Day | undefined): Frame {
  const frame = { ...frameAt(member, moment), fields: undefined };
  return asOf === undefined ? frame : { ...frame, asOf, windowEnd: asOf - 1 };
}

function askReaches(
  member: MemberState,
  index: number,
  ladder: PlanLadder,
  state: LadderState,
  moment: Moment,
  asOf: Day | undefined,
  mayLower: boolean,
  tracer: Tracer | undefined,
): void {
  const base = frameOf(member, moment, asOf);
  ladder.levels.forEach((level, number) => {
    if (level.reach === undefined) return;
    member.working = `${ladder.name}.${level.name}`;
    const values = tracer && new Map<PlanExpr, Value>();
    const frame: Frame = { ...base, reached: moment.day, trace: values };
    const reached = isTrue(level.reach, frame);
    const until = reached && level.until ? evaluate(level.until, frame) : undefined;
    if (level.until === undefined) {
      state.open[number] = reached || (!mayLower && state.open[number] === true);
    } else {
      holdUntil(member, state, number, until);
    }
    tracer?.considered({
      subject: { kind: 'level', ladder: index, level: number, name: member.working },
      at: moment.at,
      day: moment.day,
      event: moment.cause?.id,
      values: values ?? new Map(),
      amounts: [],
      verdict: reached
        ? { kind: 'reached', until: typeof until === 'number' ? until : undefined }
        : { kind: 'not-reached' },
    });
  });
}

function changeTier(member: MemberState, state: LadderState, to: number, moment: Moment): void {
  const tick = nextTick(member);
  const last = state.stretches.at(-1);
  if (last !== undefined) {
    last.lastDay = moment.morning ? moment.day - 1 : moment.day;
    last.endTick = tick;
  }
  state.stretches.push({ tier: to, firstDay: moment.day, tick, lastDay: undefined, endTick: undefined });
  state.tier = to;
  state.since = moment.day;
  // What the rest of this step posts lies before the new period too (ruling T6): closed by `settleSince`.
  state.sinceTick = Number.POSITIVE_INFINITY;
}

/** Ends a step: periods anchored at `since` of a ladder that changed in it begin now. */
export function settleSince(member: MemberState): void {
  for (const state of member.ladders) {
    if (state.sinceTick === Number.POSITIVE_INFINITY) state.sinceTick = nextTick(member);
  }
}

/** `on: lapse` and `on: reach` rules of the levels that changed, in document order, on one snapshot. */
function rulesOf(member: MemberState, changes: readonly Change[], moment: Moment): readonly Triggered[] {
  const frame = frameOf(member, moment, undefined);
  return member.plan.rules.flatMap((rule, index) => {
    const { trigger } = rule;
    if (trigger.kind !== 'reach' && trigger.kind !== 'lapse') return [];
    const hit = changes.some(
      (each) =>
        each.ladder === trigger.ladder &&
        (trigger.kind === 'reach'
          ? trigger.level > each.from && trigger.level <= each.to
          : trigger.level <= each.from && trigger.level > each.to),
    );
    return hit ? [{ index, frame }] : [];
  });
}
