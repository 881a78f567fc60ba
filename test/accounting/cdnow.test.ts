import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { folder, kizuna, root } from '../cli/command.ts';
import { CDNOW } from '../kpis/histories.ts';
import { CHECKS, programOf } from '../kpis/program.ts';
import { realData } from '../real/real-run.ts';

const file = realData('cdnow/CDNOW_master.txt');

interface Line {
  readonly month: string;
  readonly sales: string;
  readonly goods: string;
  readonly added: string;
  readonly revenue_on_expiry: string;
  readonly closing: string;
}

const cents = (value: bigint): string => (Number(value) / 100).toFixed(2);

// If it fails, the books of a real shop are not what its purchases come to.
it.skipIf(!existsSync(file))(
  'books eighteen months of CDNOW as SQL over its lines does (needs ../shared/data)',
  async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(CDNOW.tables(file));
    const found = await connection.runAndReadAll(`
    SELECT strftime(date_trunc('month', day), '%Y-%m') AS month, sum(cents)::BIGINT AS paid, sum(cents // 100)::BIGINT AS points
    FROM buys GROUP BY ALL ORDER BY month`);
    const months = found.getRowObjects().map(({ month, paid, points }) => {
      const [s, p] = [BigInt(String(paid)), BigInt(String(points))];
      // Points of 3 cents, 80 % to be used, are worth 2.4 cents each: s × 2.4 p ÷ (s + 2.4 p), half up.
      const [n, d] = [s * 24n * p, 10n * s + 24n * p];
      return { month: String(month), paid: s, liability: (2n * n + d) / (2n * d) };
    });
    connection.closeSync();
    instance.closeSync();
    // A point ends with the sixth month after its own, and is gone on the day after.
    let closing = 0n;
    const expected = months.map(({ month, paid, liability }, index) => {
      const gone = months[index - 7]?.liability ?? 0n;
      closing += liability - gone;
      return [month, cents(paid), cents(paid - liability), cents(liability), cents(gone), cents(closing)];
    });
    const place = folder({ 'program.yaml': programOf(CDNOW.terms, CHECKS.slice(0, 1)) });
    const program = join(place.path, 'program.yaml');
    const mapping = join(root, 'programs/cdnow-club/mapping.yaml');
    const ran = kizuna([
      ...['simulate', program, '--history', file, '--mapping', mapping, '--format', 'json'],
      ...['--accounting', '--expected-use', '80%'],
    ]);
    place.remove();
    const own = (JSON.parse(ran.out).accounting.months as readonly Line[]).map((line) => [
      line.month,
      ...[line.sales, line.goods, line.added, line.revenue_on_expiry, line.closing].map((each) =>
        Number(each).toFixed(2),
      ),
    ]);
    expect(own.length).toBe(18);
    expect(own).toEqual(expected);
  },
);
