import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emitPlan } from '../../compiler/index.ts';
import {
  accumulatorOf,
  addCounted,
  addMember,
  CompiledProgram,
  type Counted,
  chunksOf,
  Dictionary,
  membersIn,
  newAccumulator,
} from '../../runtime/index.ts';
import { totalsText } from '../differential/compiled-population.ts';
import { firstDifference } from '../differential/difference.ts';
import { planOf, readReal, realData } from './real-run.ts';

const HISTORIES = [
  { slug: 'cdnow-club', file: 'cdnow/CDNOW_master.txt' },
  { slug: 'online-retail-club', file: 'online-retail/invoices.csv' },
];

// If one fails, the fast engine pays real customers something else than the one that defines what is due.
describe('both engines over real histories', () => {
  for (const { slug, file } of HISTORIES) {
    const path = realData(file);
    it.skipIf(!existsSync(path))(
      `${slug} over ${file} (data beside the checkout)`,
      async () => {
        const plan = planOf(slug);
        const read = await readReal(plan, slug, file, readFileSync(path));
        const until = read.lastDay ?? 0;
        const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
        const program = new CompiledProgram(new WebAssembly.Module(bytes));
        const dictionary = new Dictionary(manifest.layout);
        const reference = newAccumulator(plan, until);
        const histories = new Map(read.members.map((member) => [member.member, member]));
        let counted: Counted | undefined;
        let members = 0;
        for (const chunk of chunksOf(plan, manifest.layout, dictionary, read.members, { rows: 20_000 })) {
          for (const batch of program.replay(chunk, until, { totals: true })) {
            for (const actual of membersIn(batch)) {
              const history = histories.get(actual.outcome.member);
              const expected = history && addMember(reference, history);
              const found = firstDifference(expected, actual);
              if (found !== undefined) expect.fail(found);
              members += 1;
            }
          }
          counted = addCounted(counted, program.counted);
        }
        expect(members).toBe(read.members.length);
        if (counted === undefined) return expect.fail('nothing was counted');
        const totals = accumulatorOf(plan, until, counted);
        expect(totalsText(plan, totals)).toBe(totalsText(plan, reference));
      },
      120_000,
    );
  }
});
