import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childOf, compile, type Node, readDocument, toData, validateDocument } from '../compiler/index.ts';
import {
  checkMapping,
  type FileContent,
  type HistoryNotice,
  type HistoryRead,
  type HistorySource,
  type Mapping,
  readHistory,
} from '../runtime/index.ts';
import type { Diagnostic, Localized, Plan } from '../schema/index.ts';
import { type DocumentKind, kindOf } from './check-document.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { programPath, readText, sameFile } from './files.ts';
import { printFindings } from './findings.ts';
import { contentOf } from './history-content.ts';
import { mappingFinding } from './mapping-finding.ts';
import { progress } from './progress.ts';
import { compileScenarioAt, isScenario } from './scenario-file.ts';
import type { SourceFile, Terminal } from './terminal/index.ts';
import { complain, misuse, textOrComplaint } from './trouble.ts';

/** What was loaded, or the exit code after saying why not. */
export type Loaded<T> = { readonly value: T } | { readonly exit: ExitCode };

export interface LoadedProgram {
  readonly path: string;
  /** Places in the Plan are places in this. */
  readonly text: string;
  readonly plan: Plan;
  /** The program as a document; its places are those of the text. */
  readonly root: () => Node | undefined;
  /** The files that the text is put together from, where a scenario changes a program. */
  readonly files: readonly SourceFile[];
}

const NAMES: Readonly<Record<DocumentKind, Localized>> = {
  program: { en: 'a program', ja: 'プログラム' },
  tests: { en: 'a tests document', ja: 'テスト文書' },
  scenario: { en: 'a scenario', ja: 'シナリオ' },
  mapping: { en: 'a mapping', ja: 'マッピング' },
};

/** Says that a document is of another kind than the one needed, where it is: one sentence, not a finding for each key. */
export function otherDocument(
  terminal: Terminal,
  path: string,
  root: Node | undefined,
  wanted: DocumentKind,
): { readonly exit: ExitCode } | undefined {
  const kind = kindOf(root);
  if (kind === wanted || childOf(root, kind) === undefined) return undefined;
  const exit = misuse(terminal, {
    en: `${path}: this is ${NAMES[kind].en}; ${NAMES[wanted].en} is needed here`,
    ja: `${path}: これは${NAMES[kind].ja}です。ここでは${NAMES[wanted].ja}を指定してください`,
  });
  return { exit };
}

/**
 * Compiles a program, or the one that a scenario changes, with its changes; what keeps it from compiling is shown.
 * `kizuna check` shows its warnings.
 */
export function loadProgram(terminal: Terminal, written: string): Loaded<LoadedProgram> {
  const path = programPath(written);
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file;
  if (isScenario(file.text)) return loadScenario(terminal, path, file.text);
  const { value: plan, diagnostics } = compile(file.text);
  if (plan !== undefined) {
    const root = () => readDocument(file.text).root;
    return { value: { path, text: file.text, plan, root, files: [] } };
  }
  const other = otherDocument(terminal, path, readDocument(file.text).root, 'program');
  if (other !== undefined) return other;
  const errors = diagnostics.filter((each) => each.severity === 'error');
  printFindings(terminal.err, terminal.language, path, file.text, errors);
  return { exit: EXIT.findings };
}

function loadScenario(terminal: Terminal, path: string, source: string): Loaded<LoadedProgram> {
  const { compiled, files } = compileScenarioAt(path, source);
  const { value: plan, diagnostics, text, root } = compiled;
  if (plan !== undefined) return { value: { path, text, plan, root: () => root, files } };
  const errors = diagnostics.filter((each) => each.severity === 'error');
  printFindings(terminal.err, terminal.language, path, text, errors, files);
  return { exit: EXIT.findings };
}

export interface LoadedMapping {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  readonly mapping: Mapping;
}

function loadMapping(terminal: Terminal, plan: Plan, path: string): Loaded<LoadedMapping> {
  const file = textOrComplaint(terminal, path);
  if ('exit' in file) return file;
  const { root, diagnostics } = readDocument(file.text);
  const found: Diagnostic[] = [...diagnostics];
  if (root !== undefined) found.push(...validateDocument(root, 'mapping'));
  const sound = () => found.every((each) => each.severity !== 'error');
  if (root !== undefined && sound()) {
    // The schema has just said that the data has this shape.
    const mapping = toData(root) as Mapping;
    found.push(...checkMapping(plan, mapping).map((notice) => mappingFinding(root, notice)));
    if (sound()) return { value: { path, text: file.text, root, mapping } };
  }
  const other = otherDocument(terminal, path, root, 'mapping');
  if (other !== undefined) return other;
  printFindings(terminal.err, terminal.language, path, file.text, found);
  return { exit: EXIT.findings };
}

