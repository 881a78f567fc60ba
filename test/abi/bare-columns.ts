// The columns of a history, built from docs/abi.md and a manifest alone; nothing that runs is imported.
import type { Column, Fields, Manifest, Member, Value } from './contract.ts';

const SECONDS = 86_400;

function starts(lengths: readonly number[]): Int32Array {
  let end = 0;
  return Int32Array.from([
    0,
    ...lengths.map((length) => {
      end += length;
      return end;
    }),
  ]);
}

/** Whole members as the arrays of a chunk, in the order of the table of pointers. */
export function columnsOf({ layout }: Manifest, members: readonly Member[]) {
  const codes = new Map(layout.words.map((word, code) => [word, code]));
  const codeOf = (text: string): number => codes.get(text) ?? codes.set(text, codes.size).size - 1;
  const small = (value: Value) => (typeof value === 'string' ? codeOf(value) : Number(value ?? 0));
  const big = (value: Value) => BigInt((value ?? 0) as bigint | number);
  const write = (columns: readonly Column[], rows: readonly Fields[]) =>
    columns.flatMap(({ name, store, optional }) => {
      const own = rows.map((row) => row[name]);
      const values = store === 'i64' ? BigInt64Array.from(own, big) : Int32Array.from(own, small);
      return optional ? [values, Uint8Array.from(own, (each) => (each === undefined ? 0 : 1))] : [values];
    });
  const rows = members.flatMap(({ member, events }) => events.map((event) => ({ ...event, member })));
  const numbers = new Map(rows.map(({ member, id }, row) => [JSON.stringify([member, id]), row]));
  const type = rows.map((row) => layout.events.findIndex((event) => event.name === row.type));
  const data = layout.events.map((_, t) => rows.filter((_, row) => type[row] === t));
  const index = new Map(data.flatMap((own) => own.map((row, i) => [row, i] as const)));
  return [
    Int32Array.from(members, (member) => member.enrolled),
    starts(members.map((member) => member.events.length)),
    Int32Array.from(type),
    Int32Array.from(rows, (row) => index.get(row) ?? -1),
    Int32Array.from(rows, (row) => Math.floor(row.at / SECONDS)),
    Int32Array.from(rows, (row) => row.at - SECONDS * Math.floor(row.at / SECONDS)),
    Int32Array.from(rows, (row) => numbers.get(JSON.stringify([row.member, row.of])) ?? -1),
    ...write(
      layout.attributes,
      members.map((member) => member.attributes),
    ),
    ...layout.events.flatMap((event, t) => {
      // A redemption that does not say how many is of one.
      const own = (data[t] ?? []).map(({ fields }): Fields => ({ quantity: 1n, ...fields }));
      return [
        ...write(event.columns, own),
        ...event.lines.flatMap((list) => {
          const lists = own.map((row) => (row[list.name] ?? []) as readonly Fields[]);
          return [starts(lists.map((lines) => lines.length)), ...write(list.columns, lists.flat())];
        }),
      ];
    }),
  ];
}
