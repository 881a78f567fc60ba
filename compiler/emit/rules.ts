import type { PlanReward } from '../../schema/index.ts';
import { above, type Candidate, newCandidates } from './candidates.ts';
import { type Engine, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { GivenAwards } from './given-awards.ts';
import type { Limits } from './limits.ts';
import type { Lots } from './lots.ts';
import type { Place } from './reading.ts';
import { type Redemption, redemption } from './rewards.ts';
import { RuleDeciding } from './rule-deciding.ts';
import type { RuleParts } from './rule-parts.ts';
import { RulePosting } from './rule-posting.ts';
import type { Totals } from './totals.ts';
import { c32, doAll, type I32, type I64, i32, i64, type Local, type Stmt, when } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

type Flag = Func<readonly [], 'i32'>;

/** A rule that may be triggered: in which event's fields it is decided, and when. */
export interface Triggered {
  readonly rule: number;
  readonly guard: I32 | undefined;
  /** Sets the day from which its windows count; the frame is set back afterwards. */
  readonly frame: Stmt;
}

/** Deciding and posting of rules (language §9). */
export class Rules {
  readonly #parts: RuleParts;
  readonly #candidates: readonly Candidate[];
  readonly #given: GivenAwards;
  readonly #deciding: RuleDeciding;
  readonly #posting: RulePosting;
  readonly #made = new Map<string, { readonly decide: Flag; readonly post: Flag }>();

  constructor(
    e: Engine,
    lots: Lots,
    limits: Limits,
    totals: Totals,
    expressions: () => Expressions,
    hold: (ladder: number, level: number, until: I32) => Stmt,
  ) {
    this.#parts = { e, lots, limits, totals, expressions };
    this.#candidates = newCandidates(e);
    this.#given = new GivenAwards(e);
    this.#deciding = new RuleDeciding(this.#parts);
    this.#posting = new RulePosting(this.#parts, this.#given, hold);
  }

  /** What a rule gave of a points type at this occasion. */
  award(rule: number, points: number): I64 {
    return this.#given.slot(rule, points).get;
  }

  /** `() → 1` where the rule is a candidate; its amounts stand in its slots then. `event`: whose fields it sees. */
  #functions(index: number, event: number | undefined, kept: boolean) {
    const { m, plan, layout } = this.#parts.e;
    const key = `${index}:${event ?? ''}:${kept}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const rule = plan.rules[index];
    const candidate = this.#candidates[index];
    if (rule === undefined || candidate === undefined) throw new Error('no such rule');
    const suffix = event === undefined ? '' : `@${layout.events[event]?.name}`;
    const decide = m.func(`${rule.name}.decide${suffix}`, [], 'i32', (f) => [
      ...this.#deciding.decide(rule, candidate, { locals: f, event, line: undefined, kept }, f.ret),
    ]);
    const post = m.func(`${rule.name}.post${suffix}`, [], 'i32', (f) => [
      ...this.#posting.post(index, rule, candidate, { locals: f, event, line: undefined, kept }, f.ret),
    ]);
    const made = { decide, post };
    this.#made.set(key, made);
    return made;
  }

  /**
   * Rules of one occasion, in document order, on one snapshot. `posted` is set where anything but a decline was posted or
   * held.
   */
  run(triggered: readonly Triggered[], place: Place, posted: Local<'i32'> | undefined): readonly Stmt[] {
    const { plan } = this.#parts.e;
    const code: Stmt[] = [this.#given.forget(triggered.map((each) => each.rule))];
    const note = (flag: I32): Stmt =>
      posted === undefined ? place.locals.i32('ignored').set(flag) : when(flag, [posted.set(c32(1))]);
    for (let i = 0; i < triggered.length; ) {
      const first = triggered[i];
      if (first === undefined) break;
      const group = plan.rules[first.rule]?.group;
      const pick = group === undefined ? 'all' : (plan.groups[group]?.pick ?? 'all');
      const size =
        group === undefined
          ? 1
          : triggered.slice(i).findIndex((each) => plan.rules[each.rule]?.group !== group);
      const together = triggered.slice(i, size < 0 ? undefined : i + size);
      i += together.length;
      if (pick === 'all') {
        for (const each of together) {
          const { decide, post } = this.#functions(each.rule, place.event, place.kept);
          const body = [each.frame, when(decide.call(), [note(post.call())])];
          code.push(each.guard === undefined ? doAll(...body) : when(each.guard, body));
        }
        continue;
      }
      code.push(...this.#pickOne(together, pick, place, note));
    }
    return code;
  }

  /** A group that picks: all are decided first; `first`: document order; `highest`: the largest award (ruling P7). */
  #pickOne(
    together: readonly Triggered[],
    pick: 'first' | 'highest',
    place: Place,
    note: (flag: I32) => Stmt,
  ): readonly Stmt[] {
    const { locals } = place;
    const winner = locals.i32('winner');
    const best = locals.i64('best');
    const size = locals.i64('size');
    const code: Stmt[] = [winner.set(c32(-1)), best.set(ZERO64)];
    for (const each of together) {
      const { decide } = this.#functions(each.rule, place.event, place.kept);
      const gives = (this.#candidates[each.rule]?.give ?? [])
        .map((one) => above(one.slot.get))
        .reduce((a, b) => i64.add(a, b), ZERO64);
      const isBetter =
        pick === 'first'
          ? i32.lt(winner.get, c32(0))
          : i32.or(i32.lt(winner.get, c32(0)), i64.gt(size.get, best.get));
      const body = [
        each.frame,
        when(decide.call(), [
          size.set(gives),
          when(isBetter, [winner.set(c32(each.rule)), best.set(size.get)]),
        ]),
      ];
      code.push(each.guard === undefined ? doAll(...body) : when(each.guard, body));
    }
    for (const each of together) {
      const { post } = this.#functions(each.rule, place.event, place.kept);
      code.push(when(i32.eq(winner.get, c32(each.rule)), [each.frame, note(post.call())]));
    }
    return code;
  }

  /**
   * A redemption of one reward: `refuse` runs the code and leaves 0 in `accepted` where it does not happen, having posted
   * decline rows; `hand` posts it.
   */
  reward(index: number, reward: PlanReward, quantity: I64, place: Place, accepted: Local<'i32'>): Redemption {
    return redemption(this.#parts, index, reward, quantity, place, accepted);
  }
}
