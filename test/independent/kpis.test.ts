import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { readHistory, runPopulation } from '../../runtime/index.ts';
import { dayOfTime, formatDay, type LedgerRow } from '../../schema/index.ts';

const PROGRAM = new URL('../../programs/tea-house/', import.meta.url);
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;

interface RawRow {
  readonly id?: string;
  readonly member: string;
  readonly at: string;
  readonly type: string;
}

/** Gold by the ledger's own rows, up to an event: the last reach or lapse of gold before it decides. */
function isGold(rows: readonly LedgerRow[], visit: RawRow): boolean {
  const before = rows.filter(
    (row) =>
      row.member === visit.member &&
      row.what === 'status.gold' &&
      (row.kind === 'reach' || row.kind === 'lapse') &&
      formatDay(dayOfTime(row.at)) <= visit.at.slice(0, 10),
  );
  return before.at(-1)?.kind === 'reach';
}

// If one fails, a designer is shown a number about the membership that the raw history does not hold.
describe.skipIf(!HAS_PYTHON)('KPIs counted again in Python from the raw history', () => {
  it.each([
    ['the sample history', new URL('history.jsonl', PROGRAM)],
    ['members of ten years', new URL('tea-house-history.jsonl', import.meta.url)],
  ])('tea-house, %s: repeat_rate, nps and cost_rate at every month end', async (_, file) => {
    const { value: plan } = compile(readFileSync(new URL('program.yaml', PROGRAM), 'utf8'));
    if (plan === undefined) throw new Error('tea-house does not compile');
    const text = readFileSync(file, 'utf8');
    const chunks = [new TextEncoder().encode(text)];
    const read = await readHistory(plan, [{ name: 'history.jsonl', chunks }]);
    const history: RawRow[] = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
    expect(read.rejected.length).toBe(0);

    const ledger: LedgerRow[] = [];
    const until = read.lastDay ?? expect.fail('the history is empty');
    const result = runPopulation(plan, read.members, { until, onRow: (row) => ledger.push(row) });

    const cups = new Map<string, readonly [string, string, number]>();
    for (const row of ledger)
      if (row.kind === 'use' && row.by === 'free_cup' && row.cause !== undefined) {
        const before = cups.get(row.cause)?.[2] ?? 0;
        cups.set(row.cause, [formatDay(dayOfTime(row.at)), 'cup', before + Number(-(row.quantity ?? 0n))]);
      }
    const tastings = history
      .filter((row) => row.type === 'tasting_visit' && isGold(ledger, row))
      .map((row) => [row.at.slice(0, 10), 'tasting', 1] as const);
    const days = result.kpis.map((each) => formatDay(each.day));
    const { status, stdout, stderr } = spawnSync(
      'python3',
      ['-B', fileURLToPath(new URL('kpis.py', import.meta.url))],
      { input: JSON.stringify({ history, uses: [...cups.values(), ...tastings], days }), encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    const expected: readonly (readonly (readonly [string, string] | null)[])[] = JSON.parse(stdout);

    expect(days.length).toBeGreaterThan(20);
    const names = ['repeat_rate', 'nps', 'cost_rate'];
    const decimal = (n: bigint, d: bigint) => `${(n * 10n ** 12n) / d}`;
    const actual = result.kpis.map((each) =>
      names.map((name) => {
        const value = each.kpis.find((kpi) => kpi.name === name)?.value;
        return value === undefined ? 'missing' : decimal(value.n, value.d);
      }),
    );
    expect(actual.map((row, index) => `${days[index]} ${row.join(' ')}`)).toEqual(
      expected.map(
        (row, index) =>
          `${days[index]} ${row.map((one) => (one === null ? 'missing' : decimal(BigInt(one[0]), BigInt(one[1])))).join(' ')}`,
      ),
    );
  });
});
