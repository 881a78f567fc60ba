import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { loadTimelines } from '../conformance/timeline.ts';
import { compiledEngine } from './compiled-engine.ts';
import { differenceOver } from './harness.ts';

// If one fails, the two engines pay a member different points.
describe('the compiled engine over the timelines', () => {
  for (const timeline of loadTimelines())
    it(`${timeline.name}: ${timeline.title}`, async () => {
      const { value: plan } = compile(timeline.program);
      if (plan === undefined) return expect.fail('the program does not compile');
      const history = { text: timeline.history, until: timeline.until };
      expect(await differenceOver(plan, history, compiledEngine)).toBeUndefined();
    });
});
