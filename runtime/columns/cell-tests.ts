import { type CompiledTest, cellTest, comparable, Fault, readQuantity } from '../history/index.ts';
import { NumberBytes } from './number-bytes.ts';
import { isAscii } from './text-bytes.ts';
import { decodeText, encodeText } from './wtf8.ts';

/** A test of a column on the bytes of its cell, trimmed. */
export interface ByteTest {
  readonly column: number;
  holds(bytes: Uint8Array, from: number, to: number): boolean;
}

/** Decimals at which numbers are compared. */
const SCALE = 9;

type Predicate = (bytes: Uint8Array, from: number, to: number) => boolean;

/** The same test as the reader of rows makes; on plain cells without making a text of them. */
export function byteTest({ column, test, number }: CompiledTest): ByteTest {
  const whole = cellTest(test, number);
  const byText: Predicate = (bytes, from, to) => whole(comparable(decodeText(bytes, from, to)));
  const { column: _, ...said } = test;
  const predicates: Predicate[] = [];
  const expected = (value: string | number | boolean) => encodeText(comparable(String(value)));
  if (said.is !== undefined) predicates.push(equals(expected(said.is)));
  if (said.is_not !== undefined) {
    const same = equals(expected(said.is_not));
    predicates.push((bytes, from, to) => !same(bytes, from, to));
  }
  if (said.in !== undefined) {
    const each = said.in.map((value) => equals(expected(value)));
    predicates.push((bytes, from, to) => each.some((same) => same(bytes, from, to)));
  }
  if (said.starts_with !== undefined) {
    const start = expected(said.starts_with);
    predicates.push((bytes, from, to) => to - from >= start.length && hasAt(bytes, from, start));
  }
  if (said.ends_with !== undefined) {
    const end = expected(said.ends_with);
    predicates.push((bytes, from, to) => to - from >= end.length && hasAt(bytes, to - end.length, end));
  }
  if (said.empty !== undefined) {
    const empty = said.empty === true || said.empty === 'yes';
    predicates.push((_bytes, from, to) => (from === to) === empty);
  }
  const bound = boundTest(said, number.decimal);
  if (bound !== undefined)
    predicates.push((bytes, from, to) => bound(bytes, from, to) ?? byText(bytes, from, to));
  // What is not looked at here is looked at as text.
  const plain = said.contains === undefined && (bound !== undefined || !hasBound(said));
  return {
    column,
    holds: (bytes, from, to) =>
      plain && isAscii(bytes, from, to)
        ? predicates.every((holds) => holds(bytes, from, to))
        : byText(bytes, from, to),
  };
}

type Said = Omit<CompiledTest['test'], 'column'>;

function hasBound({ below, above, at_least, at_most }: Said): boolean {
  return below !== undefined || above !== undefined || at_least !== undefined || at_most !== undefined;
}

/** Whether a plain number lies within bounds; undefined: the cell is no plain number. */
function boundTest(
  said: Said,
  decimal: string,
): ((bytes: Uint8Array, from: number, to: number) => boolean | undefined) | undefined {
  if (!hasBound(said) || decimal !== '.') return undefined;
  const limits = [said.below, said.above, said.at_least, said.at_most].map((bound) => {
    if (bound === undefined) return undefined;
    const style = { decimal: '.', thousands: undefined, negate: false, signs: [] };
    const read = readQuantity(String(bound), SCALE, style, '');
    return read instanceof Fault ? Number.NaN : Number(read);
  });
  if (limits.some((limit) => Number.isNaN(limit))) return undefined;
  const [below = Number.POSITIVE_INFINITY, above = Number.NEGATIVE_INFINITY] = limits;
  const [, , least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY] = limits;
  const number = new NumberBytes();
  return (bytes, from, to) => {
    if (!number.read(bytes, from, to, SCALE)) return undefined;
    const { value } = number;
    return value < below && value > above && value >= least && value <= most;
  };
}

function equals(text: Uint8Array): Predicate {
  return (bytes, from, to) => to - from === text.length && hasAt(bytes, from, text);
}

function hasAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let each = 0; each < text.length; each += 1) if (bytes[at + each] !== text[each]) return false;
  return true;
}
