import type { MeasureSubject, PlanExpr, PlanMeasure } from '../../schema/index.ts';
import type { Engine, Slot } from './engine.ts';
import { c32, c64, doAll, type I32, i32, load32, type Stmt, store32, store64 } from './wasm/code.ts';

/** A log's entry: day, tick; where its event can be reversed also whether it lives and links over dead ones; then values. */
export const DAY = 0;
export const TICK = 4;
export const ALIVE = 8;
export const NEXT = 12;
export const PREVIOUS = 16;
const PLAIN_HEADER = 8;
const REVERSIBLE_HEADER = 24;

/** A log's instance: the vector of its entries, then the cursors of its measures. */
export const LENGTH = 4;
const VECTOR = 16;

/** A measure's cursor: entries from `lo` to `hi` (excluded) are in the window, and what is kept of them. */
export const LO = 0;
export const HI = 4;
export const SUM = 8;
/** Sum of the upper halves of the values: tells a sum that left 64 bits. */
export const UPPER = 16;
/** Distinct values: a table. */
export const TABLE = 24;
const CURSOR = 40;

/** A value that entries keep: what is left of a field, and the field as it was recorded where that can shrink. */
export interface LoggedField {
  readonly name: string;
  readonly value: number;
  readonly original: number | undefined;
}

/** What measures of one subject and filter range over: one entry for each thing that counts, in order. */
export interface Log {
  readonly number: number;
  readonly subject: Exclude<MeasureSubject, { kind: 'tier' }>;
  readonly where: PlanExpr | undefined;
  /** First measure that has it: its text names the filter in reports. */
  readonly first: number;
  readonly same: readonly string[];
  readonly sameThis: readonly string[];
  readonly fields: readonly LoggedField[];
  /** An optional field whose absence keeps an event out. */
  readonly needs: string | undefined;
  readonly reversible: boolean;
  readonly stride: number;
  /** Address of the instance, or of the table of instances by key where there is `same`. */
  readonly address: number;
  readonly instanceBytes: number;
  /** Offsets of cursors in an instance, by measure. */
  readonly cursors: ReadonlyMap<number, number>;
  /** Counts what happens to the log: values worked out before the last change are out of date. */
  readonly changes: Slot<'i32'>;
}

interface Draft {
  readonly subject: Log['subject'];
  readonly where: PlanExpr | undefined;
  readonly first: number;
  readonly same: PlanMeasure['same'];
  readonly needs: string | undefined;
  readonly fields: string[];
  readonly measures: number[];
}

/** A filter without its places, for comparison. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (name, each) =>
    name === 'span' ? undefined : typeof each === 'bigint' ? `${each}n` : each,
  );
}

/** Events that some event reverses. */
export function isReversible(e: Engine, event: string): boolean {
  return e.plan.events.some((each) => each.reverses?.event === event);
}

/** The field by which events of a type are reversed; undefined = always the whole. */
export function byFieldOf(e: Engine, event: string): string | undefined {
  return e.plan.events.find((each) => each.reverses?.event === event && each.reverses.by !== undefined)
    ?.reverses?.by;
}

function isOptionalField(e: Engine, event: string, name: string): boolean {
  if (event === 'profile') return true;
  const plan = e.plan.events.find((each) => each.name === event);
  return (
    plan?.fields.find((each) => each.name === name)?.optional ??
    plan?.derived.find((each) => each.name === name)?.optional ??
    false
  );
}

function isMoneyField(e: Engine, event: string, name: string): boolean {
  const plan = e.plan.events.find((each) => each.name === event);
  const stored = plan?.fields.find((each) => each.name === name)?.type;
  const type =
    plan?.derived.find((each) => each.name === name)?.type ??
    (stored?.kind === 'value' ? stored.type : undefined);
  if (type?.kind !== 'quantity') return false;
  const units = Object.entries(type.unit);
  return units.length === 1 && units[0]?.[0] === e.plan.currency.code && units[0][1] === 1;
}

/** Whether what is left of a field can differ from what was recorded. */
export function canShrink(e: Engine, event: string, name: string): boolean {
  return isReversible(e, event) && (byFieldOf(e, event) === name || isMoneyField(e, event, name));
}

/** Every log of the program, measures of the same things together. */
export function logsOf(e: Engine): readonly Log[] {
  const drafts = new Map<string, Draft>();
  e.plan.measures.forEach((measure, index) => {
    const { subject, where, same, field } = measure;
    if (subject.kind === 'tier') return;
    const event = subject.kind === 'event' ? subject.event : undefined;
    const needs =
      field !== undefined && event !== undefined && isOptionalField(e, event, field) ? field : undefined;
    const key = keyOf([subject, where, same, needs]);
    const draft = drafts.get(key) ?? { subject, where, first: index, same, needs, fields: [], measures: [] };
    drafts.set(key, draft);
    draft.measures.push(index);
    if (field !== undefined && !draft.fields.includes(field)) draft.fields.push(field);
  });
  return [...drafts.values()].map((draft, number) => place(e, draft, number));
}

function place(e: Engine, draft: Draft, number: number): Log {
  const { subject } = draft;
  const event = subject.kind === 'event' ? subject.event : undefined;
  const reversible = (event !== undefined && isReversible(e, event)) || subject.kind === 'flow';
  let offset = reversible ? REVERSIBLE_HEADER : PLAIN_HEADER;
  const next = (): number => {
    offset += 8;
    return offset - 8;
  };
  const names = subject.kind === 'flow' ? ['quantity'] : draft.fields;
  const fields = names.map((name) => ({
    name,
    value: next(),
    original: event !== undefined && canShrink(e, event, name) ? next() : undefined,
  }));
  let cursor = VECTOR;
  const cursors = new Map<number, number>();
  for (const measure of draft.measures) {
    cursors.set(measure, cursor);
    cursor += CURSOR;
  }
  const isSplit = draft.same.length > 0;
  return {
    number,
    subject,
    where: draft.where,
    first: draft.first,
    same: draft.same.map((each) => each.field),
    sameThis: draft.same.map((each) => each.thisField),
    fields,
    needs: draft.needs,
    reversible,
    stride: offset,
    address: e.state.place(isSplit ? 16 : cursor),
    instanceBytes: cursor,
    cursors,
    changes: e.state.i32(),
  };
}

/** Address of an entry of an instance. */
export function entryAt(log: Log, base: I32, index: I32): I32 {
  return i32.add(load32(base), i32.mul(index, c32(log.stride)));
}

/** Notes that entries came or changed. */
export function changed({ changes }: Log): Stmt {
  return changes.set(i32.add(changes.get, c32(1)));
}

/** Adds an entry of today to an instance; the values follow at the address that `entry` keeps. */
export function appendEntry(
  e: Engine,
  log: Log,
  base: I32,
  entry: { readonly set: (value: I32) => Stmt; readonly get: I32 },
): Stmt {
  const { g, arena } = e;
  const header = log.reversible
    ? [
        store32(entry.get, c32(1), ALIVE),
        // Links lead to oneself while the entry lives.
        store32(entry.get, i32.sub(load32(base, LENGTH), c32(1)), NEXT),
        store32(entry.get, i32.sub(load32(base, LENGTH), c32(1)), PREVIOUS),
        store32(entry.get, c32(0), 20),
      ]
    : [];
  return doAll(
    entry.set(arena.push.call(base, c32(log.stride))),
    store32(entry.get, g.day.get, DAY),
    store32(entry.get, g.tick.get, TICK),
    ...header,
    ...log.fields.map((field) => store64(entry.get, c64(0), field.value)),
    changed(log),
  );
}
