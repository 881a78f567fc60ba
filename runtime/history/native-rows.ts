import type { Plan } from '../../schema/index.ts';
import type { Collector } from './collector.ts';
import { fault } from './fault.ts';
import { NativeReader } from './native.ts';
import type { RawRow } from './scan.ts';
import { shapesOf } from './shape.ts';

/** What takes the rows of a native file: cells under a header, or (undefined) each row an object of its own. */
export function nativeRows(
  plan: Plan,
  file: string,
  collector: Collector,
  header: readonly string[] | undefined,
): (row: RawRow) => void {
  const zone = collector.zones.of(plan.timezone) ?? collector.zones.of('UTC');
  if (zone === undefined) return () => undefined;
  const setting = { plan, program: zone, source: zone };
  const reader = new NativeReader(setting, shapesOf(plan), file, collector);
  if (header === undefined) return (row) => reader.jsonRow(row);
  return (row) => {
    const { length } = row.cells;
    if (length === header.length) return reader.csvRow(row, header, row.cells);
    collector.next();
    collector.reject(file, row, fault('ragged-row', { found: length, expected: header.length }));
  };
}

/** The names that the first row of a native file of cells gives to its columns. */
export function nativeHeader(row: RawRow): readonly string[] {
  return row.cells.map((cell) => cell.trim().normalize('NFC'));
}
