import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { readHistory } from '../../runtime/index.ts';
import { loadTimelines } from '../conformance/timeline.ts';
import { compiledTotals, referenceTotals, totalsText } from './compiled-population.ts';
import { loadFixtures } from './fixtures.ts';
import { caseArbitrary, patience } from './harness.ts';
import { writeHistory } from './history-draft.ts';

const DRAWN = Number(process.env['KIZUNA_PROGRAMS'] ?? 100);
const PROGRAMS = new URL('../../programs/', import.meta.url);

/** Both engines' totals over a history in the native form; undefined where the program does not compile. */
async function bothTotals(program: string, history: string, until: number | undefined) {
  const { value: plan } = compile(program);
  if (plan === undefined) return undefined;
  const source = { name: 'h.jsonl', chunks: [new TextEncoder().encode(history)] };
  const { members, lastDay } = await readHistory(plan, [source]);
  const end = until ?? lastDay ?? 0;
  return {
    expected: totalsText(plan, referenceTotals(plan, members, end)),
    actual: totalsText(plan, compiledTotals(plan, members, end)),
  };
}

async function expectEqual(program: string, history: string, until?: number): Promise<void> {
  const both = await bothTotals(program, history, until);
  expect(both?.actual).toBe(both?.expected);
}

// If one fails, a dashboard says something else than the ledger that it sums.
describe('KPIs and totals of the compiled engine', () => {
  for (const name of readdirSync(PROGRAMS))
    it(`are the reference engine's for ${name}`, async () => {
      const read = (file: string) => readFileSync(new URL(`${name}/${file}`, PROGRAMS), 'utf8');
      await expectEqual(read('program.yaml'), read('history.jsonl'));
    });

  for (const timeline of loadTimelines())
    it(`are the reference engine's for ${timeline.name}`, async () => {
      await expectEqual(timeline.program, timeline.history, timeline.until);
    });

  for (const fixture of loadFixtures())
    it(`are the reference engine's for ${fixture.name}`, async () => {
      await expectEqual(fixture.program, fixture.history, fixture.until);
    });

  it(
    "are the reference engine's for drawn programs",
    async () => {
      const property = fc.asyncProperty(caseArbitrary, async ({ program, histories }) => {
        const { value: plan } = compile(program);
        if (plan === undefined) return;
        for (const draft of histories) {
          const written = writeHistory(draft, plan);
          await expectEqual(program, written.text, written.until);
        }
      });
      await fc.assert(property, { numRuns: DRAWN });
    },
    patience(DRAWN),
  );
});
