import { describe, expect, it } from 'vitest';
import { CompiledProgram } from '../../runtime/index.ts';
import type { MemberHistory } from '../../schema/index.ts';
import { type Case, programCases, timelineCases } from '../abi/cases.ts';
import { withExtremes } from './extremes.ts';
import { chunksIn, compiledOf, replayed, resultsOf, shuffled } from './run.ts';

const programs = await programCases();

/** A member's quantities at the most that 64 bits hold: most of them stop, at their first or second event. */
function overflowing(
  compiled: ReturnType<typeof compiledOf>,
  member: MemberHistory,
  i: number,
): MemberHistory {
  return withExtremes(compiled, member, i + 1, 1_000_000, [(1n << 63n) - 1n]);
}

/** Everything that was found of the members, in words and numbers that compare. */
function told(results: ReturnType<typeof resultsOf>, members: readonly MemberHistory[]) {
  return members.map(({ member }) => results.get(member));
}

function differences({ plan, members, until }: Case): { readonly found: readonly string[]; stopped: number } {
  const compiled = compiledOf(plan);
  const alone = members.map((member) => replayed(compiled, [member], until, 1).get(member.member));
  const hostile = members.map((member, i) => overflowing(compiled, member, i));
  const mixed = members.flatMap((member, i) => [hostile[i] ?? member, member]);
  const orders = {
    together: members,
    'the other way round': [...members].reverse(),
    'with members who overflow between them': mixed,
    'in any order': shuffled(mixed, 1),
    'in another order': shuffled(mixed, 2),
  };
  const found: string[] = [];
  // One instance sees them all: what a chunk left behind may not be seen in the next.
  const program = new CompiledProgram(compiled.module);
  for (const [order, own] of Object.entries(orders)) {
    for (const rows of [1, 100, 1_000_000]) {
      const results = told(resultsOf(program, chunksIn(compiled, own, rows), until), members);
      for (const [i, { member }] of members.entries())
        if (JSON.stringify(results[i], plain) !== JSON.stringify(alone[i], plain))
          found.push(`${member}, ${order}, chunks of ${rows} rows`);
    }
  }
  const stopped = hostile.map((each) => replayed(compiled, [each], until, 1).get(each.member));
  return { found, stopped: stopped.filter((each) => each?.outcome.error !== undefined).length };
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

// If one fails, what a member earns depends on who else is in the file, or on which worker saw them.
describe('a member has the same rows alone and among any others', () => {
  it.each(programs)('$name', (one) => {
    const { found, stopped } = differences({ ...one, members: one.members.slice(0, 25) });
    expect(found).toEqual([]);
    expect(stopped).toBeGreaterThan(0);
  });

  it('of every worked ledger', async () => {
    let stopped = 0;
    for (const one of await timelineCases()) {
      const of = differences(one);
      expect(of.found, one.name).toEqual([]);
      stopped += of.stopped;
    }
    expect(stopped).toBeGreaterThan(20);
  });
});
