import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OPCODES } from '../../compiler/emit/disassemble/opcodes.ts';
import {
  block,
  c32,
  c64,
  doAll,
  goTo,
  goToIf,
  i32,
  i64,
  loop,
  trap,
  when,
} from '../../compiler/emit/wasm/code.ts';
import { Module } from '../../compiler/emit/wasm/module.ts';
import { disassemble, printDisassembly, type ReadModule, readModule } from '../../compiler/index.ts';
import { bytesOf } from './instantiate.ts';
import { libraryModules } from './library-modules.ts';
import { binaryOf, textOf, validate } from './validator.ts';

/** The instructions of each function as the independent printer names them, without what follows the name. */
function mnemonics(text: string): readonly (readonly string[])[] {
  const functions: string[][] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed.startsWith('(func ')) functions.push([]);
    const name = /^[a-z][a-z0-9_.]*/.exec(trimmed)?.[0];
    if (name !== undefined) functions.at(-1)?.push(name);
  }
  return functions;
}

function ours(bytes: Uint8Array): readonly (readonly string[])[] {
  const module = readModule(bytes);
  expect(module.faults).toEqual([]);
  return module.functions.map(({ index }) => {
    const { lines, fault } = disassemble(module, index);
    expect(fault).toBeUndefined();
    return lines.map(({ text }) => text.split(' ')[0] ?? '');
  });
}

/** Every instruction of the table but those of blocks, each after `unreachable`, which lets it find any stack. */
function everyInstruction(): Uint8Array {
  const code: number[] = [];
  for (const [number, { immediate, name }] of OPCODES) {
    const size = {
      i32: 1,
      i64: 1,
      f32: 4,
      f64: 8,
      address: 2,
      function: 1,
      local: 1,
      global: 1,
      label: 1,
      type: 2,
    };
    if (immediate.kind === 'block' || ['else', 'end'].includes(name)) continue;
    const bytes = immediate.kind === 'memories' ? immediate.count : immediate.kind === 'labels' ? 2 : 0;
    const length = immediate.kind in size ? size[immediate.kind as keyof typeof size] : bytes;
    code.push(0x00, number, ...Array.from({ length }, () => 0));
  }
  code.push(0x00, 0xfc, 0x0a, 0, 0, 0x00, 0xfc, 0x0b, 0);
  code.push(
    0x02,
    0x40,
    0x03,
    0x40,
    0x00,
    0x04,
    0x7e,
    0x42,
    0,
    0x05,
    0x42,
    0x7f,
    0x0b,
    0x1a,
    0x0b,
    0x0b,
    0x00,
    0x0b,
  );
  const leb = (value: number): number[] => [(value & 0x7f) | 0x80, value >> 7];
  const body = [...leb(code.length + 3), 1, 1, 0x7f, ...code];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x04, 0x04, 0x01, 0x70, 0x00, 0x01],
    ...[0x05, 0x03, 0x01, 0x00, 0x01],
    ...[0x06, 0x06, 0x01, 0x7f, 0x01, 0x41, 0x00, 0x0b],
    ...[0x0a, ...leb(body.length + 1), 1, ...body],
  ]);
}

test('every instruction has the name that an independent printer gives it', () => {
  const bytes = everyInstruction();
  expect(validate(bytes)).toBeUndefined();
  const [names] = ours(bytes);
  expect(new Set(names).size).toBe(OPCODES.size + 2);
  expect([names]).toEqual(mnemonics(textOf(bytes)));
});

test('library modules read the same as by an independent printer', () => {
  for (const bytes of Object.values(libraryModules())) expect(ours(bytes)).toEqual(mnemonics(textOf(bytes)));
});

/** A module in text form from what was read of it. */
function moduleText(module: ReadModule): string {
  return [
    '(module',
    ...module.memories.map(({ pages }) => `(memory ${pages})`),
    ...module.globals.map(
      ({ name, type, initial }) =>
        `(global ${name === undefined ? '' : `$${name}`} (mut ${type}) (${type}.const ${initial}))`,
    ),
    ...module.functions.map(({ index }) => {
      const { header, lines } = disassemble(module, index);
      return `${header}\n${lines.map(({ text }) => text).join('\n')})`;
    }),
    ')',
  ].join('\n');
}

function codeOf(bytes: Uint8Array): readonly (Uint8Array | undefined)[] {
  return readModule(bytes).functions.map(
    ({ code }) => code && bytes.slice(code.start, code.offset + code.size),
  );
}

test('the text assembles, by an independent assembler, to the very instructions it was read from', () => {
  for (const bytes of Object.values(libraryModules())) {
    const module = readModule(bytes);
    expect(codeOf(binaryOf(moduleText(module)))).toEqual(codeOf(bytes));
  }
  const floats = binaryOf(`(module (func
    f32.const 0.1 drop f32.const -0 drop f32.const inf drop f32.const -nan:0x200001 drop f32.const nan drop
    f64.const 0.1 drop f64.const -0 drop f64.const -inf drop f64.const nan:0x4000000000001 drop f64.const 5e-324 drop
    f64.const 1e300 drop f32.const 3.4028235e38 drop i64.const -9223372036854775808 drop))`);
  expect(codeOf(binaryOf(moduleText(readModule(floats))))).toEqual(codeOf(floats));
});

