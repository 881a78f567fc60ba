import { dayOfTime } from '../../schema/index.ts';
import type { CellMap } from './cell-map.ts';
import { type Collector, placeOf } from './collector.ts';
import type { CompiledTime, CompiledValue, EntryCompiler } from './compile-mapping.ts';
import { Fault, fault } from './fault.ts';
import { outOfRange, type Setting } from './field-reader.ts';
import { readValues } from './mapped.ts';
import type { MembersMapping } from './mapping.ts';
import { momentOf } from './moment.ts';
import { halfWidth } from './number.ts';
import type { RawRow } from './scan.ts';
import { shapesOf } from './shape.ts';

/** Rows of a file of members become enrolments. */
export class MemberReader {
  readonly #setting: Setting;
  readonly #columns: CellMap;
  readonly #id: number;
  readonly #enrolled: CompiledTime | undefined;
  readonly #attributes: readonly CompiledValue[];

  constructor(
    setting: Setting,
    columns: CellMap,
    compiler: EntryCompiler,
    mapping: MembersMapping,
    note: (path: readonly (string | number)[], why: Fault) => void,
  ) {
    this.#setting = setting;
    this.#columns = columns;
    this.#id = columns.index(mapping.id.column, ['members', 'id', 'column']);
    this.#enrolled = mapping.enrolled && compiler.time(mapping.enrolled, ['members', 'enrolled']);
    const shape = shapesOf(setting.plan).get('enroll');
    this.#attributes =
      shape === undefined
        ? []
        : compiler.values(shape, shape.fields, mapping.attributes ?? {}, ['members', 'attributes']);
    for (const attribute of setting.plan.attributes)
      if (
        !attribute.optional &&
        attribute.name !== 'enrolled' &&
        mapping.attributes?.[attribute.name] === undefined
      )
        note(
          ['members', 'attributes'],
          fault('mapping-missing-field', { event: 'members', field: attribute.name }),
        );
  }

  /** Which cell names the member. */
  get id(): number {
    return this.#id;
  }

  row(row: RawRow, file: string, known: Set<string>, collector: Collector): void {
    collector.next();
    const bad = this.#row(row, file, known, collector);
    if (bad !== undefined) collector.reject(file, row, bad);
  }

  #row(row: RawRow, file: string, known: Set<string>, collector: Collector): Fault | undefined {
    const cells = this.#columns.cells(row);
    if (cells instanceof Fault) return cells;
    const member = halfWidth(cells[this.#id] ?? '');
    if (member === '') return fault('missing-member', {}, { column: this.#columns.name(this.#id) });
    known.add(member);
    const time = this.#enrolled;
    const text =
      time?.columns
        .map((column) => cells[column] ?? '')
        .join(' ')
        .trim() ?? '';
    const clock = text === '' ? undefined : time?.format.read(text);
    if (time !== undefined && text !== '' && clock === undefined)
      return fault(
        'unreadable-date',
        { value: text, field: time.name, format: time.format.text },
        { column: time.name, value: text },
      );
    const moment = clock && momentOf(clock, this.#setting.source, this.#setting.program);
    const never = moment && outOfRange(moment, time?.name ?? '', text);
    if (never !== undefined) return never;
    const attributes = readValues(this.#attributes, cells, this.#columns, 'members');
    if (attributes instanceof Fault) return attributes;
    const before = collector.enrol({
      member,
      day: moment && dayOfTime(moment.local),
      attributes,
      file,
      rows: [{ line: row.line, raw: row.raw }],
    });
    return before && fault('duplicate-enrolment', { member, place: placeOf(before) });
  }
}
