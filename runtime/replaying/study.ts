import type { Chunk, Day, LedgerRow, MemberHistory, Plan } from '../../schema/index.ts';
import { FlowTotals, followBatch, followMember, LotBook, type PointsFlows } from '../accounting/index.ts';
import type { Batch } from '../compiled/index.ts';
import {
  collectChunk,
  collectMember,
  PurchaseCollector,
  type PurchaseFacts,
  type PurchaseTerms,
  purchaseTerms,
} from '../purchases/index.ts';

/** What is to be known beside the totals of a replay. */
export interface Studies {
  /** What members bought, for lifetime value and sales. */
  readonly purchases: boolean;
  /** What became of points by the month of their issue; needs the rows of the ledger. */
  readonly flows: boolean;
}

/** What was found; undefined where it was not asked for, or where the program does not say what a purchase is. */
export interface Studied {
  readonly purchases: PurchaseFacts | undefined;
  readonly flows: PointsFlows | undefined;
}

/** Studies members while a replay goes over them; those that an error stopped are left out. */
export class Study {
  readonly #plan: Plan;
  readonly #until: Day;
  readonly #terms: PurchaseTerms | undefined;
  readonly #purchases: PurchaseCollector | undefined;
  readonly #flows: FlowTotals | undefined;
  readonly #book: LotBook | undefined;
  readonly #stopped = new Set<number>();

  constructor(plan: Plan, until: Day, { purchases, flows }: Studies) {
    this.#plan = plan;
    this.#until = until;
    this.#terms = purchaseTerms(plan);
    if (this.#terms === undefined) return;
    if (purchases) this.#purchases = new PurchaseCollector(until);
    if (!flows) return;
    this.#flows = new FlowTotals(plan.points.length);
    this.#book = new LotBook(this.#flows);
  }

  /** A batch of a chunk, before the next is made. */
  batch(batch: Batch): void {
    for (const member of batch.errors.keys()) this.#stopped.add(member);
    if (this.#book === undefined || this.#terms === undefined) return;
    followBatch(this.#book, batch, this.#terms.event.name, (member) => this.#stopped.has(member));
  }

  /** A chunk, after all of its batches. */
  chunk(chunk: Chunk, layout: Batch['manifest']['layout']): void {
    const isLeftOut = (member: number): boolean => this.#stopped.has(member);
    if (this.#purchases !== undefined && this.#terms !== undefined)
      collectChunk(this.#purchases, this.#plan, this.#terms, layout, chunk, this.#until, isLeftOut);
    this.#stopped.clear();
  }

  /** A member with the rows that a replay made of it. */
  member(history: MemberHistory, rows: readonly LedgerRow[]): void {
    if (this.#terms === undefined) return;
    if (this.#purchases !== undefined)
      collectMember(this.#purchases, this.#plan, this.#terms, history, this.#until);
    if (this.#book !== undefined) followMember(this.#book, this.#plan, history, rows, this.#terms.event.name);
  }

  add({ purchases, flows }: Studied): void {
    if (purchases !== undefined) this.#purchases?.add(purchases);
    if (flows !== undefined) this.#flows?.add(flows);
  }

  get studied(): Studied {
    return { purchases: this.#purchases?.facts, flows: this.#flows?.flows };
  }
}
