import { Fault } from './fault.ts';
import { isYes, type RowTest } from './mapping.ts';
import { comparable, type NumberStyle, PLAIN_NUMBER, readQuantity } from './number.ts';

/** Whether a row passes the test of one column, given the column's text. */
export type CellTest = (text: string) => boolean;

/** Tests that compare with a number. */
export const BOUNDS = ['below', 'above', 'at_least', 'at_most'] as const;

/** The number that a cell is compared with; it is written in the mapping, so as mappings write numbers. */
export function boundOf(bound: number | string): bigint | Fault {
  return readQuantity(String(bound), SCALE, { ...PLAIN_NUMBER, thousands: undefined }, '');
}

/** Numbers are compared at this many decimals. */
const SCALE = 9;

/** All tests of one entry; a number test of something that is no number fails. */
export function cellTest(test: RowTest, number: NumberStyle): CellTest {
  const tests: CellTest[] = [];
  const text = (value: string | number | boolean) => comparable(String(value));
  if (test.is !== undefined) {
    const expected = text(test.is);
    tests.push((cell) => cell === expected);
  }
  if (test.is_not !== undefined) {
    const expected = text(test.is_not);
    tests.push((cell) => cell !== expected);
  }
  if (test.in !== undefined) {
    const expected = new Set(test.in.map(text));
    tests.push((cell) => expected.has(cell));
  }
  if (test.starts_with !== undefined) {
    const part = text(test.starts_with);
    tests.push((cell) => cell.startsWith(part));
  }
  if (test.ends_with !== undefined) {
    const part = text(test.ends_with);
    tests.push((cell) => cell.endsWith(part));
  }
  if (test.contains !== undefined) {
    const part = text(test.contains);
    tests.push((cell) => cell.includes(part));
  }
  if (test.empty !== undefined) {
    const empty = isYes(test.empty, true);
    tests.push((cell) => (cell === '') === empty);
  }
  const compare = (bound: number | string | undefined, holds: (cell: bigint, bound: bigint) => boolean) => {
    if (bound === undefined) return;
    const limit = boundOf(bound);
    tests.push((cell) => {
      const value = cell === '' ? undefined : readQuantity(cell, SCALE, number, '');
      return typeof value === 'bigint' && !(limit instanceof Fault) && holds(value, limit);
    });
  };
  compare(test.below, (a, b) => a < b);
  compare(test.above, (a, b) => a > b);
  compare(test.at_least, (a, b) => a >= b);
  compare(test.at_most, (a, b) => a <= b);
  return (cell) => tests.every((holds) => holds(cell));
}
