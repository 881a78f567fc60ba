import type { LotDates, PlanRule, POINTS_TOTALS as POINTS, Span } from '../../schema/index.ts';
import { Ages } from './ages.ts';
import type { Engine, Locals } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { newRow, type Row } from './ledger-rows.ts';
import { LotDays } from './lot-days.ts';
import { LotEffects, type Posting } from './lot-effects.ts';
import type { LotParts } from './lot-parts.ts';
import { LotPosting } from './lot-posting.ts';
import { LotStore } from './lot-store.ts';
import { declareTakes, LotTaking } from './lot-taking.ts';
import { LotTerms } from './lot-terms.ts';
import type { Measures } from './measures.ts';
import type { Place } from './reading.ts';
import { Recovery } from './recovery.ts';
import type { Totals } from './totals.ts';
import type { I32, I64, Local, Stmt } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

export { kindOf } from './ledger-rows.ts';
export { minOf64 } from './lot-store.ts';

/** Lots, balances, and the rows that move them. */
export class Lots {
  readonly #e: Engine;
  readonly #store: LotStore;
  readonly #terms: LotTerms;
  readonly #effects: LotEffects;
  readonly #posting: LotPosting;
  readonly #taking: LotTaking;
  readonly #recovery: Recovery;
  readonly #days: LotDays;
  readonly #ages: Ages;
  readonly row: Row;

  /** The order of what is made here is that of the module's functions and of its state. */
  constructor(e: Engine, rows: number, measures: Measures, totals: Totals, expressions: () => Expressions) {
    this.#e = e;
    const costs = e.state.i32();
    const store = new LotStore(e, measures);
    const row = newRow(e, rows, store.points, totals);
    const terms = new LotTerms(e, store, expressions);
    const effects = new LotEffects(e, measures, totals);
    this.#ages = new Ages(e, totals);
    const parts: LotParts = { e, measures, expressions, store, terms, effects, row, ages: this.#ages };
    this.#store = store;
    this.row = row;
    this.#terms = terms;
    this.#effects = effects;
    this.#posting = new LotPosting(parts);
    const takes = declareTakes(e);
    this.#recovery = new Recovery(parts, this.#posting.add, takes);
    this.#taking = new LotTaking(parts, takes, this.#recovery, costs);
    this.#days = new LotDays(parts);
  }

  /** Makes the functions that look at all terms. */
  begin(): void {
    const { plan } = this.#e;
    plan.points.forEach(({ dates }, points) => {
      this.#terms.termsOf(points, dates.expires);
    });
    for (const { give, dates } of [...plan.rewards, ...plan.rules.map(withSettle)])
      for (const { points } of give)
        this.#terms.termsOf(points, dates.expires ?? plan.points[points]?.dates.expires);

    this.#terms.defineEnd();
    this.#posting.define();
    plan.points.forEach((_, points) => {
      this.#taking.define(points);
    });
  }

  total(points: number, what: Exclude<keyof typeof POINTS, 'bytes'>): I64 {
    return this.#store.total(points, what);
  }

  /** Address of the totals of a points type. */
  totalsAt(points: number): number {
    return this.#store.totalsAt(points);
  }

  /** From here on expressions see history as it stands, and balances where some expression reads them. */
  snapshot(): Stmt {
    return this.#store.snapshot();
  }

  /** Balance as the snapshot saw it. */
  balance(points: number, pending: boolean): I64 {
    return this.#store.balance(points, pending);
  }

  /** Available less debt, now. */
  running(points: number): I64 {
    return this.#store.running(points);
  }

  /**
   * Posts an award as a lot of its own; dates may read the event (`place`). Raises an overflow at `span` where a total leaves
   * 64 bits.
   */
  award(posting: Posting, dates: LotDates, place: Place, span: Span): Stmt {
    return this.#posting.award(posting, dates, place, span);
  }

  /** Notes what a reward or benefit cost at the event at hand, for a reversal of it. */
  chainCost(expense: bigint, quantity: I64, owner: number, locals: Locals): Stmt {
    return this.#effects.chainCost(expense, quantity, owner, locals);
  }

  /** Uses points that are covered: one row per lot. `costs`: the use itself costs what its points cost. */
  use(posting: Posting, costs: I32, locals: Locals): Stmt {
    return this.#taking.use(posting, costs, locals);
  }

  /** Removes what is available of a quantity, never more (ruling P13); leaves the quantity removed. */
  forfeit(points: number, quantity: I64, by: number): I64 {
    return this.#taking.forfeit(points, quantity, by);
  }

  /** A time comes back when nothing given by its firing is still counted (ruling R4). */
  recount(firing: I32, locals: Locals): Stmt {
    return this.#recovery.recount(firing, locals);
  }

  /** `(award, quantity)`: takes back part of an award: own lot, what vanished of it, other lots, then a debt (ruling R3). */
  recover(points: number): Func<readonly ['i32', 'i64'], 'void'> {
    return this.#recovery.recover(points);
  }

  /** `(use, quantity) → came`: gives back part of a use as one lot that ends with the latest of those used (ruling R5). */
  giveBack(points: number): Func<readonly ['i32', 'i64'], 'i64'> {
    return this.#recovery.giveBack(points);
  }

  /**
   * Pending lots whose day has come, day by day and in order of use (language §9: 2). Nothing is posted, so a lot with a
   * fixed end may be opened later than on its day: before anything that looks.
   */
  open(locals: Locals): Stmt {
    return this.#days.open(locals);
  }

  /** A day's start (3): lots whose last day has passed, earliest first, over all points types. */
  expire(locals: Locals): Stmt {
    return this.#days.expire(locals);
  }

  /** What is left of lots, by age. */
  get ages(): Ages {
    return this.#ages;
  }

  /** True where some lots have dates that move: then the frame of tomorrow's start is asked for their next day. */
  get moves(): boolean {
    return this.#days.moves;
  }

  /** The next day on which a lot that is open, or never will be, ends. */
  dueOpen(next: Local<'i32'>): Stmt {
    return this.#days.dueOpen(next);
  }

  /** The next day on which a lot opens whose end is fixed. */
  opensNext(): I32 {
    return this.#days.opensNext();
  }

  /**
   * The next day on which a lot ends, or one whose date moves opens; a day too early does no harm. Where dates move the frame
   * is that of tomorrow's start.
   */
  due(next: Local<'i32'>, locals: Locals): Stmt {
    return this.#days.due(next, locals);
  }
}

/** A rule with what it settles among its gives. */
function withSettle(rule: PlanRule): Pick<PlanRule, 'give' | 'dates'> {
  return rule.settle === undefined ? rule : { ...rule, give: [...rule.give, rule.settle.due] };
}
