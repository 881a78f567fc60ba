import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, root } from '../cli/command.ts';
import { lowest, realData } from '../real/real-run.ts';
import { FIGURES } from './figures.ts';
import { CDNOW, GENERATED, ONLINE_RETAIL, type RawHistory } from './histories.ts';
import { CHECKS, type Check, programOf } from './program.ts';

type Row = Readonly<Record<string, unknown>>;

interface Month {
  readonly until: string;
  readonly kpis: Readonly<
    Record<string, { readonly numerator: string; readonly denominator: string } | null>
  >;
}

async function figuresOf(
  history: RawHistory,
  file: string,
  checks: readonly Check[],
): Promise<readonly Row[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(history.tables(file));
  const whole = (expr: string): string => `round(${expr})::HUGEINT::VARCHAR`;
  const columns = checks.flatMap(({ name, above, below }) => [
    `${whole(above)} AS ${name}_above`,
    `${whole(below)} AS ${name}_below`,
  ]);
  const found = await connection.runAndReadAll(
    `SELECT until, ${columns.join(', ')} FROM (${FIGURES}) ORDER BY until`,
  );
  const rows = found.getRowObjects();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const exact = (above: unknown, below: unknown): string => {
  const [n, d] = [BigInt(String(above)), BigInt(String(below))];
  return d === 0n ? 'missing' : lowest(n, d);
};

/** Each KPI at each month's end, as the command says it and as SQL does. */
function compared(name: string, months: readonly Month[], rows: readonly Row[]) {
  const own = months.map(({ until, kpis }) => {
    const value = kpis[name];
    return [until, value ? lowest(BigInt(value.numerator), BigInt(value.denominator)) : 'missing'];
  });
  const sql = rows.map((row) => [row.until, exact(row[`${name}_above`], row[`${name}_below`])]);
  return { own, sql };
}

const HISTORIES = [
  {
    name: 'CDNOW_master.txt',
    history: CDNOW,
    file: realData('cdnow/CDNOW_master.txt'),
    mapping: join(root, 'programs/cdnow-club/mapping.yaml'),
    has: ['no returns'],
    months: 18,
  },
  {
    name: 'invoices.csv of Online Retail',
    history: ONLINE_RETAIL,
    file: realData('online-retail/invoices.csv'),
    mapping: join(root, 'programs/online-retail-club/mapping.yaml'),
    has: [],
    months: 13,
  },
  {
    name: 'a generated history',
    history: GENERATED,
    file: undefined,
    mapping: undefined,
    has: ['no returns', 'surveys'],
    months: 24,
  },
] as const;

// If one fails, a KPI on a dashboard is not what its definition says.
for (const { name, history, file, mapping, has, months } of HISTORIES) {
  const checks = CHECKS.filter(({ needs }) => needs === undefined || has.some((each) => each === needs));
  describe.skipIf(file !== undefined && !existsSync(file))(
    `KPIs over ${name} against SQL (real data lies beside the checkout)`,
    () => {
      const place = folder({ 'program.yaml': programOf(history.terms, checks) });
      const program = join(place.path, 'program.yaml');
      let rows: readonly Row[];
      const got = new Map<string, readonly Month[]>();

      beforeAll(async () => {
        const path = file ?? join(place.path, 'history.jsonl');
        if (file === undefined) {
          const made = kizuna([
            'generate',
            program,
            '-o',
            path,
            '--members',
            '400',
            '--seed',
            '4',
            '--from',
            '2024-01-01',
            '--until',
            '2025-12-31',
          ]);
          expect(made.exit).toBe(0);
        }
        rows = await figuresOf(history, path, checks);
        for (const engine of ['compiled', 'reference']) {
          const how = mapping === undefined ? [] : ['--mapping', mapping];
          const ran = kizuna([
            'simulate',
            program,
            '--history',
            path,
            ...how,
            '--format',
            'json',
            '--engine',
            engine,
          ]);
          if (ran.exit !== 0) throw new Error(ran.err);
          got.set(engine, JSON.parse(ran.out).months);
        }
      }, 300_000);

      afterAll(() => place.remove());

      for (const check of checks) {
        it(`${check.name}: ${check.measure}`, () => {
          for (const engine of ['compiled', 'reference']) {
            const { own, sql } = compared(check.name, got.get(engine) ?? [], rows);
            expect(sql.length).toBe(months);
            expect({ engine, own }).toEqual({ engine, own: sql });
          }
        });
      }

      it('has something to say in each of them', () => {
        const valuesOf = ({ name: own }: Check) => compared(own, [], rows).sql.map(([, value]) => value);
        expect(checks.filter((check) => valuesOf(check).every((value) => value === 'missing'))).toEqual([]);
        if (history !== GENERATED) return;
        // Here everything happens: nothing stays 0, and nothing stays what it was.
        const still = checks.filter((check) => new Set(valuesOf(check)).size < 4);
        expect(still).toEqual([]);
      });
    },
  );
}

it('leaves no standard KPI of docs/kpis.md (or kpis.ja.md) without a check against SQL', () => {
  const of = new Set(CHECKS.map((each) => each.of));
  for (const page of ['kpis.md', 'kpis.ja.md']) {
    const standard = [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(
      (found) => found[1] ?? '',
    );
    expect(standard.length).toBe(14);
    expect(standard.filter((each) => !of.has(each))).toEqual([]);
  }
});
