import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { kizuna } from '../cli/command.ts';
import { answered, given, HISTORY, PROGRAM } from './desk.ts';
import { engineInPlace } from './in-place.ts';

const FILE = 'programs/tea-house/scenarios/cheaper-silver.yaml';
const SCENARIO = readFileSync(FILE, 'utf8').replace('draws: 200', 'draws: 12');

const client = engineInPlace();
afterAll(() => client.end());

const opened = answered(client, 'open', { source: given(HISTORY), program: PROGRAM });

async function simulated(scenario: string, draws?: number) {
  await opened;
  const answer = await answered(client, 'scenario', { program: PROGRAM, scenario, draws });
  if (answer.kind !== 'simulated') throw new Error(answer.kind);
  return answer;
}

/** As the command's JSON writes it. */
const written = (value: { readonly n: bigint; readonly d: bigint } | undefined) =>
  value && { numerator: String(value.n), denominator: String(value.d) };

// If it fails, a consultant reads other figures in the page than the command prints for the same seed and draws.
it('comes to the figures of the command', async () => {
  const ran = kizuna([
    'scenario',
    FILE,
    '--history',
    'programs/tea-house/history.jsonl',
    '--draws',
    '12',
    '--format',
    'json',
  ]);
  const told = JSON.parse(ran.out);
  const { rows, figures, model, members } = await simulated(SCENARIO);
  expect(members).toBe(told.members);
  expect(rows.map(({ name }) => name)).toEqual(told.figures.map(({ name }: { name: string }) => name));
  rows.forEach((row, index) => {
    const one = told.figures[index];
    expect(row.response).toEqual(one.assumed);
    expect(written(row.base)).toEqual(one.base ?? undefined);
    expect(written(row.unchanged)).toEqual(one.no_response ?? undefined);
  });
  const { response } = told;
  expect(figures.response?.pays).toBe(response.pays);
  expect(figures.response?.breakEven).toEqual([
    response.break_even,
    ...response.assumptions.map((each: { break_even: unknown }) => each.break_even),
  ]);
  expect(figures.response?.reach).toEqual(
    response.assumptions.map(({ members: group, touched }: { members?: number; touched: number }) => ({
      members: group,
      events: touched,
    })),
  );
  expect(model?.draws).toBe(12);
});

// If it fails, the first look while dragging shows something that the full run does not begin with, or waits for a break-even.
it('takes a quick look with fewer draws, of the same seed, without a break-even', async () => {
  const quick = await simulated(SCENARIO, 3);
  const three = await simulated(SCENARIO.replace('draws: 12', 'draws: 3'));
  expect(quick.rows).toEqual(three.rows);
  expect(quick.figures.response?.breakEven).toEqual([]);
  expect(three.figures.response?.breakEven).toHaveLength(4);
});

// If it fails, dragging a slider piles simulations up, each slower than the last.
it('gives way to a newer one, and to a replay', async () => {
  await opened;
  const ask = () => client.ask('scenario', { program: PROGRAM, scenario: SCENARIO, draws: undefined });
  const first = ask();
  const second = ask();
  expect(await first.outcome).toEqual({ kind: 'refused', refusal: { why: 'cancelled' } });
  const candidate = { label: 'tea-house', text: PROGRAM };
  const replay = client.ask('replay', { candidate, base: undefined, added: [] });
  expect(await second.outcome).toEqual({ kind: 'refused', refusal: { why: 'cancelled' } });
  expect((await replay.outcome).kind).toBe('answer');
});

// If it fails, a scenario that cannot be run leaves the page without a word.
it('says that a scenario is broken, or that its response begins too late', async () => {
  await opened;
  const ask = (scenario: string) =>
    answered(client, 'scenario', { program: PROGRAM, scenario, draws: undefined });
  expect(await ask(SCENARIO.replace('status.silver', 'status.sliver'))).toEqual({ kind: 'broken' });
  expect(await ask(SCENARIO.replace('from: 2025-07-01', 'from: 2031-01-01'))).toMatchObject({ kind: 'late' });
});

// If it fails, a scenario that changes how events are read (a field that the history lacks so far) shows figures of other rows.
it('reads the history again where the changed program reads it differently', async () => {
  const other = `kizuna: 1
scenario: other
program: ../program.yaml
changes:
  events: { purchase: { note?: text } }
`;
  const { rows, figures } = await simulated(other);
  expect(figures.response).toBeUndefined();
  for (const { base, unchanged, name } of rows) expect([name, unchanged]).toEqual([name, base]);
});
