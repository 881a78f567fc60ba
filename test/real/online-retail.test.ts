import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HistoryRead, PopulationResult } from '../../runtime/index.ts';
import { type InvoiceDay, invoiceDay, readsParquet } from './parquet-day.ts';
import { kpiByDay, lowest, planOf, readReal, realData, replayAll, Sums } from './real-run.ts';

// A history with returns that do not name what they return. The figures expected here come from the raw text and a few lines of
// arithmetic in whole pence, without the reader, the compiler or the engine.

const file = realData('online-retail/invoices.csv');
const parquet = realData('online-retail/online_retail.parquet');

interface Invoice {
  readonly customer: string;
  readonly at: string;
  /** Pence; undefined where the amount has a third decimal. Cancellations: positive. */
  readonly pence: number | undefined;
  readonly cancelled: boolean;
}

function rawInvoices(text: string): readonly Invoice[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [customer = '', at = '', number = '', amount = ''] = line.split(',');
      const mills = Math.round(Math.abs(Number(amount)) * 1000);
      return {
        customer,
        at,
        pence: mills % 10 === 0 ? mills / 10 : undefined,
        cancelled: number.startsWith('C'),
      };
    });
}

interface Order {
  readonly at: string;
  readonly pence: number;
  left: number;
}

/** Per customer, the orders with what is left of them after each cancellation took from the last one that could cover it. */
function settle(invoices: readonly Invoice[]): {
  readonly orders: ReadonlyMap<string, readonly Order[]>;
  readonly unmatched: number;
  readonly reversed: number;
  readonly refunds: readonly { readonly at: string; readonly pence: number }[];
} {
  const orders = new Map<string, Order[]>();
  let unmatched = 0;
  let reversed = 0;
  const refunds: { readonly at: string; readonly pence: number }[] = [];
  for (const { customer, at, pence, cancelled } of invoices) {
    if (pence === undefined) continue;
    const own = orders.get(customer) ?? [];
    orders.set(customer, own);
    if (!cancelled) {
      own.push({ at, pence, left: pence });
      continue;
    }
    const order = own.findLast((one) => one.left > 0 && one.left >= pence);
    if (order === undefined) unmatched += 1;
    else {
      order.left -= pence;
      reversed += pence;
      refunds.push({ at, pence });
    }
  }
  return { orders, unmatched, reversed, refunds };
}

/** What stays of the points of an order, in whole points, when some of it came back. */
const kept = ({ pence, left }: Order): number =>
  pence === 0 ? 0 : Number((BigInt(Math.floor(pence / 100)) * BigInt(left)) / BigInt(pence));

const countBy = (read: HistoryRead): Readonly<Record<string, number>> => {
  const reasons = new Sums();
  for (const { reason } of read.rejected) reasons.add(reason, 1);
  return Object.fromEntries(reasons.entries);
};

describe.skipIf(!existsSync(file))('online-retail-club over invoices.csv (needs ../shared/data)', () => {
  let invoices: readonly Invoice[];
  let settled: ReturnType<typeof settle>;
  let read: HistoryRead;
  let result: PopulationResult;
  const earned = new Sums();
  const net = new Sums();

  beforeAll(async () => {
    const bytes = readFileSync(file);
    invoices = rawInvoices(bytes.toString('latin1'));
    settled = settle(invoices);
    const plan = planOf('online-retail-club');
    read = await readReal(plan, 'online-retail-club', 'invoices.csv', bytes);
    result = replayAll(plan, read, (row) => {
      if (row.by !== 'base') return;
      if (row.kind === 'earn') earned.add(row.member, Number(row.quantity));
      if (row.kind === 'earn' || row.kind === 'reverse') net.add(row.member, Number(row.quantity));
    });
  }, 300_000);

  it('the raw rows stand in the order of time, customer by customer (what the arithmetic below relies on)', () => {
    const last = new Map<string, string>();
    const early = invoices.filter(({ customer, at }) => {
      const before = last.get(customer) ?? '';
      last.set(customer, at);
      return at < before;
    });
    expect(early).toEqual([]);
  });

  it('accounts for all 22,221 rows, and rejects with a reason what cannot be replayed', () => {
    const broken = invoices.filter((one) => one.pence === undefined).length;
    expect(broken).toBe(4);
    expect(read.rows).toBe(22_221);
    expect(countBy(read)).toEqual({
      'reversal-no-original': settled.unmatched,
      'too-many-decimals': broken,
    });
    expect(read.accepted + read.rejected.length).toBe(22_221);
    expect(read.ignored.size).toBe(0);
  });

  it('reads every penny of the purchases, and takes back every penny that an earlier purchase covers', () => {
    let bought = 0;
    let back = 0;
    for (const member of read.members)
      for (const event of member.events) {
        if (event.type === 'purchase') bought += Number(event.fields.amount);
        else back += Number(event.fields.amount);
      }
    const raw = [...settled.orders.values()].flat().reduce((sum, order) => sum + order.pence, 0);
    expect(bought).toBe(raw);
    expect(back).toBe(settled.reversed);
  });

  it('finds the same ten best customers, net of returns', () => {
    const spent = new Sums();
    for (const member of read.members)
      for (const event of member.events)
        spent.add(member.member, Number(event.fields.amount) * (event.type === 'purchase' ? 1 : -1));
    const raw = new Sums();
    for (const [customer, own] of settled.orders) for (const order of own) raw.add(customer, order.left);
    expect(spent.top(10)).toEqual(raw.top(10));
  });

  it('gives one point per whole pound of each purchase, member by member', () => {
    const raw = new Sums();
    for (const [customer, own] of settled.orders)
      for (const order of own) raw.add(customer, Math.floor(order.pence / 100));
    expect(earned.entries).toEqual(raw.entries);
  });

  it('keeps of each purchase the points of what was not returned, member by member', () => {
    const raw = new Sums();
    for (const [customer, own] of settled.orders) for (const order of own) raw.add(customer, kept(order));
    expect(net.entries).toEqual(raw.entries);
  });

  it('observes sales net of what had come back by the end of each month', () => {
    const raw = kpiByDay(result, 'revenue').map(([day]) => {
      const { orders } = settle(invoices.filter((one) => one.at.slice(0, 10) <= day));
      return [
        day,
        lowest(
          [...orders.values()].flat().reduce((sum, order) => sum + order.left, 0),
          100,
        ),
      ];
    });
    expect(raw.length).toBe(13);
    expect(kpiByDay(result, 'revenue')).toEqual(raw);
  });

  it('observes the returned share of the last twelve months at the end: 2010-12-10 to 2011-12-09', () => {
    const inYear = ({ at }: { readonly at: string }): boolean => at.slice(0, 10) > '2010-12-09';
    const back = settled.refunds.filter(inYear).reduce((sum, refund) => sum + refund.pence, 0);
    const left = [...settled.orders.values()].flat().filter(inYear);
    const raw = lowest(
      back,
      left.reduce((sum, order) => sum + order.left, 0),
    );
    expect(kpiByDay(result, 'return_rate').at(-1)).toEqual(['2011-12-09', raw]);
  });
});

