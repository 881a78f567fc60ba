import { addMonths, type Day } from '../../schema/index.ts';
import { monthNumber } from '../population/index.ts';
import type { Bought } from './bought.ts';
import { BuyerSample, hashOf, SAMPLE } from './sample.ts';

/** Purchases of a month: bought in it, and what was taken back in it of any month's. */
export interface MonthSales {
  readonly sold: bigint;
  readonly back: bigint;
}

/** What many members bought, net of reversals up to the end; amounts in the smallest unit of the purchase field. Can be added. */
export interface PurchaseFacts {
  /** Members with a purchase, purchases, and their amount. */
  readonly buyers: number;
  readonly purchases: number;
  readonly spend: bigint;
  /** The same of the last twelve months. */
  readonly year: { readonly buyers: number; readonly purchases: number; readonly spend: bigint };
  /** Members who bought in the twelve months before those, and how many of them bought in the last twelve too. */
  readonly before: { readonly buyers: number; readonly kept: number };
  /** Day of the first purchase that counts; missing where there is none. */
  readonly first: Day | undefined;
  /** By number of the month ({@link monthNumber}). */
  readonly months: ReadonlyMap<number, MonthSales>;
  /** Numbers of a {@link BuyerSample}. */
  readonly sample: Float64Array<ArrayBuffer>;
}

/** Gathers what members bought; knows of each only while it is added. */
export class PurchaseCollector {
  readonly #until: Day;
  readonly #yearBegan: Day;
  readonly #beforeBegan: Day;
  readonly #sample: BuyerSample;
  readonly #months = new Map<number, { sold: bigint; back: bigint }>();
  #buyers = 0;
  #purchases = 0;
  #spend = 0n;
  #first = Number.POSITIVE_INFINITY;
  readonly #year = { buyers: 0, purchases: 0, spend: 0n };
  readonly #before = { buyers: 0, kept: 0 };

  constructor(until: Day, size = SAMPLE) {
    this.#until = until;
    this.#yearBegan = addMonths(until, -12);
    this.#beforeBegan = addMonths(until, -24);
    this.#sample = new BuyerSample(size);
  }

  sold(day: Day, amount: bigint): void {
    this.#month(monthNumber(day)).sold += amount;
  }

  back(day: Day, amount: bigint): void {
    this.#month(monthNumber(day)).back += amount;
  }

  /** A member's purchases in order of days, when all reversals are known; `id` is asked for only where there are any. */
  member(purchases: readonly Bought[], id: () => string): void {
    let [first, last, days, firstAmount, spend, count] = [0, Number.NEGATIVE_INFINITY, 0, 0n, 0n, 0];
    const year = { count: 0, spend: 0n };
    let bought = false;
    for (const { day, amount, gone } of purchases) {
      if (gone) continue;
      if (count === 0) first = day;
      if (day !== last) days += 1;
      if (day === first) firstAmount += amount;
      last = day;
      count += 1;
      spend += amount;
      if (day > this.#yearBegan) {
        year.count += 1;
        year.spend += amount;
      } else if (day > this.#beforeBegan) bought = true;
    }
    if (count === 0) return;
    this.#buyers += 1;
    this.#first = Math.min(this.#first, first);
    this.#purchases += count;
    this.#spend += spend;
    if (year.count > 0) {
      this.#year.buyers += 1;
      this.#year.purchases += year.count;
      this.#year.spend += year.spend;
    }
    if (bought) {
      this.#before.buyers += 1;
      if (year.count > 0) this.#before.kept += 1;
    }
    this.#sample.add({
      hash: hashOf(id()),
      frequency: days - 1,
      recency: last - first,
      age: this.#until - first,
      repeated: Number(spend - firstAmount),
    });
  }

  add(facts: PurchaseFacts): void {
    this.#buyers += facts.buyers;
    this.#first = Math.min(this.#first, facts.first ?? Number.POSITIVE_INFINITY);
    this.#purchases += facts.purchases;
    this.#spend += facts.spend;
    this.#year.buyers += facts.year.buyers;
    this.#year.purchases += facts.year.purchases;
    this.#year.spend += facts.year.spend;
    this.#before.buyers += facts.before.buyers;
    this.#before.kept += facts.before.kept;
    for (const [number, { sold, back }] of facts.months) {
      const month = this.#month(number);
      month.sold += sold;
      month.back += back;
    }
    this.#sample.addAll(facts.sample);
  }

  get facts(): PurchaseFacts {
    return {
      buyers: this.#buyers,
      purchases: this.#purchases,
      spend: this.#spend,
      year: { ...this.#year },
      before: { ...this.#before },
      first: Number.isFinite(this.#first) ? this.#first : undefined,
      months: new Map(
        [...this.#months].sort(([a], [b]) => a - b).map(([number, each]) => [number, { ...each }]),
      ),
      sample: this.#sample.numbers,
    };
  }

  #month(number: number): { sold: bigint; back: bigint } {
    const known = this.#months.get(number);
    if (known !== undefined) return known;
    const month = { sold: 0n, back: 0n };
    this.#months.set(number, month);
    return month;
  }
}
