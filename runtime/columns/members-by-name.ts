import type { TextTable } from './text-table.ts';

/** From this byte on, texts in the order of their UTF-8 are not in the order of their code units. */
const BEYOND = 0xf0;
/** Fewer texts are sorted by insertion. */
const FEW = 12;
/** A key of four bytes and a number below this fit one double. */
const NUMBERS = 2 ** 21;

/** The numbers of all texts of a table, sorted by code units. */
export function membersByName(table: TextTable): Int32Array {
  const { size } = table;
  const numbers = new Int32Array(size);
  for (let number = 0; number < size; number += 1) numbers[number] = number;
  if (size < NUMBERS && isPlain(table)) sortByBytes(table, numbers);
  else {
    const names = Array.from(numbers, (number) => table.text(number));
    numbers.sort((a, b) => {
      const [one = '', other = ''] = [names[a], names[b]];
      return one < other ? -1 : one > other ? 1 : 0;
    });
  }
  return numbers;
}

/** Whether all bytes are such that their order is that of the texts, and a 0 can stand for the end of one. */
function isPlain(table: TextTable): boolean {
  const { bytes, size } = table;
  const end = size === 0 ? 0 : table.endOf(size - 1);
  for (let at = 0; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0 || byte >= BEYOND) return false;
  }
  return true;
}

/** By four bytes at once; stretches that are the same there are sorted by the next four. */
function sortByBytes(table: TextTable, numbers: Int32Array): void {
  const keys = new Float64Array(numbers.length);
  const open: number[] = [0, numbers.length, 0];
  for (;;) {
    const depth = open.pop();
    const to = open.pop() ?? 0;
    const from = open.pop() ?? 0;
    if (depth === undefined) return;
    if (to - from <= FEW) {
      insert(table, numbers, from, to, depth);
      continue;
    }
    for (let at = from; at < to; at += 1) {
      const number = numbers[at] ?? 0;
      keys[at] = keyAt(table, number, depth) * NUMBERS + number;
    }
    keys.subarray(from, to).sort();
    let start = from;
    let before = Math.floor((keys[from] ?? 0) / NUMBERS);
    for (let at = from; at < to; at += 1) {
      const both = keys[at] ?? 0;
      const key = Math.floor(both / NUMBERS);
      numbers[at] = both - key * NUMBERS;
      if (key === before) continue;
      if (at - start > 1) open.push(start, at, depth + 4);
      start = at;
      before = key;
    }
    if (to - start > 1) open.push(start, to, depth + 4);
  }
}

/** Four bytes from `depth` on as a number, 0 behind the end. */
function keyAt(table: TextTable, number: number, depth: number): number {
  const { bytes } = table;
  const end = table.endOf(number);
  const at = table.startOf(number) + depth;
  let key = 0;
  for (let each = at; each < at + 4; each += 1) key = key * 256 + (each < end ? (bytes[each] ?? 0) : 0);
  return key;
}

function insert(table: TextTable, numbers: Int32Array, from: number, to: number, depth: number): void {
  for (let at = from + 1; at < to; at += 1) {
    const number = numbers[at] ?? 0;
    let place = at;
    for (; place > from && compare(table, numbers[place - 1] ?? 0, number, depth) > 0; place -= 1)
      numbers[place] = numbers[place - 1] ?? 0;
    numbers[place] = number;
  }
}

/** Compares texts that are the same up to `depth`. */
function compare(table: TextTable, a: number, b: number, depth: number): number {
  const { bytes } = table;
  const [first, second] = [table.startOf(a) + depth, table.startOf(b) + depth];
  const [one, other] = [table.endOf(a) - first, table.endOf(b) - second];
  const size = Math.min(one, other);
  for (let at = 0; at < size; at += 1) {
    const difference = (bytes[first + at] ?? 0) - (bytes[second + at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one - other;
}