/** True when the file is there; says why when not. */
function present(terminal: Terminal, path: string): boolean {
  try {
    if (statSync(path).isFile()) return true;
  } catch {
    // readText below says it in words.
  }
  const file = readText(path);
  if (file.kind === 'text') return true;
  complain(terminal, { en: `${path}: ${file.why.en}`, ja: `${path}: ${file.why.ja}` });
  return false;
}

/** The file that a mapping names under `members:`, beside the history or else beside the mapping. */
function memberFile(name: string, histories: readonly string[], mappingPath: string): string | undefined {
  const folders = [...histories, mappingPath].map((path) => dirname(path));
  return folders
    .map((folder) => join(folder, name))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

export interface HistoryArguments {
  readonly history: readonly string[];
  readonly mapping?: string | undefined;
}

export interface Files {
  readonly sources: readonly HistorySource[];
  readonly memberSources: ReadonlyMap<string, FileContent>;
  /** Where the files of members are, by the name in the mapping. */
  readonly memberPaths: ReadonlyMap<string, string>;
  readonly mapping: LoadedMapping | undefined;
}

/** Opens the files of a history, or says why not. */
export function openFiles(
  terminal: Terminal,
  plan: Plan,
  { history, mapping: mappingPath }: HistoryArguments,
): Loaded<Files> {
  if (history.filter((path) => !present(terminal, path)).length > 0) return { exit: EXIT.usage };
  const twice = history.find((path, index) => history.slice(0, index).some((other) => sameFile(path, other)));
  if (twice !== undefined) {
    const what = {
      en: `${twice}: this file is named twice`,
      ja: `${twice}: 同じファイルが二度指定されています`,
    };
    return { exit: misuse(terminal, what) };
  }
  let loaded: LoadedMapping | undefined;
  if (mappingPath !== undefined) {
    const mapping = loadMapping(terminal, plan, mappingPath);
    if ('exit' in mapping) return mapping;
    loaded = mapping.value;
  }
  const memberPaths = new Map<string, string>();
  const members = loaded?.mapping.members?.file;
  if (loaded !== undefined && members !== undefined) {
    const path = memberFile(members, history, loaded.path);
    if (path !== undefined) memberPaths.set(members, path);
  }
  return {
    value: {
      sources: history.map((path) => ({ name: path, chunks: contentOf(path), mapping: loaded?.mapping })),
      memberSources: new Map([...memberPaths].map(([name, path]) => [name, contentOf(path)])),
      memberPaths,
      mapping: loaded,
    },
  };
}

/** Reads the files of a history. Rejected rows are in it; a file that cannot be read at all ends it. */
export async function loadHistory(
  terminal: Terminal,
  plan: Plan,
  asked: HistoryArguments,
): Promise<Loaded<HistoryRead>> {
  const opened = openFiles(terminal, plan, asked);
  if ('exit' in opened) return opened;
  const { sources, memberSources, mapping } = opened.value;
  const reading = progress(terminal, READING);
  const onProgress = (rows: number) => reading.tick(rows);
  const read = await readHistory(plan, sources, { onProgress, memberSources });
  reading.done();
  if (read.problems.length === 0) return { value: read };
  for (const problem of read.problems) tellProblem(terminal, problem, mapping);
  return { exit: EXIT.findings };
}

export const READING = { en: 'reading the history', ja: '履歴を読み込み中' };

export function tellProblem(
  terminal: Terminal,
  problem: HistoryNotice,
  mapping: LoadedMapping | undefined,
): void {
  if (mapping !== undefined) {
    const finding = mappingFinding(mapping.root, problem);
    printFindings(terminal.err, terminal.language, mapping.path, mapping.text, [finding]);
    return;
  }
  const place = problem.file === undefined ? '' : `${problem.file}: `;
  const { message } = problem;
  complain(terminal, { en: place + message.en, ja: place + message.ja }, problem.help);
}
