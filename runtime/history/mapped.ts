import type { Fields, FieldValue } from '../../schema/index.ts';
import { dayOfTime, SECONDS_PER_DAY } from '../../schema/index.ts';
import type { CellMap, Cells } from './cell-map.ts';
import { type Collector, type Original, placeOf, type SourceRow } from './collector.ts';
import type { CompiledEntry, CompiledEvent, CompiledTime, CompiledValue } from './compile-mapping.ts';
import { Fault, fault } from './fault.ts';
import { missingField, outOfRange, type Setting } from './field-reader.ts';
import { type Moment, momentOf } from './moment.ts';
import { halfWidth, PLAIN_NUMBER, readQuantity } from './number.ts';
import type { RawRow } from './scan.ts';

interface Head {
  readonly member: string;
  readonly id: string;
  readonly moment: Moment;
  readonly sequence: bigint | undefined;
  readonly of: Original | undefined;
  readonly fields: Fields;
}

/** Rows that are one event; they need not stand together. */
interface Group {
  readonly entry: CompiledEvent;
  readonly order: number;
  readonly head: Head | undefined;
  readonly first: Cells;
  /** Undefined: that of the first row cannot be read. */
  readonly moment: Moment | undefined;
  readonly line: number;
  readonly rows: SourceRow[];
  readonly lines: Map<string, Fields[]>;
  /** Line of the first row that cannot be used. */
  broken: number | undefined;
}

interface Bad {
  readonly fault: Fault;
  /** What the row was taken for. */
  readonly entry: CompiledEvent | undefined;
}

/** Rows of a file become events through a mapping document. */
export class MappedReader {
  readonly #setting: Setting;
  readonly #columns: CellMap;
  readonly #entries: readonly CompiledEntry[];
  readonly #file: string;
  readonly #collector: Collector;
  readonly #groups = new Map<string, Group>();

  constructor(
    setting: Setting,
    columns: CellMap,
    entries: readonly CompiledEntry[],
    file: string,
    collector: Collector,
  ) {
    this.#setting = setting;
    this.#columns = columns;
    this.#entries = entries;
    this.#file = file;
    this.#collector = collector;
  }

  row(row: RawRow): void {
    const order = this.#collector.next();
    const cells = this.#columns.cells(row);
    const bad = cells instanceof Fault ? { fault: cells, entry: undefined } : this.#take(row, order, cells);
    if (bad === undefined) return;
    const cell = (column: number | undefined) =>
      cells instanceof Fault ? undefined : this.#key(cells, column);
    this.#collector.reject(this.#file, row, bad.fault, cell(bad.entry?.member), cell(bad.entry?.id));
  }

