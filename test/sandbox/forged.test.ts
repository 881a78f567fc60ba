import { expect, it } from 'vitest';
import { arraysOf, bytesOf } from '../../runtime/compiled/layout.ts';
import { instantiate } from '../../runtime/compiled/module.ts';
import { dayOf, localTime, type MemberHistory } from '../../schema/index.ts';
import { programCases } from '../abi/cases.ts';
import { type Compiled, chunksIn, compiledOf } from './run.ts';
import { run, type Sent, sentOf } from './thread.ts';

const programs = await programCases();

/** A refund that leads to amounts of purchases, which look like the engine's own notes: an event whose effects go in a circle. */
function forged(compiled: Compiled): Sent {
  const from = dayOf(2026, 1, 1);
  const event = (type: string, i: number, fields: MemberHistory['events'][number]['fields']) => {
    return { type, id: `e${i}`, at: localTime(from, i), fields, of: undefined, place: undefined };
  };
  const purchases = Array.from({ length: 1_000 }, (_, i) =>
    event('purchase', i + 1, { amount: 0n, channel: 'store', items: [] }),
  );
  const events = [event('refund', 0, {}), ...purchases];
  const member = { member: 'forged', enrolled: from, attributes: { plan: 'free' }, events };
  const [chunk] = chunksIn(compiled, [member], 1);
  const type = compiled.manifest.layout.events.findIndex(({ name }) => name === 'purchase');
  const column = compiled.manifest.layout.events[type]?.columns.findIndex(({ name }) => name === 'amount');
  const amounts = chunk?.events[type]?.columns[column ?? -1]?.values;
  if (chunk === undefined || !(amounts instanceof BigInt64Array)) throw new Error('no amounts');
  const arrays = arraysOf(chunk);
  const room = bytesOf(arrays);
  const wasm = instantiate(compiled.module);
  wasm.begin(from, 0, 0);
  const start = wasm.reserve(room);
  const before = arrays.slice(0, arrays.indexOf(amounts));
  const address =
    start +
    8 * Math.ceil(arrays.length / 2) +
    before.reduce((sum, each) => sum + 8 * Math.ceil(each.byteLength / 8), 0);
  const effect = BigInt(address + 8 * 16);
  // Event and not gone; original; left; first effect and last.
  amounts.set([BigInt(type), 100n, 100n, effect]);
  // The effect that follows is itself; its kind is one that costs nothing to look at.
  amounts.set([effect | (3n << 32n)], 16);
  amounts.fill(BigInt(address) | (BigInt(address) << 32n), 100);
  const between = (address + 8 * 550 - (start + room)) / 4;
  chunk.of[0] = 2 ** 30 + between;
  return { arrays, members: 1 };
}

// If it fails, a file made for it stops a service for good.
it('a reversal of a row outside the member finds nothing, whatever stands there', async () => {
  const one = programs.find(({ name }) => name === 'tea-house');
  if (one === undefined) return expect.fail('there is no tea house');
  const compiled = compiledOf(one.plan);
  const honest = sentOf(compiled, one);
  const results = await run(compiled, [honest, forged(compiled), honest], one.until);
  expect(results.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(results[2]?.found).toEqual(results[0]?.found);
});
