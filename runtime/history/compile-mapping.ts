import { type FieldValue, nearest, type Plan, type PlanField } from '../../schema/index.ts';
import { type CellMap, type Cells, readFormat } from './cell-map.ts';
import type { Original } from './collector.ts';
import { Fault, fault, guess } from './fault.ts';
import { PLAIN_STYLE, type Setting, type TextReader, textReader, type ValueStyle } from './field-reader.ts';
import {
  type EventMapping,
  isYes,
  type Mapping,
  type RowMapping,
  type RowTest,
  type TimeMapping,
  type ValueMapping,
} from './mapping.ts';
import { type ClockFormat, ISO } from './moment.ts';
import { comparable, halfWidth, type NumberStyle, PLAIN_NUMBER, signsOf } from './number.ts';
import { BOUNDS, boundOf, cellTest } from './row-test.ts';
import { type EventShape, shapesOf } from './shape.ts';

/** Something wrong with a mapping document; `path` leads to it from the document's root. */
export interface MappingProblem {
  readonly path: readonly (string | number)[];
  readonly fault: Fault;
}

/** One value of a row. */
export interface CompiledValue {
  readonly field: PlanField;
  /** Undefined: a constant. */
  readonly column: number | undefined;
  readonly read: (cells: Cells) => FieldValue | Fault;
  /** How the column's text is read; undefined: a constant. */
  readonly source: { readonly style: ValueStyle; readonly text: TextReader } | undefined;
}

/** One test of `when:`. */
export interface CompiledTest {
  readonly column: number;
  readonly test: RowTest;
  readonly number: NumberStyle;
}

export interface CompiledTime {
  readonly columns: readonly number[];
  readonly name: string;
  readonly format: ClockFormat;
}

export interface CompiledEvent {
  readonly kind: 'event';
  readonly shape: EventShape;
  readonly member: number;
  readonly id: number | undefined;
  readonly at: CompiledTime;
  readonly sequence: number | undefined;
  readonly of: ((cells: Cells) => Original | undefined) | undefined;
  /** Column of the original's id; undefined: it is looked for, or there is none. */
  readonly ofColumn: number | undefined;
  readonly fields: readonly CompiledValue[];
  readonly lines: readonly { readonly field: string; readonly values: readonly CompiledValue[] }[];
  readonly groupBy: readonly number[] | undefined;
  /** Columns that must say the same in all rows of one event. */
  readonly head: readonly number[];
}

export type CompiledEntry = {
  readonly holds: (cells: Cells) => boolean;
  /** The tests that `holds` makes, all of which must hold. */
  readonly tests: readonly CompiledTest[];
} & (CompiledEvent | { readonly kind: 'ignore'; readonly reason: string });

type Path = readonly (string | number)[];

/** Reads the `rows:` of a mapping for a program; every problem is noted and its entry left out. */
export class EntryCompiler {
  readonly #plan: Plan;
  readonly #setting: Setting;
  readonly #shapes: ReadonlyMap<string, EventShape>;
  readonly #columns: CellMap;
  readonly #problems: MappingProblem[];

  constructor(setting: Setting, columns: CellMap, problems: MappingProblem[]) {
    this.#plan = setting.plan;
    this.#setting = setting;
    this.#shapes = shapesOf(setting.plan);
    this.#columns = columns;
    this.#problems = problems;
  }

  entries(mapping: Mapping): CompiledEntry[] {
    return mapping.rows.flatMap((row, index): CompiledEntry[] => {
      const path: Path = ['rows', index];
      const tests = this.#when(row, path, mapping.rows);
      const made = tests.map(({ column, test, number }) => ({ column, holds: cellTest(test, number) }));
      const holds = (cells: Cells) => made.every((test) => test.holds(comparable(cells[test.column] ?? '')));
      if ('ignore' in row) return [{ kind: 'ignore', reason: reasonOf(row.ignore), holds, tests }];
      const event = this.#event(row, path);
      return event === undefined ? [] : [{ ...event, holds, tests }];
    });
  }

  #when(row: RowMapping, path: Path, rows: readonly RowMapping[]): readonly CompiledTest[] {
    const written = row.when;
    if (written === undefined) return [];
    return ('column' in written ? [written] : written).map((test, index) => {
      const here: Path = [...path, 'when', ...('column' in written ? [] : [index])];
      const column = this.#columns.index(test.column, [...here, 'column']);
      for (const side of BOUNDS) {
        const value = test[side];
        if (value !== undefined && boundOf(value) instanceof Fault)
          this.#note([...here, side], fault('mapping-bound', { value: String(value), side }));
      }
      // Amounts are tested as their field reads them, be it the field of another entry.
      const number = {
        ...numberStyle(
          [row, ...rows].map((one) => sourceOf(one, test.column)).find((one) => one !== undefined),
        ),
        negate: false,
        signs: signsOf(this.#plan.currency.code),
      };
      return { column, test, number };
    });
  }

