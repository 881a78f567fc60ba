import { expect, test } from 'vitest';
import { disassemble, readModule } from '../../compiler/emit/disassemble/index.ts';
import { c32, c64, doAll, during, goTo, i32, i64, loop, when } from '../../compiler/emit/wasm/code.ts';
import { Module } from '../../compiler/emit/wasm/module.ts';
import { bytesOf, instantiate } from './instantiate.ts';

/** Names of the functions that a function still calls. */
function callsOf(bytes: Uint8Array, index: number): readonly string[] {
  return disassemble(readModule(bytes), index).lines.flatMap(({ text }) =>
    text.startsWith('call ') ? [text.slice(5)] : [],
  );
}

test('a short function stands in place of its calls and answers the same', () => {
  const m = new Module();
  // Leaves early, from inside a loop: the way out leads behind its own body, not out of the caller.
  const root = m.func('root', ['i32'], 'i32', (f, of) => {
    const n = f.i32('n');
    return [
      when(i32.lt(of.get, c32(0)), [f.ret(c32(-1))]),
      loop('next', (next) => [
        when(i32.gt(i32.mul(n.get, n.get), of.get), [f.ret(i32.sub(n.get, c32(1)))]),
        n.set(i32.add(n.get, c32(1))),
        goTo(next),
      ]),
      f.ret(c32(0)),
    ];
  });
  const both = m.func('both', ['i32', 'i32'], 'i32', (f, a, b) => [
    f.ret(i32.add(i32.mul(root.call(a.get), c32(100)), root.call(root.call(b.get)))),
  ]);
  const sum = m.func('sum', ['i32'], 'i32', (f, to) => {
    const total = f.i32('total');
    return [
      // Each round starts with locals of 0, as a call would.
      during(i32.gt(to.get, c32(0)), [
        total.set(i32.add(total.get, root.call(to.get))),
        to.set(i32.sub(to.get, c32(1))),
      ]),
      f.ret(total.get),
    ];
  });
  m.exportFunc('both', both);
  m.exportFunc('sum', sum);
  const bytes = bytesOf(m);
  const { call } = instantiate(bytes);
  expect(callsOf(bytes, 1)).toEqual([]);
  // The root of 17 is 4; that of 90 is 9, and of 9 is 3; −5 has none.
  expect(call('both', 17, 90)).toBe(403);
  expect(call('both', -5, 90)).toBe(-97);
  // Roots of 1 to 10: 1 1 1 2 2 2 2 2 3 3.
  expect(call('sum', 10)).toBe(19);
});

test('a function that calls itself is called', () => {
  const m = new Module();
  const down = m.declare('down', ['i32'], 'i32');
  m.define(down, (f, n) => [
    when(i32.le(n.get, c32(0)), [f.ret(c32(0))]),
    f.ret(i32.add(n.get, down.call(i32.sub(n.get, c32(1))))),
  ]);
  const main = m.func('main', ['i32'], 'i32', (f, n) => [f.ret(i32.add(down.call(n.get), c32(1)))]);
  m.exportFunc('main', main);
  const bytes = bytesOf(m);
  const { call } = instantiate(bytes);
  expect(callsOf(bytes, 1)).toEqual(['$down']);
  // 1 + 2 + 3 + 4 + 1
  expect(call('main', 4)).toBe(11);
});

test('arguments are worked out before the body, and a body without a value leaves none', () => {
  const m = new Module();
  const log = m.global('log', 'i64');
  m.exportGlobal('log', log);
  const note = m.func('note', ['i64', 'i32'], 'void', (f, what, often) => [
    when(i32.eqz(often.get), [f.ret()]),
    log.set(i64.add(i64.mul(log.get, c64(10)), what.get)),
  ]);
  const main = m.func('main', [], 'void', () => [
    doAll(note.call(c64(1), c32(1)), note.call(c64(2), c32(0))),
    note.call(i64.add(log.get, c64(2)), c32(1)),
  ]);
  m.exportFunc('main', main);
  const exports = instantiate(bytesOf(m));
  exports.call('main');
  // 1; the second is not noted; then 1 · 10 + (1 + 2).
  expect(exports.global('log')).toBe(13n);
});
