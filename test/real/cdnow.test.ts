import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HistoryRead, PopulationResult } from '../../runtime/index.ts';
import { kpiByDay, lowest, planOf, readReal, realData, replayAll, Sums } from './real-run.ts';

// A run over 69,659 real purchases must agree, member by member, with what the raw lines add up to. The figures expected here
// come from the text itself, split at its spaces; the program's mapping cuts it at columns.

const file = realData('cdnow/CDNOW_master.txt');

interface Line {
  readonly customer: string;
  readonly date: string;
  readonly cents: number;
}

function rawLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ +/))
    .filter((words) => words.length === 4)
    .map(([customer = '', date = '', , dollars = '']) => ({
      customer,
      date,
      cents: Number(dollars.replace('.', '')),
    }));
}

const dayNumber = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 86_400_000;

describe.skipIf(!existsSync(file))('cdnow-club over CDNOW_master.txt (needs ../shared/data)', () => {
  let lines: readonly Line[];
  let byCustomer: ReadonlyMap<string, readonly Line[]>;
  let read: HistoryRead;
  let result: PopulationResult;
  /** Points that each rule gave, by rule and by member. */
  const byRule = new Sums();
  const baseOf = new Sums();
  const expired = new Sums();

  beforeAll(async () => {
    const bytes = readFileSync(file);
    lines = rawLines(bytes.toString('latin1'));
    const grouped = new Map<string, Line[]>();
    for (const line of lines) {
      const known = grouped.get(line.customer);
      if (known === undefined) grouped.set(line.customer, [line]);
      else known.push(line);
    }
    byCustomer = grouped;
    const plan = planOf('cdnow-club');
    read = await readReal(plan, 'cdnow-club', 'CDNOW_master.txt', bytes);
    result = replayAll(plan, read, (row) => {
      if (row.kind === 'earn') {
        byRule.add(row.by ?? '', Number(row.quantity));
        if (row.by === 'base') baseOf.add(row.member, Number(row.quantity));
      }
      if (row.kind === 'expire') expired.add(row.by ?? '', -Number(row.quantity));
    });
  }, 300_000);

  it('reads every line: 69,659 purchases of 23,570 customers, none rejected', () => {
    expect(lines.length).toBe(69_659);
    expect({ rows: read.rows, accepted: read.accepted, rejected: read.rejected.length }).toEqual({
      rows: 69_659,
      accepted: 69_659,
      rejected: 0,
    });
    expect(read.members.map((member) => member.member)).toEqual([...byCustomer.keys()].sort());
    expect(read.members.length).toBe(23_570);
  });

  it('reads every cent: 2,500,315.63 dollars, and the same ten best customers', () => {
    const spent = new Sums();
    for (const member of read.members)
      for (const event of member.events) spent.add(member.member, Number(event.fields.amount));
    const raw = new Sums();
    for (const line of lines) raw.add(line.customer, line.cents);
    expect(raw.total).toBe(250_031_563);
    expect(spent.total).toBe(raw.total);
    expect(spent.top(10)).toEqual(raw.top(10));
  });

  it('enrols every customer on the day of the first purchase', () => {
    const first = new Map(
      [...byCustomer].map(([id, own]) => [id, Math.min(...own.map((l) => dayNumber(l.date)))]),
    );
    expect(read.members.every((member) => member.enrolled === first.get(member.member))).toBe(true);
  });

  it('gives one point per whole dollar of each purchase, member by member', () => {
    const raw = new Sums();
    for (const line of lines) raw.add(line.customer, Math.floor(line.cents / 100));
    expect(baseOf.total).toBe(raw.total);
    expect(baseOf.entries).toEqual(raw.entries);
  });

  it('welcomes everyone who paid anything, once', () => {
    const payers = [...byCustomer.values()].filter((own) => own.some((line) => line.cents > 0)).length;
    expect(byRule.get('welcome')).toBe(25 * payers);
  });

  it('rewards second purchases within 60 days', () => {
    let seconds = 0;
    for (const own of byCustomer.values()) {
      const paid = own.filter((line) => line.cents > 0);
      const [start, second] = [own[0], paid[1]];
      // Counted from the very first line, a free delivery included, as the rule says `first(purchase)`.
      if (start && second && dayNumber(second.date) - dayNumber(start.date) <= 60) seconds += 1;
    }
    expect(byRule.get('second')).toBe(50 * seconds);
  });

  it('welcomes back after more than 180 days, once a calendar year', () => {
    let times = 0;
    for (const own of byCustomer.values()) {
      const years = new Set<string>();
      own.forEach((line, index) => {
        const before = own[index - 1];
        if (before === undefined || line.cents === 0) return;
        if (dayNumber(line.date) - dayNumber(before.date) > 180) years.add(line.date.slice(0, 4));
      });
      times += years.size;
    }
    expect(times).toBeGreaterThan(0);
    expect(byRule.get('win_back')).toBe(75 * times);
  });

  it('lets the points of January to May 1997 expire by the end of June 1998, and no others', () => {
    let due = 0;
    for (const line of lines) if (line.date <= '19970531') due += Math.floor(line.cents / 100);
    // Nobody redeems in this history, so whatever was earned then is still there to expire.
    expect(expired.get('base')).toBe(due);
  });

  it('loses no point: issued = left + expired, for every member', () => {
    expect(result.outcomes.length).toBe(23_570);
    for (const { points } of result.outcomes) {
      const [own] = points;
      expect(own && own.issued - own.expired).toBe(own && own.available + own.pending);
    }
  });

  it('observes sales at the end of each of the eighteen months', () => {
    const raw = kpiByDay(result, 'revenue').map(([day]) => {
      const until = day.replaceAll('-', '');
      const cents = lines.reduce((sum, line) => sum + (line.date <= until ? line.cents : 0), 0);
      return [day, lowest(cents, 100)];
    });
    expect(raw.length).toBe(18);
    expect(kpiByDay(result, 'revenue')).toEqual(raw);
  });

  it('observes how many of the buyers so far have bought twice', () => {
    const raw = kpiByDay(result, 'second_purchase').map(([day]) => {
      const until = day.replaceAll('-', '');
      const counts = [...byCustomer.values()].map((own) => own.filter((line) => line.date <= until).length);
      return [day, lowest(counts.filter((n) => n >= 2).length, counts.filter((n) => n >= 1).length)];
    });
    expect(kpiByDay(result, 'second_purchase')).toEqual(raw);
  });

  it('observes repeat purchases of the last twelve months at the end: 1997-07-01 to 1998-06-30', () => {
    const counts = [...byCustomer.values()].map((own) => own.filter((line) => line.date > '19970630').length);
    const raw = lowest(counts.filter((n) => n >= 2).length, counts.filter((n) => n >= 1).length);
    expect(kpiByDay(result, 'repeat_rate').at(-1)).toEqual(['1998-06-30', raw]);
  });
});