  #event(row: EventMapping, path: Path): CompiledEvent | undefined {
    const shape = this.#shapes.get(row.event.normalize('NFC'));
    if (shape === undefined) {
      const near = guess(row.event, [...this.#shapes.keys()]);
      return this.#note(
        [...path, 'event'],
        fault('mapping-unknown-event', { event: row.event, guess: near }),
      );
    }
    const column = (key: 'member' | 'id' | 'sequence', from: { column: string | number } | undefined) =>
      from && this.#columns.index(from.column, [...path, key, 'column']);
    const member = this.#columns.index(row.member.column, [...path, 'member', 'column']);
    const id = column('id', row.id);
    const sequence = column('sequence', row.sequence);
    const at = this.time(row.at, [...path, 'at']);
    const of = this.#of(row, shape, path);
    const fields = this.values(shape, shape.fields, row.fields ?? {}, [...path, 'fields']);
    const lines = this.#lines(row, shape, path);
    const groupBy = row.group_by?.map((name, index) =>
      this.#columns.index(name, [...path, 'group_by', index]),
    );
    this.#missing(row, shape, path);
    if (at === undefined) return undefined;
    const ofColumn =
      row.of !== undefined && 'column' in row.of ? this.#columns.index(row.of.column, path) : undefined;
    const own = fields.flatMap((value) => (value.column === undefined ? [] : [value.column]));
    return {
      kind: 'event',
      shape,
      member,
      id,
      at,
      sequence,
      of,
      ofColumn,
      fields,
      lines,
      groupBy,
      head: [
        member,
        ...(id === undefined ? [] : [id]),
        ...(ofColumn === undefined ? [] : [ofColumn]),
        ...own,
      ],
    };
  }

  time(written: TimeMapping, path: Path): CompiledTime | undefined {
    const names = Array.isArray(written.column) ? written.column : [written.column];
    const columns = names.map((name) => this.#columns.index(name, [...path, 'column']));
    const format = this.#format(written.format, path);
    return format && { columns, name: names.join(' '), format };
  }

  #format(written: string | undefined, path: Path): ClockFormat | undefined {
    if (written === undefined) return ISO;
    const format = readFormat(written);
    return format instanceof Fault ? this.#note([...path, 'format'], format) : format;
  }

