import { readdirSync, readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { type Day, parseDay } from '../../schema/index.ts';

/** A row that the reader of histories must reject: its line in {@link Timeline.history}, from 1, and why. */
interface BadRow {
  readonly line: number;
  readonly event: string;
  readonly reason: string;
}

/** A member that must stop; `event` undefined = at a day's start; `in` undefined = not compared. */
interface ExpectedError {
  readonly member: string;
  readonly event: string | undefined;
  readonly in: string | undefined;
  readonly code: string;
}

/** One worked example of the language: a program, a history, and the ledger that it must yield. */
export interface Timeline {
  readonly name: string;
  readonly title: string;
  /** Sections of the language (`5 reversal`) and rulings (`R1`). */
  readonly covers: readonly string[];
  /** The program's YAML text: the shared frame with the timeline's own top-level keys in place. */
  readonly program: string;
  /** The history in the native JSON Lines form: enrolments, then events in the order of the file. */
  readonly history: string;
  readonly bad: readonly BadRow[];
  /** Last day of the run, included. */
  readonly until: Day;
  /** Rows by member, as written, cells joined by ` | `. */
  readonly ledgers: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly ExpectedError[];
}

const FOLDER = new URL('./timelines/', import.meta.url);

/** Every timeline, by file name. */
export function loadTimelines(): readonly Timeline[] {
  const frame = topLevelEntries(readFileSync(new URL('frame.yaml', FOLDER), 'utf8'));
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml') && file !== 'frame.yaml')
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
    .map((file) => loadTimeline(file, readFileSync(new URL(file, FOLDER), 'utf8'), frame));
}

function loadTimeline(file: string, text: string, frame: ReadonlyMap<string, string>): Timeline {
  const document = parseDocument(text);
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) throw new Error(`${file}: ${document.errors.join('\n')}`);
  const name = required(root, 'timeline', file);
  if (`${name}.yaml` !== file) throw new Error(`${file}: is called ${name}`);
  const until = parseDay(required(root, 'until', file));
  if (until === undefined) throw new Error(`${file}: \`until\` is no date`);
  const { history, bad } = historyOf(root, file);
  return {
    name,
    title: required(root, 'title', file),
    covers: itemsOf(root, 'covers').map(sourceOf),
    program: layOver(frame, blockOf(text, 'program', file)),
    history,
    bad,
    until,
    ledgers: new Map(
      entriesOf(root, 'ledger').map(([member, rows]) => [
        member,
        sourceOf(rows)
          .split('\n')
          .filter((row) => row.trim() !== ''),
      ]),
    ),
    errors: itemsOf(root, 'errors').map((item) => {
      if (!isMap(item)) throw new Error(`${file}: an error is a map`);
      return {
        member: required(item, 'member', file),
        event: optional(item, 'event'),
        in: optional(item, 'in'),
        code: required(item, 'code', file),
      };
    }),
  };
}

function historyOf(
  root: YAMLMap,
  file: string,
): { readonly history: string; readonly bad: readonly BadRow[] } {
  const lines: string[] = [];
  const bad: BadRow[] = [];
  for (const [member, attributes] of entriesOf(root, 'members')) {
    if (!isMap(attributes)) throw new Error(`${file}: member ${member} is a map`);
    const enrolled = optional(attributes, 'enrolled');
    if (enrolled === undefined) continue;
    const rest = pairsOf(attributes).filter(([key]) => key !== 'enrolled');
    lines.push(objectOf([...built({ type: 'enroll', member, at: enrolled }), ...rest.map(fieldOf)]));
  }
  for (const event of itemsOf(root, 'events')) {
    if (!isMap(event)) throw new Error(`${file}: an event is a map`);
    const id = required(event, 'id', file);
    const keys = {
      type: required(event, 'event', file),
      id,
      member: required(event, 'member', file),
      at: required(event, 'at', file),
      of: optional(event, 'of'),
      sequence: optional(event, 'sequence'),
    };
    const fields = event.get('fields', true);
    lines.push(objectOf([...built(keys), ...(isMap(fields) ? pairsOf(fields).map(fieldOf) : [])]));
    const reason = optional(event, 'bad');
    if (reason !== undefined) bad.push({ line: lines.length, event: id, reason });
  }
  return { history: lines.map((line) => `${line}\n`).join(''), bad };
}

