/** What follows an opcode. */
export type Immediate =
  | { readonly kind: 'none' | 'block' | 'label' | 'labels' | 'function' | 'type' | 'local' | 'global' }
  | { readonly kind: 'i32' | 'i64' | 'f32' | 'f64' }
  /** As many zero bytes: indices of the only memory. */
  | { readonly kind: 'memories'; readonly count: number }
  /** `align` is the natural one, as a power of 2. */
  | { readonly kind: 'address'; readonly align: number };

export interface Opcode {
  readonly name: string;
  readonly immediate: Immediate;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function prefixed(prefix: string, text: string): readonly string[] {
  return words(text).map((word) => `${prefix}.${word}`);
}

const COMPARISONS = 'eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u';
const FLOAT_COMPARISONS = 'eq ne lt gt le ge';
const INTEGERS = 'clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr';
const FLOATS = 'abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign';

/** 0x45 to 0xbf, in order. */
const NUMERIC: readonly string[] = [
  ...prefixed('i32', COMPARISONS),
  ...prefixed('i64', COMPARISONS),
  ...prefixed('f32', FLOAT_COMPARISONS),
  ...prefixed('f64', FLOAT_COMPARISONS),
  ...prefixed('i32', INTEGERS),
  ...prefixed('i64', INTEGERS),
  ...prefixed('f32', FLOATS),
  ...prefixed('f64', FLOATS),
  ...prefixed('i32', 'wrap_i64 trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u'),
  ...prefixed('i64', 'extend_i32_s extend_i32_u trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u'),
  ...prefixed('f32', 'convert_i32_s convert_i32_u convert_i64_s convert_i64_u demote_f64'),
  ...prefixed('f64', 'convert_i32_s convert_i32_u convert_i64_s convert_i64_u promote_f32'),
  ...words('i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64'),
];

/** 0x28 to 0x3e, in order, each with its natural alignment. */
const ADDRESSED: readonly (readonly [string, number])[] = [
  ['i32.load', 2],
  ['i64.load', 3],
  ['f32.load', 2],
  ['f64.load', 3],
  ['i32.load8_s', 0],
  ['i32.load8_u', 0],
  ['i32.load16_s', 1],
  ['i32.load16_u', 1],
  ['i64.load8_s', 0],
  ['i64.load8_u', 0],
  ['i64.load16_s', 1],
  ['i64.load16_u', 1],
  ['i64.load32_s', 2],
  ['i64.load32_u', 2],
  ['i32.store', 2],
  ['i64.store', 3],
  ['f32.store', 2],
  ['f64.store', 3],
  ['i32.store8', 0],
  ['i32.store16', 1],
  ['i64.store8', 0],
  ['i64.store16', 1],
  ['i64.store32', 2],
];

const OTHER: readonly (readonly [number, string, Immediate])[] = [
  [0x00, 'unreachable', { kind: 'none' }],
  [0x01, 'nop', { kind: 'none' }],
  [0x02, 'block', { kind: 'block' }],
  [0x03, 'loop', { kind: 'block' }],
  [0x04, 'if', { kind: 'block' }],
  [0x05, 'else', { kind: 'none' }],
  [0x0b, 'end', { kind: 'none' }],
  [0x0c, 'br', { kind: 'label' }],
  [0x0d, 'br_if', { kind: 'label' }],
  [0x0e, 'br_table', { kind: 'labels' }],
  [0x0f, 'return', { kind: 'none' }],
  [0x10, 'call', { kind: 'function' }],
  [0x11, 'call_indirect', { kind: 'type' }],
  [0x1a, 'drop', { kind: 'none' }],
  [0x1b, 'select', { kind: 'none' }],
  [0x20, 'local.get', { kind: 'local' }],
  [0x21, 'local.set', { kind: 'local' }],
  [0x22, 'local.tee', { kind: 'local' }],
  [0x23, 'global.get', { kind: 'global' }],
  [0x24, 'global.set', { kind: 'global' }],
  [0x3f, 'memory.size', { kind: 'memories', count: 1 }],
  [0x40, 'memory.grow', { kind: 'memories', count: 1 }],
  [0x41, 'i32.const', { kind: 'i32' }],
  [0x42, 'i64.const', { kind: 'i64' }],
  [0x43, 'f32.const', { kind: 'f32' }],
  [0x44, 'f64.const', { kind: 'f64' }],
];

/** The byte before the opcodes of bulk memory. */
export const PREFIX = 0xfc;

/** Opcodes of one byte: those of the first version of WebAssembly. */
export const OPCODES: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  ...OTHER.map(([code, name, immediate]) => [code, { name, immediate }] as const),
  ...ADDRESSED.map(
    ([name, align], index) => [0x28 + index, { name, immediate: { kind: 'address', align } }] as const,
  ),
  ...NUMERIC.map((name, index) => [0x45 + index, { name, immediate: { kind: 'none' } }] as const),
]);

/** Opcodes behind {@link PREFIX}. */
export const PREFIXED: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x0a, { name: 'memory.copy', immediate: { kind: 'memories', count: 2 } }],
  [0x0b, { name: 'memory.fill', immediate: { kind: 'memories', count: 1 } }],
]);

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64';

/** Types of values by their byte. */
export const VALUE_TYPES: ReadonlyMap<number, ValueType> = new Map([
  [0x7f, 'i32'],
  [0x7e, 'i64'],
  [0x7d, 'f32'],
  [0x7c, 'f64'],
]);
