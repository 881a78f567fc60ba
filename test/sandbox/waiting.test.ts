import { describe, expect, it } from 'vitest';
import { CompiledProgram } from '../../runtime/index.ts';
import { ROWS_PER_CALL } from '../../schema/index.ts';
import { programCases, timelineCases } from '../abi/cases.ts';
import { chunksIn, compiledOf } from './run.ts';

const programs = await programCases();
const timelines = await timelineCases();

// If one fails, a run hangs, or an instance grows with the members of a chunk.
describe('results that wait', () => {
  it('are handed over in parts, also where members have outcomes but no rows', () => {
    const count = 2 * ROWS_PER_CALL + 1_000;
    for (const { name, plan } of programs) {
      const members = Array.from({ length: count }, (_, i) => ({
        member: `m${i}`,
        enrolled: 20_000,
        attributes: {},
        events: [],
      }));
      const compiled = compiledOf(plan);
      const program = new CompiledProgram(compiled.module);
      let outcomes = 0;
      for (const chunk of chunksIn(compiled, members, 1_000_000)) {
        for (const batch of program.replay(chunk, 20_001)) {
          outcomes += batch.outcomeCount;
          expect(batch.outcomeCount, name).toBeLessThanOrEqual(ROWS_PER_CALL);
        }
      }
      expect(outcomes, name).toBe(count);
    }
  });
});

// If one fails, a comparison that asks for no ledger counts something else than the ledger says.
describe('without a ledger', () => {
  it.each([...programs, ...timelines])(
    '$name: outcomes and totals are the same, and no row is there',
    (one) => {
      const compiled = compiledOf(one.plan);
      const found = [true, false].map((ledger) => {
        const program = new CompiledProgram(compiled.module);
        let rows = 0;
        const outcomes: Buffer[] = [];
        const counted = chunksIn(compiled, one.members, 500).map((chunk) => {
          for (const batch of program.replay(chunk, one.until, { totals: true, ledger })) {
            const { buffer, byteOffset, byteLength } = batch.outcomes;
            rows += batch.rowCount;
            outcomes.push(Buffer.from(new Uint8Array(buffer, byteOffset, byteLength)));
          }
          return program.counted;
        });
        return { rows, outcomes: Buffer.concat(outcomes), counted };
      });
      const [on, off] = found;
      expect(off?.rows).toBe(0);
      expect(off?.outcomes.equals(on?.outcomes ?? Buffer.alloc(0))).toBe(true);
      expect(off?.counted).toEqual(on?.counted);
    },
  );
});
