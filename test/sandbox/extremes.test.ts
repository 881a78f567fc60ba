import { describe, expect, it } from 'vitest';
import { readHistory, runMember } from '../../runtime/index.ts';
import type { MemberHistory } from '../../schema/index.ts';
import { type Case, programCases, timelineCases } from '../abi/cases.ts';
import { firstDifference } from '../differential/difference.ts';
import { withExtremes } from './extremes.ts';
import { nativeOf } from './native.ts';
import { type Compiled, compiledOf, replayed } from './run.ts';

const programs = await programCases();

/** What the reader lets through of the members with extreme numbers in their events. */
async function hostileMembers(compiled: Compiled, members: readonly MemberHistory[]) {
  const text = members
    .flatMap((member, i) => [
      withExtremes(compiled, member, 3 * i + 1, 30),
      withExtremes(compiled, member, 3 * i + 2, 2),
      member,
    ])
    .map((member) => nativeOf(compiled, member))
    .join('');
  const source = { name: 'hostile.jsonl', chunks: [new TextEncoder().encode(text)] };
  return (await readHistory(compiled.plan, [source])).members;
}

/** The first difference from the reference engine, and how many members stopped. */
async function compared({ plan, members, until }: Case) {
  const compiled = compiledOf(plan);
  const hostile = await hostileMembers(compiled, members);
  const results = replayed(compiled, hostile, until, 1_000);
  let stopped = 0;
  for (const history of hostile) {
    const expected = runMember(plan, history, { until });
    const difference = firstDifference(expected, results.get(history.member));
    if (difference !== undefined) return { difference, stopped };
    if (expected?.outcome.error !== undefined) stopped += 1;
  }
  return { difference: undefined, stopped };
}

// If one fails, one absurd number in a history gives points away, or stops members whom it does not concern.
describe('numbers at the ends of 64 bits', () => {
  it.each(programs)('$name: the reference engine says the same', async (one) => {
    const { difference, stopped } = await compared({ ...one, members: one.members.slice(0, 12) });
    expect(difference).toBeUndefined();
    process.stdout.write(`${one.name}: ${stopped} members stopped\n`);
  });

  it('the same of the members of every worked ledger', async () => {
    const differences: (readonly [string, string])[] = [];
    let stopped = 0;
    for (const one of await timelineCases()) {
      const found = await compared(one);
      stopped += found.stopped;
      if (found.difference !== undefined) differences.push([one.name, found.difference]);
    }
    expect(differences).toEqual([]);
    expect(stopped).toBeGreaterThan(20);
  });
});
