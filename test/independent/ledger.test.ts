import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { type Plan, parseDay } from '../../schema/index.ts';
import { difference, rowText } from '../conformance/ledger-text.ts';
import { historyOf, type Row, UNTIL } from './histories.ts';

const HERE = new URL('./', import.meta.url);
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;
/** More of them, or others, when looking for trouble: KIZUNA_HISTORIES=2000 KIZUNA_SEED=7. */
const COUNT = Number(process.env.KIZUNA_HISTORIES ?? 50);
const SEED = Number(process.env.KIZUNA_SEED ?? 1);

function planOf(shape: string): Plan {
  const { value, diagnostics } = compile(readFileSync(new URL(`shapes/${shape}.yaml`, HERE), 'utf8'));
  if (value === undefined)
    throw new Error(
      diagnostics
        .filter((found) => found.severity === 'error')
        .map((found) => `${found.code}: ${found.message.en}`)
        .join('\n'),
    );
  return value;
}

async function engineLedger(plan: Plan, rows: readonly Row[]): Promise<readonly string[]> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const read = await readHistory(plan, [{ name: 'history.jsonl', chunks: [new TextEncoder().encode(text)] }]);
  expect(read.rejected.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([]);
  const until = parseDay(UNTIL) ?? expect.fail('no day');
  const member = read.members[0] ?? expect.fail('no member');
  const run = runMember(plan, member, { until });
  expect(run?.outcome.error).toBeUndefined();
  return run?.rows.map((row) => rowText(plan, row)) ?? [];
}

function pythonLedgers(
  shape: string,
  histories: readonly (readonly Row[])[],
): readonly (readonly string[])[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-B', fileURLToPath(new URL('run.py', HERE))], {
    input: JSON.stringify({ shape, until: UNTIL, histories }),
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

// If one fails, one of two readings of the language pays a member wrongly: the text decides which.
describe.skipIf(!HAS_PYTHON)('a second implementation in Python reads the language the same way', () => {
  const shapes = readdirSync(new URL('shapes/', HERE)).map((file) => file.replace('.yaml', ''));
  it.each(shapes)(
    'random histories of %s',
    async (shape) => {
      const plan = planOf(shape);
      const seeds = Array.from({ length: COUNT }, (_, index) => SEED * 1_000_003 + index);
      const histories = seeds.map((seed) => historyOf(shape, seed));
      const expected = pythonLedgers(shape, histories);
      const found: string[] = [];
      let rows = 0;
      for (const [index, history] of histories.entries()) {
        const actual = await engineLedger(plan, history);
        rows += actual.length;
        const apart = difference(`${seeds[index]}`, expected[index] ?? [], actual);
        if (apart === undefined) continue;
        const events = history.map((row) => JSON.stringify(row)).join('\n');
        found.push(`${events}\n(Python ‖ engine)\n${apart}`);
      }
      const shortest = [...found].sort((a, b) => a.length - b.length)[0];
      if (shortest !== undefined)
        expect.fail(`${found.length} of ${COUNT} differ, the shortest:\n${shortest}`);
      expect(rows).toBeGreaterThan(COUNT * 20);
    },
    600_000,
  );
});
