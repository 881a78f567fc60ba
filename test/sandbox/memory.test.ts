import { describe, expect, it } from 'vitest';
import { arraysOf, bytesOf, writeArrays } from '../../runtime/compiled/layout.ts';
import { instantiate } from '../../runtime/compiled/module.ts';
import { programCases } from '../abi/cases.ts';
import { withExtremes } from './extremes.ts';
import { chunksIn, compiledOf } from './run.ts';

const programs = await programCases();
const PATTERN = 0xa5;
/** Bytes before, between and after the arrays that belong to nobody. */
const GAP = 4_096;

// If one fails, a program writes over the history that it reads, or over what is not its own.
describe('what a run writes', () => {
  it.each(programs)('$name leaves its input as it was', ({ plan, members, until }) => {
    const compiled = compiledOf(plan);
    const hostile = members.map((member, i) => withExtremes(compiled, member, i + 1, 2));
    for (const chunk of chunksIn(compiled, [...members, ...hostile], 1_000_000)) {
      const wasm = instantiate(compiled.module);
      const arrays = arraysOf(chunk);
      const bytes = bytesOf(arrays);
      wasm.begin(until, 0, 0);
      const reserved = wasm.reserve(bytes + 2 * GAP);
      new Uint8Array(wasm.memory.buffer, reserved, bytes + 2 * GAP).fill(PATTERN);
      writeArrays(wasm.memory.buffer, reserved + GAP, arrays);
      const before = new Uint8Array(wasm.memory.buffer).slice(reserved, reserved + bytes + 2 * GAP);
      wasm.load(reserved + GAP);
      for (let member = 0; member < chunk.members; ) {
        try {
          member = wasm.run(member, chunk.members);
        } catch {
          expect(wasm.fault.value).not.toBe(0);
          member = wasm.member.value;
          wasm.rerun(member, wasm.steps.value);
          wasm.fault.value = 0;
          member += 1;
        }
        wasm.taken();
      }
      const after = new Uint8Array(wasm.memory.buffer, reserved, bytes + 2 * GAP);
      expect(Buffer.compare(after, before)).toBe(0);
      // The first bytes are nobody's: a write through an address that was never set would show there.
      expect([...new Uint8Array(wasm.memory.buffer, 0, 64)]).toEqual(Array(64).fill(0));
    }
  });
});
