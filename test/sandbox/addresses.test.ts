import { expect, it } from 'vitest';
import { arraysOf, bytesOf, writeArrays } from '../../runtime/compiled/layout.ts';
import { instantiate, type ModuleExports } from '../../runtime/compiled/module.ts';
import { programCases } from '../abi/cases.ts';
import { chunksIn, compiledOf } from './run.ts';

const programs = await programCases();
const GIB = 2 ** 30;

function vector(wasm: ModuleExports, address: number, stride: number): Buffer {
  const [from = 0, length = 0] = new Uint32Array(wasm.memory.buffer, address, 2);
  const bytes = Buffer.from(new Uint8Array(wasm.memory.buffer, from, length * stride));
  return bytes;
}

// If one fails, a large chunk, or one with a size that makes no sense, writes over the module's own state.
it('a chunk that reaches beyond two GiB is replayed as any other', () => {
  for (const { name, plan, members, until } of programs.slice(0, 3)) {
    const compiled = compiledOf(plan);
    const [chunk] = chunksIn(compiled, members, 1_000_000);
    if (chunk === undefined) return expect.fail('the sample has members');
    const arrays = arraysOf(chunk);
    const { rows, outcomes, outcome } = compiled.manifest;
    const found = [0, 2 * GIB].map((before) => {
      const wasm = instantiate(compiled.module);
      wasm.begin(until, 0, 0);
      // The room before the chunk is never touched: it costs addresses, not memory.
      const address = (wasm.reserve((before + bytesOf(arrays)) | 0) >>> 0) + before;
      writeArrays(wasm.memory.buffer, address, arrays);
      wasm.load(address | 0);
      let taken = Buffer.alloc(0);
      for (let member = 0; member < chunk.members; member += 1) {
        expect(wasm.run(member, member + 1)).toBe(member + 1);
        const own = vector(wasm, rows, 64);
        for (let at = 36; at < own.length; at += 64) own.fill(0, at, at + 4);
        taken = Buffer.concat([taken, own, vector(wasm, outcomes, outcome.bytes)]);
        wasm.taken();
      }
      return taken;
    });
    expect(found[0]?.length).toBeGreaterThan(1_000);
    expect(found[1]?.equals(found[0] ?? Buffer.alloc(0)), name).toBe(true);
  }
});

it('room beyond four GiB is refused, and not handed out below', () => {
  for (const { plan } of programs) {
    for (const bytes of [-8, -64]) {
      const wasm = instantiate(compiledOf(plan).module);
      wasm.begin(0, 0, 0);
      expect(() => wasm.reserve(bytes), `${bytes} bytes`).toThrow(WebAssembly.RuntimeError);
    }
  }
});
