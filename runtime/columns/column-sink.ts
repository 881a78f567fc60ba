import type { Fields, RejectedRow } from '../../schema/index.ts';
import { NO_DAY } from '../../schema/index.ts';
import {
  Collector,
  type Draft,
  type Enrolment,
  Fault,
  type SourceRow,
  type Zones,
} from '../history/index.ts';
import type { GrowingColumn } from './growing.ts';
import { writeLines, writeValue } from './member-columns.ts';
import type { RowStore } from './row-store.ts';

/** A row whose text is read again when it turns out to be bad. */
export interface PlacedRow extends SourceRow {
  readonly source: number;
}

/** A collector that keeps events and enrolments as columns; what it is given is forgotten at once. */
export class ColumnSink extends Collector {
  readonly store: RowStore;
  readonly #mostTexts: number;
  #source = -1;

  constructor(
    store: RowStore,
    onProgress: ((rows: number) => void) | undefined,
    zones: Zones | undefined,
    mostTexts: number,
  ) {
    super(onProgress, zones);
    this.store = store;
    this.#mostTexts = mostTexts;
  }

  override reject(file: string, row: SourceRow, why: Fault, member?: string, event?: string): void {
    if (this.rejected.length < this.#mostTexts) {
      super.reject(file, row, why, member, event);
      return;
    }
    // Nothing of its own that would take memory: neither its text nor a sentence about its value.
    const { code, title, help, column } = why;
    super.reject(file, { ...row, raw: '' }, new Fault(code, title, title, help, column), member, event);
  }

  /** What follows is from this file. */
  begin(file: string): number {
    this.#source = this.store.source(file);
    return this.#source;
  }

  override event(draft: Draft): void {
    const { store } = this;
    const type = store.typeOf(draft.shape.name);
    const layout = store.layout.events[type];
    const into = store.events[type];
    const [first, ...more] = draft.rows;
    if (layout === undefined || into === undefined || first === undefined) return;
    const { moment, fields, file } = draft;
    const isRedeem = draft.shape.kind === 'redeem';
    layout.columns.forEach((column, at) => {
      const target = into.columns[at];
      const value = fields[column.name] ?? (isRedeem && column.name === 'quantity' ? 1n : undefined);
      if (target !== undefined) writeValue(target, value, store.dictionary);
    });
    layout.lines.forEach((list, at) => {
      const target = into.lines[at];
      if (target === undefined) return;
      target.starts.push(target.count);
      writeLines(target, list, fields[list.name], store.dictionary);
    });
    const id = draft.id === `${file}:${first.line}` ? -1 : store.ids.add(draft.id);
    const member = store.memberOf(draft.member);
    const { instant, local, dateOnly } = moment;
    store.add(type, member, this.#source, first.line, id, instant, local, dateOnly);
    store.setNanosecond(moment.nanosecond);
    if (draft.sequence !== undefined) store.setSequence(draft.sequence);
    if (draft.of !== undefined) store.setOriginal(type, draft.of);
    for (const row of more) {
      store.moreOf.push(store.rows - 1);
      store.moreLines.push(row.line);
    }
  }

  override enrol(enrolment: Enrolment): Enrolment | undefined {
    const { store } = this;
    const member = store.memberOf(enrolment.member);
    const before = store.enrolment.values[member] ?? -1;
    if (before >= 0) return enrolmentOf(store, before, {});
    const [first, ...more] = enrolment.rows;
    if (first === undefined) return undefined;
    store.layout.attributes.forEach((column, at) => {
      const target: GrowingColumn | undefined = store.attributes[at];
      if (target !== undefined) writeValue(target, enrolment.attributes[column.name], store.dictionary);
    });
    if (more.length > 0)
      store.moreEnrolled.set(
        store.enrolments,
        more.map((row) => row.line),
      );
    store.addEnrolment(member, enrolment.day, this.#source, first.line);
    return undefined;
  }
}

/** The rows that an enrolment was read from. */
export function enrolmentRows(store: RowStore, number: number): PlacedRow[] {
  const source = store.enrolledSource.values[number] ?? 0;
  const lines = [store.enrolledLine.values[number] ?? 0, ...(store.moreEnrolled.get(number) ?? [])];
  return lines.map((line) => ({ line, source, raw: '' }));
}

/** An enrolment as it was read, its attributes given. */
export function enrolmentOf(store: RowStore, number: number, attributes: Fields): Enrolment {
  const day = store.enrolled.values[number] ?? 0;
  const rows = enrolmentRows(store, number);
  return {
    member: '',
    day: day === NO_DAY ? undefined : day,
    attributes,
    file: store.sources[store.enrolledSource.values[number] ?? 0] ?? '',
    rows,
  };
}

/** Rejects rows whose text is not at hand; it is added at last. */
export class LateRejects extends Collector {
  /** Per rejected row: its source; its line stands in the row. */
  readonly sources: number[] = [];

  constructor() {
    super(undefined);
  }

  override reject(file: string, row: SourceRow, why: Fault, member?: string, event?: string): void {
    this.sources.push('source' in row && typeof row.source === 'number' ? row.source : 0);
    super.reject(file, row, why, member, event);
  }

  /** The rejected rows with their texts. */
  withTexts(textAt: (source: number, line: number) => string): RejectedRow[] {
    return this.rejected.map((row, at) => ({ ...row, raw: textAt(this.sources[at] ?? 0, row.line) }));
  }
}
