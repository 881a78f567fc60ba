import { describe, expect, it } from 'vitest';
import { programCases } from '../abi/cases.ts';
import { compiledOf, drawn } from './run.ts';
import { run, type Sent, sentOf } from './thread.ts';

const programs = await programCases();
/** What an i32 of a damaged file may hold. */
const WRONG = [-1, -2, 0, 1, 7, 0x7fff_ffff, -0x8000_0000, 0x0100_0000, -0x0100_0000, 65_536, 1_000_000];
/** The same of the rows of a member: more of them ask for gigabytes, which a machine that runs tests may not have. */
const NEAR = [-1, -2, 0, 1, 7, 65_536, 1_000_000];
/** Arrays before the columns: enrolled, firstRow, event, index, day, second, of. */
const [FIRST_ROW, OF] = [1, 6];
const COLUMNS = 7;
/** Enrolments and days are left alone here: docs/abi.md has hosts check them. */
const DATES = [0, 4];

/** A copy with some entries of one array, or of each, overwritten. */
function damaged({ arrays, members }: Sent, which: number | undefined, seed: number): Sent {
  const draw = drawn(seed);
  const next = (most: number): number => draw.next().value % most;
  const changed = arrays.map((each, i) => {
    const copy = each.slice();
    const wrong = i === FIRST_ROW ? NEAR : WRONG;
    if (DATES.includes(i) || copy.length === 0 || (which !== undefined && which !== i)) return copy;
    for (let k = 0; k < 1 + copy.length / 20; k += 1) {
      const at = next(copy.length);
      if (copy instanceof BigInt64Array) copy[at] = BigInt(WRONG[next(WRONG.length)] ?? 0) << 32n;
      // Half of the row numbers lie in the chunk, so that they lead to what is somebody else's.
      else copy[at] = next(2) === 0 ? next(arrays[2]?.length ?? 1) : (wrong[next(wrong.length)] ?? 0);
    }
    return copy;
  });
  return { arrays: changed, members };
}

// If one fails, one damaged file stops a service, or changes what members of another file earn.
describe('columns that do not hold to docs/abi.md', () => {
  it.each(programs)('$name: they come to an end, and the next chunk is as ever', async (one) => {
    const compiled = compiledOf(one.plan);
    const honest = sentOf(compiled, one);
    const count = honest.arrays.length;
    const kinds = [
      ...Array.from({ length: 12 }, (_, i) => damaged(honest, FIRST_ROW, 100 + i)),
      ...Array.from({ length: 12 }, (_, i) => damaged(honest, OF, 200 + i)),
      ...Array.from({ length: count - COLUMNS }, (_, i) => damaged(honest, COLUMNS + i, 300 + i)),
      ...[2, 3, 5].map((which) => damaged(honest, which, 400 + which)),
      ...Array.from({ length: 12 }, (_, i) => damaged(honest, undefined, 500 + i)),
    ];
    const chunks = [honest, ...kinds.flatMap((bad) => [bad, honest])];
    const results = await run(compiled, chunks, one.until);
    expect(results.length).toBe(chunks.length);
    const [first] = results;
    expect(first?.trap).toBeUndefined();
    expect(first?.found.reduce((sum, each) => sum + each.length, 0)).toBeGreaterThan(1_000);
    const changed = results.filter(({ number, found, trap }) => {
      if (number % 2 === 1) return false;
      return (
        trap !== undefined || !found.every((each, i) => Buffer.compare(each, first?.found[i] ?? each) === 0)
      );
    });
    expect(changed.map(({ number, trap }) => [number, trap])).toEqual([]);
    const traps = results.filter(({ trap }) => trap !== undefined).length;
    const most = Math.max(...results.map(({ footprint }) => footprint)) / 2 ** 20;
    process.stdout.write(
      `${one.name}: ${kinds.length} damaged chunks, ${traps} trapped, ${most} MiB at most\n`,
    );
  });
});
