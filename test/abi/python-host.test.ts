import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { emitPlan } from '../../compiler/index.ts';
import { type Case, programCases, timelineCases } from './cases.ts';
import { expectedOf } from './reference.ts';

const HAS_WASMTIME = spawnSync('python3', ['-c', 'import wasmtime']).status === 0;

function replayed(cases: readonly Case[]): unknown {
  const input = {
    cases: cases.map(({ plan, members, until }) => ({
      module: Buffer.from(emitPlan(plan, { source: '', compiler: '' }).bytes).toString('base64'),
      until,
      members,
    })),
  };
  const { status, stdout, stderr } = spawnSync(
    'python3',
    ['-B', fileURLToPath(new URL('host.py', import.meta.url))],
    {
      input: JSON.stringify(input, (_, each) => (typeof each === 'bigint' ? String(each) : each)),
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

// If one fails, another machine that runs the module (an executor of a cluster, say) pays other points than this one.
it.skipIf(!HAS_WASMTIME)('wasmtime under Python replays every program and every worked ledger', async () => {
  const cases = [...(await programCases()), ...(await timelineCases())];
  expect(replayed(cases)).toEqual(cases.map((one) => expectedOf(one.plan, one.members, one.until)));
});