  #take(row: RawRow, order: number, cells: Cells): Bad | undefined {
    for (const [index, entry] of this.#entries.entries()) {
      if (!entry.holds(cells)) continue;
      if (entry.kind === 'ignore') {
        this.#collector.ignore(entry.reason);
        return undefined;
      }
      const bad =
        entry.groupBy === undefined
          ? this.#single(row, order, entry, cells)
          : this.#grouped(row, order, index, entry, cells);
      return bad && { fault: bad, entry };
    }
    return { fault: fault('no-row-matches', {}), entry: undefined };
  }

  /** Hands on the events of several rows; called once, after the last row. */
  end(): void {
    for (const { head, entry, broken, line, lines, rows, order } of this.#groups.values()) {
      const whole = head && { ...head, fields: { ...head.fields, ...Object.fromEntries(lines) } };
      const bad =
        whole === undefined || broken !== undefined
          ? fault('part-of-bad-event', { line: broken ?? line })
          : this.#emit(entry, whole, rows, order);
      if (bad === undefined) continue;
      for (const row of rows) this.#collector.reject(this.#file, row, bad, head?.member, head?.id);
    }
    this.#groups.clear();
  }

  #single(row: RawRow, order: number, entry: CompiledEvent, cells: Cells): Fault | undefined {
    const head = this.#head(row, entry, cells);
    if (head instanceof Fault) return head;
    if (entry.lines.length === 0) return this.#emit(entry, head, [slim(row)], order);
    const fields: Record<string, FieldValue> = { ...head.fields };
    for (const { field, values } of entry.lines) {
      const line = readValues(values, cells, this.#columns, `${entry.shape.name}.${field}`);
      if (line instanceof Fault) return line;
      fields[field] = [line];
    }
    return this.#emit(entry, { ...head, fields }, [slim(row)], order);
  }

  #grouped(row: RawRow, order: number, index: number, entry: CompiledEvent, cells: Cells): Fault | undefined {
    const by = entry.groupBy ?? [];
    const values = by.map((column) => this.#key(cells, column) ?? '');
    if (values.every((value) => value === '')) {
      const columns = by.map((column) => this.#columns.name(column)).join(', ');
      return fault('missing-group', { columns }, { column: columns });
    }
    const key = JSON.stringify([index, ...values]);
    let group = this.#groups.get(key);
    let bad: Fault | undefined;
    if (group === undefined) {
      const head = this.#head(row, entry, cells);
      if (head instanceof Fault) bad = head;
      group = {
        entry,
        order,
        head: head instanceof Fault ? undefined : head,
        moment: head instanceof Fault ? undefined : head.moment,
        first: cells,
        line: row.line,
        rows: [],
        lines: new Map(entry.lines.map(({ field }) => [field, []])),
        broken: undefined,
      };
      this.#groups.set(key, group);
    } else {
      bad = this.#differs(group, cells);
    }
    for (const { field, values } of entry.lines) {
      if (bad !== undefined) break;
      const line = readValues(values, cells, this.#columns, `${entry.shape.name}.${field}`);
      if (line instanceof Fault) bad = line;
      else group.lines.get(field)?.push(line);
    }
    if (bad === undefined) group.rows.push(slim(row));
    else group.broken ??= row.line;
    return bad;
  }

  /** What is said once for the event must be the same in each of its rows; its time is that of the first. */
  #differs(group: Group, cells: Cells): Fault | undefined {
    for (const column of group.entry.head) {
      const [expected = '', found = ''] = [group.first[column], cells[column]];
      if (found !== expected && halfWidth(found) !== halfWidth(expected))
        return disagreement(this.#columns.name(column), found, expected, group.line);
    }
    const { at } = group.entry;
    const moment = this.#moment(at, cells);
    if (moment instanceof Fault || group.moment === undefined)
      return moment instanceof Fault ? moment : undefined;
    // Numbers of receipts begin again: the same one days later is another purchase.
    if (Math.abs(moment.instant - group.moment.instant) <= SECONDS_PER_DAY) return undefined;
    return disagreement(at.name, timeText(at, cells), timeText(at, group.first), group.line);
  }

  #moment(at: CompiledTime, cells: Cells): Moment | Fault {
    const time = timeText(at, cells);
    if (time === '') return fault('missing-time', {}, { column: at.name });
    const clock = at.format.read(time);
    if (clock === undefined)
      return fault(
        'unreadable-time',
        { value: time, field: at.name, format: at.format.text },
        { column: at.name, value: time },
      );
    const moment = momentOf(clock, this.#setting.source, this.#setting.program);
    return outOfRange(moment, at.name, time) ?? moment;
  }

  #head(row: RawRow, entry: CompiledEvent, cells: Cells): Head | Fault {
    const { shape } = entry;
    const member = this.#key(cells, entry.member);
    if (member === undefined)
      return fault('missing-member', {}, { column: this.#columns.name(entry.member) });
    const moment = this.#moment(entry.at, cells);
    if (moment instanceof Fault) return moment;
    const number = this.#cell(cells, entry.sequence);
    const sequence =
      number === undefined
        ? undefined
        : readQuantity(number, 0, PLAIN_NUMBER, this.#columns.name(entry.sequence ?? 0));
    if (sequence instanceof Fault) return sequence;
    const fields = readValues(entry.fields, cells, this.#columns, shape.name);
    if (fields instanceof Fault) return fields;
    const of = entry.of?.(cells);
    if (of === undefined && shape.event?.reverses !== undefined) return missingField(shape.name, 'of');
    return {
      member,
      id: this.#key(cells, entry.id) ?? `${this.#file}:${row.line}`,
      moment,
      sequence,
      of,
      fields,
    };
  }

  /** Hands on an event or an enrolment; a second enrolment is a fault. */
  #emit(entry: CompiledEvent, head: Head, rows: readonly SourceRow[], order: number): Fault | undefined {
    if (entry.shape.kind !== 'enroll') {
      // Written out: spreading an object of each row is many times slower.
      this.#collector.event({
        member: head.member,
        id: head.id,
        shape: entry.shape,
        moment: head.moment,
        sequence: head.sequence,
        order,
        file: this.#file,
        fields: head.fields,
        of: head.of,
        rows,
      });
      return undefined;
    }
    const before = this.#collector.enrol({
      member: head.member,
      day: dayOfTime(head.moment.local),
      attributes: head.fields,
      file: this.#file,
      rows,
    });
    return before && fault('duplicate-enrolment', { member: head.member, place: placeOf(before) });
  }

  #cell(cells: Cells, column: number | undefined): string | undefined {
    const text = column === undefined ? '' : (cells[column] ?? '');
    return text === '' ? undefined : text;
  }

  /** A member or an id: one and the same in full width and in half width. */
  #key(cells: Cells, column: number | undefined): string | undefined {
    const text = this.#cell(cells, column);
    return text && halfWidth(text);
  }
}

function timeText(at: CompiledTime, cells: Cells): string {
  return at.columns
    .map((column) => cells[column] ?? '')
    .join(' ')
    .trim();
}

function disagreement(column: string, found: string, expected: string, line: number): Fault {
  return fault('rows-disagree', { column, found, expected, line }, { column, value: found });
}

function slim(row: RawRow): SourceRow {
  return { line: row.line, raw: row.raw };
}

/** Reads the values of one row; a required one that is empty is a fault of its column. */
export function readValues(
  values: readonly CompiledValue[],
  cells: Cells,
  columns: CellMap,
  event: string,
): Fields | Fault {
  const fields: Record<string, FieldValue> = {};
  for (const { field, column, read } of values) {
    const value = read(cells);
    if (value instanceof Fault) return value;
    if (value !== undefined) fields[field.name] = value;
    else if (!field.optional)
      return missingField(event, field.name, column === undefined ? field.name : columns.name(column));
  }
  return fields;
}
