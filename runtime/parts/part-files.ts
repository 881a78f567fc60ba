import type { FileContent, HistorySource, Mapping } from '../history/index.ts';
import { type Block, BREAK, blocksOf } from './dealer.ts';

/** A file whose rows were dealt out. */
export interface DealtFile {
  readonly name: string;
  /** It is a file of members. */
  readonly members: boolean;
  /** Its columns have types of their own, and its rows were dealt as JSON. */
  readonly typed: boolean;
  /** Undefined: it has none. */
  readonly header: { readonly line: number; readonly raw: string } | undefined;
}

/** The files of a history that was dealt out, without their rows. */
export interface DealtHistory {
  readonly sources: readonly Omit<HistorySource, 'chunks'>[];
  readonly files: readonly DealtFile[];
}

/** The files of a part: the rows of whole members, each where it stood. */
export interface PartFiles {
  readonly sources: readonly HistorySource[];
  readonly memberSources: ReadonlyMap<string, FileContent>;
}

/** The files of one part, as if there were no other rows in them. */
export function filesOf({ sources, files }: DealtHistory, part: Uint8Array): PartFiles {
  const blocks = new Map<number, Block[]>();
  for (const block of blocksOf(part)) {
    const list = blocks.get(block.source);
    if (list === undefined) blocks.set(block.source, [block]);
    else list.push(block);
  }
  const memberSources = new Map<string, FileContent>();
  const own: { readonly content: FileContent; readonly typed: boolean }[] = [];
  for (const [number, file] of files.entries()) {
    const content = contentOf(file, blocks.get(number) ?? []);
    if (file.members) memberSources.set(file.name, content);
    else own.push({ content, typed: file.typed });
  }
  const asDealt = sources.map((source, index): HistorySource => {
    const { mapping } = source;
    const typed = own[index]?.typed === true;
    const membersTyped = files.some(
      (file) => file.members && file.typed && file.name === mapping?.members?.file,
    );
    return {
      ...source,
      chunks: own[index]?.content ?? [],
      mapping: mapping && dealtMapping(mapping, typed, membersTyped),
    };
  });
  return { sources: asDealt, memberSources };
}

/** A byte-order mark, which decides over every `encoding`: rows are dealt in UTF-8. */
const MARK = new Uint8Array([0xef, 0xbb, 0xbf]);
const ENCODER = new TextEncoder();

function contentOf({ header: first }: DealtFile, blocks: readonly Block[]): FileContent {
  const head = first === undefined ? '' : `${first.raw}\n`;
  const own = head === '' ? [] : head.split(BREAK).slice(1);
  const size = blocks.reduce((sum, block) => sum + block.lines.length, own.length);
  const lines = new Uint32Array(size);
  own.forEach((_, index) => {
    lines[index] = (first?.line ?? 0) + index;
  });
  let at = own.length;
  for (const block of blocks) {
    lines.set(block.lines, at);
    at += block.lines.length;
  }
  return Object.assign([MARK, ENCODER.encode(head), ...blocks.map((block) => block.text)], { lines });
}

/** How the rows are to be read as they were dealt: those of typed columns as JSON, by the names that such columns have. */
function dealtMapping(mapping: Mapping, typed: boolean, membersTyped: boolean): Mapping {
  const { members, ...rest } = mapping;
  const rows: Mapping = typed ? { ...named(rest), format: 'jsonl' } : rest;
  if (members === undefined) return rows;
  return { ...rows, members: membersTyped ? { ...named(members), format: 'jsonl' } : members };
}

/** A piece of a mapping with all names of columns as typed columns are called. */
function named<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => {
    if (key === 'group_by') return normal(inner);
    if (typeof inner !== 'object' || inner === null || !('column' in inner)) return inner;
    return { ...inner, column: normal(inner.column) };
  });
}

function normal(column: unknown): unknown {
  if (Array.isArray(column)) return column.map(normal);
  return typeof column === 'string' ? column.trim().normalize('NFC') : column;
}