  #of(row: EventMapping, shape: EventShape, path: Path): CompiledEvent['of'] {
    const reverses = shape.event?.reverses;
    const here: Path = [...path, 'of'];
    if (row.of === undefined) {
      if (reverses !== undefined)
        this.#note(
          [...path, 'event'],
          fault('mapping-of-missing', { event: shape.name, original: reverses.event }),
        );
      return undefined;
    }
    if (reverses === undefined) return this.#note(here, fault('mapping-of-unused', { event: shape.name }));
    if ('column' in row.of) {
      const column = this.#columns.index(row.of.column, [...here, 'column']);
      return (cells) => {
        const id = cells[column] ?? '';
        return id === '' ? undefined : { kind: 'id', id: halfWidth(id) };
      };
    }
    const { event, same = {}, where_left } = row.of;
    const original = this.#shapes.get(event.normalize('NFC'));
    if (original?.name !== reverses.event)
      return this.#note(
        [...here, 'event'],
        fault('mapping-find-type', { event: shape.name, original: reverses.event, found: event }),
      );
    for (const [theirs, ours] of Object.entries(same)) {
      if (!original.fields.some((f) => f.name === theirs))
        this.#note([...here, 'same', theirs], unknownMapped(original, theirs));
      if (!shape.fields.some((f) => f.name === ours))
        this.#note([...here, 'same', theirs], unknownMapped(shape, ours));
    }
    const found: Original = {
      kind: 'last',
      event: original.name,
      same: Object.entries(same),
      covers: where_left === 'covers',
    };
    return () => found;
  }

  values(
    shape: EventShape,
    declared: readonly PlanField[],
    written: Readonly<Record<string, ValueMapping>>,
    path: Path,
  ): CompiledValue[] {
    return Object.entries(written).flatMap(([key, value]) => {
      const name = key.normalize('NFC');
      const field = declared.find((f) => f.name === name);
      if (field === undefined) {
        const derived = declared === shape.fields && shape.derived.includes(name);
        this.#note(
          [...path, key],
          derived
            ? fault('mapping-derived-field', { event: shape.name, field: name })
            : unknownMapped(shape, name, declared),
        );
        return [];
      }
      const compiled = this.#value(field, value, [...path, key]);
      return compiled === undefined ? [] : [compiled];
    });
  }

  #value(field: PlanField, written: ValueMapping, path: Path): CompiledValue | undefined {
    const { type } = field;
    if (type.kind === 'lines')
      return this.#note(
        path,
        fault('wrong-type', {
          field: field.name,
          expected: {
            en: 'given under `lines:`, one row for each line',
            ja: '`lines:` の下に明細（一行に一つ）',
          },
        }),
      );
    if ('is' in written) {
      const text = String(written.is);
      const constant = textReader(this.#setting, field.name, type, PLAIN_STYLE)(text);
      if (!(constant instanceof Fault))
        return { field, column: undefined, read: () => constant, source: undefined };
      const why = constant.message;
      return this.#note([...path, 'is'], fault('mapping-word', { value: text, field: field.name, why }));
    }
    const separators = [written.decimal, written.thousands].filter((s) => s !== undefined);
    if (
      separators.some((s) => s.length !== 1 || /[\d+()-]/.test(s)) ||
      new Set(separators).size < separators.length
    )
      return this.#note(path, fault('mapping-separators', {}));
    const format = written.format === undefined ? undefined : this.#format(written.format, path);
    if (written.format !== undefined && format === undefined) return undefined;
    const words =
      written.words &&
      new Map(Object.entries(written.words).map(([from, to]) => [comparable(from).trim(), String(to)]));
    const style = { number: numberStyle(written), format, words };
    for (const [from, to] of words ?? []) {
      const read = textReader(this.#setting, field.name, type, { ...style, words: undefined })(to);
      if (read instanceof Fault)
        this.#note(
          [...path, 'words', from],
          fault('mapping-word', { value: to, field: field.name, why: read.message }),
        );
    }
    const column = this.#columns.index(written.column, [...path, 'column']);
    const name = String(written.column);
    const read = textReader(this.#setting, name, type, style);
    return { field, column, read: cellReader(column, read), source: { style, text: read } };
  }

  #lines(row: EventMapping, shape: EventShape, path: Path): CompiledEvent['lines'] {
    return Object.entries(row.lines ?? {}).flatMap(([key, written]) => {
      const name = key.normalize('NFC');
      const field = shape.fields.find((f) => f.name === name);
      if (field?.type.kind !== 'lines') {
        this.#note([...path, 'lines', key], unknownMapped(shape, name));
        return [];
      }
      const values = this.values(shape, field.type.fields, written, [...path, 'lines', key]);
      for (const needed of field.type.fields)
        if (!needed.optional && !Object.keys(written).some((k) => k.normalize('NFC') === needed.name))
          this.#note(
            [...path, 'lines', key],
            fault('mapping-missing-field', { event: `${shape.name}.${name}`, field: needed.name }),
          );
      return [{ field: name, values }];
    });
  }

  #missing(row: EventMapping, shape: EventShape, path: Path): void {
    const given = new Set(
      [...Object.keys(row.fields ?? {}), ...Object.keys(row.lines ?? {})].map((k) => k.normalize('NFC')),
    );
    const names = shape.fields.map((field) => field.name);
    // A name that is misspelt is not missing too.
    const meant = [...given].filter((name) => !names.includes(name)).map((name) => nearest(name, names));
    for (const field of shape.fields)
      if (!field.optional && !given.has(field.name) && !meant.includes(field.name))
        this.#note(
          [...path, 'event'],
          fault('mapping-missing-field', { event: shape.name, field: field.name }),
        );
  }

  #note(path: Path, problem: Fault): undefined {
    this.#problems.push({ path, fault: problem });
    return undefined;
  }
}

function unknownMapped(shape: EventShape, field: string, declared = shape.fields): Fault {
  const near = guess(
    field,
    declared.map((f) => f.name),
  );
  if (shape.kind === 'enroll') return fault('mapping-unknown-attribute', { attribute: field, guess: near });
  return fault('mapping-unknown-field', { event: shape.name, field, guess: near });
}

function cellReader(column: number, read: TextReader): CompiledValue['read'] {
  return (cells) => {
    const text = cells[column] ?? '';
    return text === '' ? undefined : read(text);
  };
}

function reasonOf(ignore: string | boolean): string {
  return typeof ignore === 'string' ? ignore : 'ignored';
}

/** How the value that a test looks at is written, where the entry reads it. */
function sourceOf(row: RowMapping, column: string | number): ColumnSource | undefined {
  if ('ignore' in row) return undefined;
  const lines = Object.values(row.lines ?? {}).flatMap((line) => Object.values(line));
  return [...Object.values(row.fields ?? {}), ...lines].find(
    (source): source is ColumnSource => 'column' in source && source.column === column,
  );
}

type ColumnSource = Extract<ValueMapping, { column: unknown }>;

function numberStyle(written: ColumnSource | undefined): NumberStyle {
  if (written === undefined) return PLAIN_NUMBER;
  const decimal = written.decimal ?? (written.thousands === '.' ? ',' : '.');
  const thousands = written.thousands ?? (decimal === ',' ? '.' : ',');
  return { decimal, thousands, negate: isYes(written.negate, false), signs: [] };
}