function built(keys: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`${JSON.stringify(key)}:${JSON.stringify(value)}`],
  );
}

function fieldOf([key, value]: readonly [string, Node]): string {
  return `${JSON.stringify(key)}:${jsonOf(value)}`;
}

function objectOf(members: readonly string[]): string {
  return `{${members.join(',')}}`;
}

/** JSON of a value as it was written: digits are copied, never read as a binary number. */
function jsonOf(node: Node): string {
  if (isMap(node)) return objectOf(pairsOf(node).map(fieldOf));
  if (isSeq(node)) return `[${node.items.map((item) => jsonOf(asNode(item))).join(',')}]`;
  if (!isScalar(node)) throw new Error('an alias stands for no value here');
  const source = sourceOf(node);
  const isPlain = node.type === 'PLAIN';
  if (isPlain && (/^-?\d+(\.\d+)?$/.test(source) || source === 'true' || source === 'false')) return source;
  return JSON.stringify(source);
}

/** The text below a top-level key, one step of indentation less. */
function blockOf(text: string, key: string, file: string): string {
  const lines = text.split('\n');
  const start = lines.indexOf(`${key}:`) + 1;
  if (start === 0) throw new Error(`${file}: no \`${key}:\``);
  const length = lines.slice(start).findIndex((line) => /^\S/.test(line));
  return lines
    .slice(start, length < 0 ? undefined : start + length)
    .map((line) => line.slice(2))
    .join('\n');
}

/** The source text of each top-level key, in order. */
function topLevelEntries(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  let key = '';
  for (const line of text.split('\n')) {
    key = /^([^\s#][^:]*):/.exec(line)?.[1] ?? key;
    if (key !== '') entries.set(key, `${entries.get(key) ?? ''}${line}\n`);
  }
  return entries;
}

/** The frame with the program's own entries in place; the frame's money is in the program's currency. */
function layOver(frame: ReadonlyMap<string, string>, program: string): string {
  const own = topLevelEntries(program);
  const currency = /^currency:\s*(\w+)/.exec(own.get('currency') ?? '')?.[1] ?? 'JPY';
  const shared = [...frame].map(([key, text]) => [key, text.replaceAll('JPY', currency)] as const);
  return [...new Map([...shared, ...own]).values()].join('');
}

function entriesOf(map: YAMLMap, key: string): readonly (readonly [string, Node])[] {
  const value = map.get(key, true);
  return isMap(value) ? pairsOf(value) : [];
}

function itemsOf(map: YAMLMap, key: string): readonly Node[] {
  const value = map.get(key, true);
  return isSeq(value) ? value.items.map(asNode) : [];
}

function pairsOf(map: YAMLMap): readonly (readonly [string, Node])[] {
  return map.items.map((pair) => [sourceOf(asNode(pair.key)), asNode(pair.value)]);
}

function asNode(value: unknown): Node {
  if (isMap(value) || isSeq(value) || isScalar(value)) return value;
  throw new Error('nothing stands here');
}

function sourceOf(node: Node): string {
  if (!isScalar(node)) throw new Error('a plain value was expected');
  return node.source ?? String(node.value);
}

function optional(map: YAMLMap, key: string): string | undefined {
  const value = map.get(key, true);
  return value === undefined ? undefined : sourceOf(asNode(value));
}

function required(map: YAMLMap, key: string, file: string): string {
  const value = optional(map, key);
  if (value === undefined) throw new Error(`${file}: no \`${key}:\``);
  return value;
}