describe('the mapping of online-retail-club, on rows of our own', () => {
  it('leaves out who is nobody, takes a return from the last order that covers it, and says why a row is bad', async () => {
    const csv = [
      'customer_id,invoice_date,invoice_no,amount,items,lines,country',
      ',2011-03-01 09:00:00,500001,12.500,3,1,United Kingdom',
      '12345,2011-03-01 10:00:00,500002,30.000,3,1,United Kingdom',
      '12345,2011-03-02 10:00:00,500003,10.000,1,1,United Kingdom',
      '12345,2011-03-03 10:00:00,C500004,-20.000,-2,1,United Kingdom',
      '12345,2011-03-04 10:00:00,C500005,-10.010,-1,1,United Kingdom',
      '12345,2011-03-05 10:00:00,500006,15.001,1,1,United Kingdom',
      '',
    ].join('\n');
    const plan = planOf('online-retail-club');
    const read = await readReal(plan, 'online-retail-club', 'own.csv', new TextEncoder().encode(csv));
    expect([...read.ignored]).toEqual([['no customer', 1]]);
    // 20.00 does not fit into the last order (10.00), so it takes from the one before, of which 10.00 stay; then nothing covers 10.01.
    expect(countBy(read)).toEqual({ 'reversal-no-original': 1, 'too-many-decimals': 1 });
    const [member] = read.members;
    const [first, , refund] = member?.events ?? [];
    expect(refund?.of).toBe(first?.id);
    // First order: 10 of 30 pounds are left, so 10 of 30 points and 50 x 10 / 30 = 16.6 -> 16 of the welcome. Second: 10 points.
    const kept = new Sums();
    replayAll(plan, read, (row) => kept.add(row.by ?? '', Number(row.quantity)));
    expect(kept.entries).toEqual([
      ['base', 20],
      ['welcome', 16],
    ]);
  });
});

const python = process.env.PYTHON ?? 'python3';

describe.skipIf(!existsSync(parquet) || !readsParquet(python))(
  'online-retail-club over one day of the line-level source (needs ../shared/data and Python with pyarrow)',
  () => {
    let day: InvoiceDay;
    let read: HistoryRead;

    beforeAll(async () => {
      // The first day of the data: many lines of it have no customer.
      day = invoiceDay(python, parquet, '2010-12-01');
      const plan = planOf('online-retail-club');
      read = await readReal(plan, 'online-retail-club', 'day.csv', new TextEncoder().encode(day.csv));
    }, 300_000);

    it('leaves out the invoices without a customer, under the reason that the mapping gives', () => {
      expect(day.withoutCustomer).toBeGreaterThan(0);
      expect(read.ignored.get('no customer')).toBe(day.withoutCustomer);
      expect(read.rows).toBe(day.invoices);
    });

    it('reads every penny of those with one', () => {
      const bought = read.members
        .flatMap((member) => member.events)
        .filter((event) => event.type === 'purchase')
        .reduce((sum, event) => sum + Number(event.fields.amount), 0);
      expect(bought).toBe(day.pence);
    });
  },
);