test('a function is shown with its names, its nesting and the place of each instruction', () => {
  const m = new Module();
  const total = m.global('total', 'i64', 5n);
  // Long enough to be called: short functions stand where they are called from.
  const twice = m.func('twice', ['i64'], 'i64', (body, a) => [
    ...Array.from({ length: 30 }, () => a.set(i64.add(a.get, a.get))),
    body.ret(a.get),
  ]);
  const main = m.func('count it', ['i32', 'i64'], 'i64', (body, n) => {
    const sum = body.i64('sum');
    const again = body.i64('sum');
    return [
      block('out', (out) => [
        loop('more', (more) => [
          goToIf(out, i32.eqz(n.get)),
          sum.set(twice.call(c64(-1))),
          when(n.get, [goTo(more)], [again.set(sum.get)]),
        ]),
      ]),
      doAll(total.set(sum.get), trap),
      body.ret(again.get),
    ];
  });
  m.exportFunc('main', main);
  m.exportFunc('again', main);
  m.exportGlobal('total', total);
  m.data(8, new Uint8Array([1, 2, 3]));
  const bytes = m.assemble(2, () => ({ name: 'terms', bytes: new Uint8Array([7]) })).bytes;
  const module = readModule(bytes);
  expect(module.faults).toEqual([]);
  expect(
    module.functions.map(({ name, params, results, exports }) => ({ name, params, results, exports })),
  ).toEqual([
    { name: 'twice', params: ['i64'], results: ['i64'], exports: [] },
    { name: 'count it', params: ['i32', 'i64'], results: ['i64'], exports: ['main', 'again'] },
  ]);
  expect(module.globals).toEqual([
    {
      index: 0,
      name: 'total',
      type: 'i64',
      mutable: true,
      imported: undefined,
      exports: ['total'],
      initial: 5n,
    },
  ]);
  expect(module.memories).toEqual([{ pages: 2, most: undefined }]);
  expect(module.data).toEqual([{ address: 8, bytes: new Uint8Array([1, 2, 3]) }]);
  expect(module.custom.map((each) => [each.name, bytes[each.offset], each.bytes])).toEqual([
    ['terms', 7, new Uint8Array([7])],
  ]);
  expect(module.sections.map(({ name }) => name)).toEqual([
    ...['type', 'function', 'memory', 'global', 'export', 'code', 'data', 'custom', 'custom'],
  ]);
  const last = module.sections.at(-1);
  expect((last?.offset ?? 0) + (last?.size ?? 0)).toBe(bytes.length);

  const shown = disassemble(module, 1);
  expect(shown.header).toBe(
    '(func $count_it (param i32) (param i64) (result i64) (local $sum i64) (local $sum.3 i64)',
  );
  expect(shown.lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`)).toEqual([
    'block $0',
    '  loop $1',
    '    local.get 0',
    '    i32.eqz',
    '    br_if $0',
    '    i64.const -1',
    '    call $twice',
    '    local.set $sum',
    '    local.get 0',
    '    if $2',
    '      br $1',
    '    else',
    '      local.get $sum',
    '      local.set $sum.3',
    '    end',
    '  end',
    'end',
    'local.get $sum',
    'global.set $total',
    'unreachable',
    'local.get $sum.3',
    'return',
    'unreachable',
  ]);
  // 0x02 is block, 0x03 loop, 0x20 local.get, 0x45 i32.eqz; the code starts with the first of them.
  expect(shown.lines.slice(0, 4).map(({ offset }) => bytes[offset])).toEqual([0x02, 0x03, 0x20, 0x45]);
  expect(shown.lines[0]?.offset).toBe(module.functions[1]?.code?.start);
  const printed = printDisassembly(shown).split('\n');
  expect(printed[2]).toBe(`${shown.lines[1]?.offset.toString(16).padStart(6, '0')}      loop $1`);
});

test('imports come first in the count of functions and globals', () => {
  const bytes = binaryOf(`(module
    (import "host" "log" (func $log (param i32)))
    (import "host" "limit" (global $limit i64))
    (import "host" "memory" (memory 1 4))
    (import "host" "table" (table 1 2 funcref))
    (global $mine f64 (f64.const 1.5))
    (func $main (export "main") (call $log (i32.const 1)) (call_indirect (param i32) (i32.const 1) (i32.const 0)))
    (start $main) (elem (i32.const 0) $main) (data (i32.const 4) "abc"))`);
  const module = readModule(bytes);
  expect(module.faults).toEqual([]);
  expect(module.functions.map(({ name, imported }) => [name, imported?.name])).toEqual([
    ['log', 'log'],
    ['main', undefined],
  ]);
  expect(module.globals.map(({ type, mutable, initial }) => [type, mutable, initial])).toEqual([
    ['i64', false, undefined],
    ['f64', false, undefined],
  ]);
  expect(disassemble(module, 0)).toEqual({ header: '(func $log (param i32)', lines: [], fault: undefined });
  expect(disassemble(module, 1).lines.map(({ text }) => text)).toEqual([
    'i32.const 1',
    'call $log',
    'i32.const 1',
    'i32.const 0',
    'call_indirect (type 0)',
  ]);
  expect(disassemble(module, 2).fault?.message).toBe('there is no function 2');
});

/** Reads all there is; a module that lies about its size must not make this run long. */
function readAll(bytes: Uint8Array): ReadModule {
  const module = readModule(bytes);
  for (const { index } of module.functions.slice(0, 50)) printDisassembly(disassemble(module, index));
  for (const { offset } of module.faults) expect(offset).toBeLessThanOrEqual(bytes.length);
  return module;
}

test('a module cut short anywhere says where, and keeps what came before', () => {
  const whole = libraryModules().dates ?? new Uint8Array();
  const ends = new Set(readModule(whole).sections.map(({ offset, size }) => offset + size));
  for (let length = 0; length < whole.length; length += 1) {
    const module = readAll(whole.subarray(0, length));
    // A cut between two sections leaves a whole module, unless its functions have lost their bodies.
    if (!ends.has(length) && length !== 8) expect(module.faults.length).toBeGreaterThan(0);
  }
  const { offset = 0, size = 0 } = readModule(whole).sections.find(({ name }) => name === 'export') ?? {};
  const cut = readModule(whole.subarray(0, offset + size + 1));
  expect(cut.exports.map(({ name }) => name)).toEqual(['memory', 'addMonths', 'year']);
  expect(cut.faults).toEqual([
    { offset: offset + size + 1, message: 'the bytes end within the size of a section' },
  ]);
});

test('damaged bytes never make the reader throw or run on', () => {
  const modules = Object.values(libraryModules());
  fc.assert(
    fc.property(
      fc.nat({ max: modules.length - 1 }),
      fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x00, 0x7f, 0x80, 0xff))), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.nat(),
      (which, changes, cut) => {
        const bytes = modules[which]?.slice() ?? new Uint8Array();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        readAll(cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
      },
    ),
    { seed: 1, numRuns: 1500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
      readAll(tail);
      readAll(new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...tail]));
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test('what a few bytes claim to be huge stays small', () => {
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const most = [0xff, 0xff, 0xff, 0xff, 0x0f];
  // 2^32 − 1 types, none of which follows.
  expect(readModule(new Uint8Array([...header, 0x01, 0x05, ...most])).faults).toEqual([
    { offset: 15, message: 'the bytes end within a type' },
  ]);
  // One function with 2^32 − 1 locals.
  const start = [...header, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00];
  const many = [0x0a, 0x0a, 0x01, 0x08, 0x01, ...most, 0x7f, 0x0b];
  expect(readModule(new Uint8Array([...start, ...many])).faults).toEqual([
    { offset: 23, message: 'a function has over 50000 locals' },
  ]);
  // A function of a type that is not there, and one without a body.
  const untyped = start.map((byte, index) => (index === start.length - 1 ? 3 : byte));
  expect(readModule(new Uint8Array([...untyped, 0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b])).faults).toEqual([
    { offset: 16, message: 'a function has type 3, which is not there' },
  ]);
  expect(readModule(new Uint8Array(start)).faults).toEqual([
    { offset: 18, message: 'functions: 1, bodies: 0' },
  ]);
  // 100,000 blocks, one in the other: the text does not grow with the square of that.
  const code = [0x00, ...Array.from({ length: 100_000 }, () => [0x02, 0x40]).flat()];
  const leb = (value: number) => [(value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14];
  const deep = [0x0a, ...leb(code.length + 4), 0x01, ...leb(code.length), ...code];
  const module = readModule(new Uint8Array([...start, ...deep]));
  const shown = disassemble(module, 0);
  expect(shown.lines).toHaveLength(100_000);
  expect(shown.fault?.message).toBe('the bytes end within the code of a function');
  expect(printDisassembly(shown).length).toBeLessThan(20_000_000);
});

test('damage inside a function is reported at its byte', () => {
  const m = new Module();
  m.func('one', ['i32'], 'i32', (body, a) => [body.ret(i32.add(a.get, c32(1)))]);
  const bytes = bytesOf(m);
  const { start = 0 } = readModule(bytes).functions[0]?.code ?? {};
  const faultWith = (at: number, byte: number) => {
    const changed = bytes.slice();
    changed[start + at] = byte;
    return disassemble(readModule(changed), 0).fault;
  };
  // local.get 0, i32.const 1, i32.add, return, unreachable, end
  expect([...bytes.subarray(start, start + 8)]).toEqual([0x20, 0, 0x41, 1, 0x6a, 0x0f, 0x00, 0x0b]);
  expect(faultWith(0, 0xff)).toEqual({ offset: start, message: 'no instruction has the number 0xff' });
  expect(faultWith(1, 9)).toEqual({ offset: start + 1, message: 'there is no local 9' });
  expect(faultWith(4, 0x0b)).toEqual({ offset: start + 5, message: 'the function goes on after its end' });
  expect(faultWith(7, 0x01)).toEqual({
    offset: start + 8,
    message: 'the bytes end within the code of a function',
  });
});
