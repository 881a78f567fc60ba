import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, root } from '../cli/command.ts';
import { realData } from '../real/real-run.ts';

const sample = realData('cdnow/CDNOW_sample.txt');
const invoices = realData('online-retail/invoices.csv');
const program = join(root, 'programs', 'cdnow-club');

/** CDNOW_sample.txt has a second number of the customer, and no line of titles. */
const SAMPLE_MAPPING = readFileSync(join(program, 'mapping.yaml'), 'utf8')
  .replace(/^skip: 1\n/m, '')
  .replace('from: 8, width: 8', 'from: 13, width: 8')
  .replace('from: 16, width: 3', 'from: 21, width: 3')
  .replace('from: 19, width: 8', 'from: 24, width: 8');

/** What the tests read of `lifetime` in JSON. */
interface Lifetime {
  readonly buyers: number;
  readonly forecast: {
    readonly value: number;
    readonly per_buyer: number;
    readonly interval: { readonly low: number; readonly high: number };
    readonly visits: Readonly<Record<'r' | 'alpha' | 'a' | 'b' | 'log_likelihood', number>>;
    readonly spend: Readonly<Record<'p' | 'q' | 'gamma', number>>;
    readonly sample: unknown;
  };
}

// If one fails, the forecast on the dashboard is not the one of the literature.
describe.skipIf(!existsSync(sample))(
  'lifetime value of simulate over CDNOW_sample.txt (needs ../shared/data)',
  () => {
    const place = folder({ 'sample.yaml': SAMPLE_MAPPING });
    const args = ['simulate', program, '--history', sample, '--mapping', join(place.path, 'sample.yaml')];
    /** The published calibration: purchases of 39 weeks, up to the end of September 1997. */
    const cut = [...args, '--until', '1997-09-30', '--margin', '30%'];
    let own: Lifetime;

    beforeAll(() => {
      const ran = kizuna([...cut, '--format', 'json']);
      if (ran.exit !== 0) throw new Error(ran.err);
      own = JSON.parse(ran.out).lifetime;
    });
    afterAll(() => place.remove());

    it('reaches the published parameters of both models', () => {
      const { visits, spend, sample: of } = own.forecast;
      // Fader, Hardie and Lee (2005), table 2; Fader and Hardie (2013).
      expect([visits.r, visits.alpha, visits.a, visits.b].map((each: number) => each.toFixed(3))).toEqual([
        '0.243',
        '4.414',
        '0.793',
        '2.426',
      ]);
      expect(visits.log_likelihood.toFixed(1)).toBe('-9582.4');
      expect([spend.p, spend.q, spend.gamma].map((each: number) => each.toFixed(2))).toEqual([
        '6.25',
        '3.74',
        '15.44',
      ]);
      expect(of).toEqual({ buyers: 2357, of: 2357 });
    });

    it('says the historic value and what the formulas need as SQL does', async () => {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const found = await connection.runAndReadAll(`
      WITH words AS (
        SELECT string_split_regex(trim(line), ' +') AS w
        FROM read_csv('${sample}', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, auto_detect = false)
      ), buys AS (
        SELECT w[1] AS who, strptime(w[3], '%Y%m%d')::DATE AS day, w[5]::DOUBLE AS paid FROM words
      ), each AS (
        SELECT who, count(*) FILTER (day <= '1997-06-30' AND day > '1996-06-30') AS before,
          count(*) FILTER (day > '1997-06-30') AS year, sum(paid) FILTER (day > '1997-06-30') AS paid
        FROM buys GROUP BY who
      )
      SELECT (SELECT sum(paid) / count(DISTINCT who) FROM buys) AS historic,
        count(*) FILTER (year > 0)::INTEGER AS buyers, sum(year)::INTEGER AS purchases, sum(paid) AS spend,
        count(*) FILTER (before > 0)::INTEGER AS before, count(*) FILTER (before > 0 AND year > 0)::INTEGER AS kept
      FROM each`);
      const [row] = found.getRowObjects();
      connection.closeSync();
      instance.closeSync();
      const ran = kizuna([...args, '--margin', '40%', '--acquisition', '3', '--format', 'json']);
      const all = JSON.parse(ran.out).lifetime;
      if (row === undefined) return expect.fail();
      const [buyers, purchases, spend] = [Number(row.buyers), Number(row.purchases), Number(row.spend)];
      const [before, kept] = [Number(row.before), Number(row.kept)];
      expect(all.historic.per_buyer).toBeCloseTo(Number(row.historic), 8);
      expect(all.historic.kept).toBeCloseTo(Number(row.historic) * 0.4, 8);
      expect([all.last_12_months.buyers, all.last_12_months.purchases]).toEqual([buyers, purchases]);
      expect([all.year_before.buyers, all.year_before.kept]).toEqual([before, kept]);
      const years = 1 / (1 - kept / before);
      const [a, b] = [(spend / buyers) * years, (spend / buyers) * years * 0.4];
      expect(all.formulas.by_revenue.value).toBeCloseTo(a, 6);
      expect(all.formulas.by_margin.value).toBeCloseTo(b, 6);
      // Nobody redeems in this history, so the program costs nothing.
      expect(all.formulas.after_cost.value).toBeCloseTo(b - 3, 6);
      const churn = 1 - (kept / before) ** (1 / 12);
      expect(all.formulas.by_churn.value).toBeCloseTo(((spend / buyers / 12) * 0.4) / churn, 6);
    });

    it('forecasts what then happens, within 15 %: the next 39 weeks have 1,882 purchase days', async () => {
      const ran = kizuna([...cut, '--forecast', '9', '--format', 'json']);
      const { purchases, value, interval } = JSON.parse(ran.out).lifetime.forecast;
      const later = new Set<string>();
      for (const line of readFileSync(sample, 'latin1').trim().split('\n')) {
        const [who = '', , day = ''] = line.trim().split(/ +/);
        if (day > '19970930') later.add(`${who} ${day}`);
      }
      expect(later.size).toBe(1882);
      // Less than what came: this model is known to forecast these data a little too low.
      expect(Math.abs(purchases / later.size - 1)).toBeLessThan(0.15);
      expect(value).toBeGreaterThan(interval.low);
      expect(value).toBeLessThan(interval.high);
      expect(own.forecast.value).toBeGreaterThan(value);
    });

    it('is the same by the reference engine, by threads, and from parts on disk', () => {
      for (const how of [
        ['--engine', 'reference'],
        ['--workers', '2', '--sort-on-disk'],
      ]) {
        const ran = kizuna([...cut, '--format', 'json', ...how]);
        expect({ how, own: JSON.parse(ran.out).lifetime }).toEqual({ how, own });
      }
    });

    it('draws on the page what it forecasts, per buyer with its interval', () => {
      const { out } = kizuna([...cut, '--html', '-']);
      const { per_buyer: value, interval } = own.forecast;
      const shown = [value, interval.low / own.buyers, interval.high / own.buyers].map(
        (each: number) => `$${each.toFixed(2)}`,
      );
      const says = `Expected margin, next 12 months: ${shown[0]}, from ${shown[1]} to ${shown[2]} at 95%.`;
      expect(out).toContain(`${says}</desc>`);
      expect(out).toContain('class="kz-range"');
      expect(out).toContain('“Lifetime value” looks ahead: it is a forecast where it says so');
    });

    it('shows it to people in both languages', () => {
      const english = kizuna(cut);
      expect(english.out).toContain('BG/NBD in weeks: r 0.2426, alpha 4.414, a 0.7929, b 2.426');
      expect(english.out).toContain('expected margin, next 12 months');
      const japanese = kizuna([...cut, '--lang', 'ja']);
      expect(japanese.out).toContain('今後 12 か月の粗利の期待値');
      for (const line of english.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    });
  },
);

describe.skipIf(!existsSync(invoices))(
  'lifetime value and books over Online Retail (needs ../shared/data)',
  () => {
    it('net of returns, by both engines alike', () => {
      const club = join(root, 'programs', 'online-retail-club');
      const args = [
        'simulate',
        club,
        '--history',
        invoices,
        '--mapping',
        join(club, 'mapping.yaml'),
        '--format',
        'json',
      ];
      const more = ['--accounting', '--expected-use', '80%', '--point-price', '0.015'];
      const [compiled, reference] = ['compiled', 'reference'].map((engine) => {
        const { lifetime, accounting, months } = JSON.parse(
          kizuna([...args, ...more, '--engine', engine]).out,
        );
        return { lifetime, accounting, months };
      });
      expect(compiled?.lifetime).toEqual(reference?.lifetime);
      expect(compiled?.accounting).toEqual(reference?.accounting);
      // The `revenue` KPI of the club is net of returns too.
      const { numerator, denominator } = compiled?.months.at(-1).kpis.revenue ?? {};
      expect(compiled?.lifetime.spend).toBeCloseTo(Number(numerator) / Number(denominator), 4);
      const sales = compiled?.accounting.months.reduce(
        (sum: number, month: { sales: string }) => sum + Number(month.sales),
        0,
      );
      expect(sales).toBeCloseTo(Number(numerator) / Number(denominator), 4);
    });
  },
);

const SHOP = `kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
standard: { purchase: purchase.amount }
points: { star: { expires: "end_of(month, earned + 12 months)" } }
rules: { base: { on: purchase, give: 1 star per 100 JPY of amount } }
`;
const BUY = '{"member":"m1","at":"2026-01-10T10:00","type":"purchase","id":"a1","amount":2000}\n';

// If one fails, a wrong number stands where a sentence should.
describe('what cannot be said', () => {
  const place = folder({
    'shop.yaml': SHOP,
    'bare.yaml': SHOP.replace(/^standard.*\n/m, ''),
    'counting.yaml': SHOP.replace('{ amount: JPY }', '{ amount: JPY, items: integer }').replace(
      'purchase.amount',
      'purchase.items',
    ),
    'one.jsonl': BUY,
    'empty.jsonl': '',
  });
  const path = (name: string): string => join(place.path, name);
  const run = (name: string, history: string, ...more: readonly string[]) =>
    kizuna(['simulate', path(name), '--history', path(history), ...more]);
  afterAll(() => place.remove());

  it('one member: what they spent, and why there is no more', () => {
    const { exit, out } = run('shop.yaml', 'one.jsonl', '--accounting');
    expect(exit).toBe(0);
    expect(out).toMatch(/sales so far +2,000/);
    expect(out).toContain('no buyer the year before');
    expect(out).toContain('1 member has bought, and the model needs 50');
    expect(out).toContain('what a point is worth is not known: state `expense:`');
  });

  it('an empty history', () => {
    const { exit, err } = run('shop.yaml', 'empty.jsonl', '--accounting');
    expect(exit).toBe(1);
    expect(err).toContain('the history holds no usable row');
  });

  it('a program that does not say what a purchase is, or names what is no money', () => {
    const bare = run('bare.yaml', 'one.jsonl', '--accounting');
    expect(bare.exit).toBe(0);
    expect(bare.out).toContain('lifetime value: the program does not say what a purchase is');
    expect(bare.out).toContain('accounting view: the program does not say what a purchase is');
    expect(run('bare.yaml', 'one.jsonl', '--lang', 'ja').out).toContain(
      '何を購入とするかがプログラムにありません',
    );
    const { lifetime } = JSON.parse(run('bare.yaml', 'one.jsonl', '--format', 'json').out);
    expect(lifetime).toEqual({ none: 'no-purchase' });
  });

  it('options that cannot be', () => {
    const wrong = [
      [['--margin', '0.3'], '`--margin` takes a percentage from 0% to 100%, not `0.3`'],
      // A share and not a percentage; a percentage whose sign is missing.
      [['--margin', '0.3'], 'write `--margin 30%`'],
      [['--accounting', '--expected-use', '80'], 'write `--expected-use 80%`'],
      [['--margin', '0%'], '`--margin 0%` leaves nothing to be worth'],
      [['--margin', '130%'], '`--margin` takes a percentage from 0% to 100%, not `130%`'],
      [['--forecast', '0'], '`--forecast` looks at least one month ahead'],
      [['--forecast', '1201'], '`--forecast` takes at most 1200'],
      [['--acquisition', 'much'], "`--acquisition` takes an amount in the program's currency"],
      [['--expected-use', '80%'], '`--expected-use` is about the accounting view: add `--accounting`'],
    ] as const;
    for (const [options, says] of wrong) {
      const { exit, err } = run('shop.yaml', 'one.jsonl', ...options);
      expect({ options, exit }).toEqual({ options, exit: 2 });
      expect(err).toContain(says);
    }
  });

  it('books with a price of a point that is said: 20 stars of 2 JPY, all expected to be used', () => {
    // 2,000 × 40 ÷ 2,040 = 39.2 → 39.
    const { out } = run('shop.yaml', 'one.jsonl', '--accounting', '--point-price', '2', '--format', 'json');
    const { accounting } = JSON.parse(out);
    expect(accounting.points[0].expected_use_from).toBe('nothing');
    expect(
      accounting.months.map((month: { goods: string; closing: string }) => [month.goods, month.closing]),
    ).toEqual([['1961', '39']]);
  });
});
