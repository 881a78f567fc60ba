import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { mappingFinding } from '../../cli/mapping-finding.ts';
import { outcomeOf } from '../../cli/replay-history.ts';
import { replayByReference } from '../../cli/replaying/index.ts';
import {
  childOf,
  compile,
  compileScenario,
  FIGURE_CODES,
  hear,
  type ReviewFigures,
  readDocument,
  review,
  reviewFigures,
  reviewMessages,
  toData,
  validateDocument,
} from '../../compiler/index.ts';
import { reportFigures } from '../../report/index.ts';
import { reviewFiguresOf } from '../../report/reviewing/figures.ts';
import { type HistoryNotice, type HistoryRead, type Mapping, readHistory } from '../../runtime/index.ts';
import type {
  Diagnostic,
  Localized,
  MemberHistory,
  Plan,
  RejectedRow,
  Severity,
} from '../../schema/index.ts';
import { type Laid, laidOver, unfolded } from './frame.ts';
import type { Block } from './page.ts';

/** Anything that an example raises, with its place in the words of `at:`. */
export interface Found {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Localized;
  readonly help: Localized | undefined;
  /** As a page writes it behind `at:`. */
  readonly place: string;
}

function inCode(text: string): string {
  const shown = text.replaceAll('\t', '\\t');
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

const WORD = /^[\p{L}\p{M}\p{N}_]+$/u;

/** Where a snippet stands in a text, as a word of its own when it is one. */
function occurrences(text: string, snippet: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(snippet); at >= 0; at = text.indexOf(snippet, at + 1)) {
    const [before = '\n', after = '\n'] = [text[at - 1], text[at + snippet.length]];
    // Blanks are only shown as what a line is indented by.
    const joined =
      snippet.trim() === ''
        ? before !== '\n' || after === ' '
        : WORD.test(snippet) && (WORD.test(before) || WORD.test(after));
    if (!joined) found.push(at);
  }
  return found;
}

/**
 * `` `snippet` ``, with its number when the example has more of them, or the end at which an empty span stands. What
 * the page does not show is not counted.
 */
function placeIn({ source, shownFrom }: Laid, { span }: Diagnostic): string {
  const snippet = source.slice(span.start, span.end);
  if (span.start === 0 && snippet.length <= 1) return 'the start';
  if (snippet === '') return source.slice(span.start).trim() === '' ? 'the end' : 'nothing';
  const from = span.start >= shownFrom ? shownFrom : 0;
  const all = occurrences(source.slice(from), snippet);
  const number = all.indexOf(span.start - from) + 1;
  return all.length === 1 ? inCode(snippet) : `${inCode(snippet)} #${number}`;
}

function located(laid: Laid, diagnostics: readonly Diagnostic[]): readonly Found[] {
  return diagnostics.map((diagnostic) => ({
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    help: diagnostic.help,
    place: placeIn(laid, diagnostic),
  }));
}

type Kind = 'program' | 'tests' | 'scenario' | 'mapping';

function kindOf(text: string): Kind {
  const kind = /^kizuna:.*\n(tests|scenario|mapping):/.exec(text)?.[1];
  return kind === 'tests' || kind === 'scenario' || kind === 'mapping' ? kind : 'program';
}

function ofDocument(laid: Laid): readonly Found[] {
  const { source } = laid;
  const kind = kindOf(source);
  if (kind === 'program') return located(laid, reviewed(source, undefined));
  if (kind === 'scenario') return ofScenario(laid, laidOver('rules: {}\n').source);
  const { root, diagnostics } = readDocument(source);
  const shape = root === undefined ? [] : validateDocument(root, kind);
  return located(laid, [...diagnostics, ...shape]);
}

/** What compiling and a review say of a program, with figures where it was replayed. */
function reviewed(source: string, figures: ReviewFigures | undefined): readonly Diagnostic[] {
  const { value: plan, diagnostics } = compile(source);
  const { root } = readDocument(source);
  if (plan === undefined || root?.kind !== 'map') return diagnostics;
  const found = [...review(plan, root), ...(figures === undefined ? [] : reviewFigures(plan, root, figures))];
  const needsFigures = (code: string) => FIGURE_CODES.some((each) => each === code);
  const isLookedFor = (code: string) =>
    code in reviewMessages && (figures !== undefined || !needsFigures(code));
  return [...diagnostics, ...hear(source, found, isLookedFor).diagnostics];
}

async function figuresOver(plan: Plan, read: HistoryRead): Promise<ReviewFigures | undefined> {
  const until = read.lastDay;
  if (until === undefined) return undefined;
  const members = {
    summary: read,
    close: () => undefined,
    each: async (visit: (member: MemberHistory) => void) => read.members.forEach(visit),
  };
  const replay = await replayByReference(members, {
    plan,
    until,
    outputs: { ledger: undefined, outcomes: undefined },
    shown: { rows: 0, members: 0 },
    withLedger: false,
    onMembers: () => undefined,
  });
  return reviewFiguresOf(plan, reportFigures(plan, outcomeOf({ read, until, replay, exit: 0 })));
}

/** A scenario over a program that stands at `../program.yaml`. */
function ofScenario(laid: Laid, program: string): readonly Found[] {
  const missing = { en: 'no such file or folder', ja: 'ファイルもフォルダーもありません' };
  const { diagnostics, text, scenarioAt } = compileScenario(laid.source, (path) =>
    path === '../program.yaml' ? { text: program } : { why: missing },
  );
  return located({ source: text, shownFrom: scenarioAt }, diagnostics);
}

function ofNotice(notice: HistoryNotice, severity: Severity, place: string): Found {
  const { code, message, help } = notice;
  return { code, severity, message, help, place };
}

async function ofHistory(documents: readonly Laid[], data: readonly Block[]): Promise<readonly Found[]> {
  const program = documents.find(({ source }) => kindOf(source) === 'program') ?? laidOver('rules: {}\n');
  const { value: plan, diagnostics } = compile(program.source);
  if (plan === undefined) return located(program, diagnostics);
  const text = documents.find(({ source }) => kindOf(source) === 'mapping');
  const root = text === undefined ? undefined : readDocument(text.source).root;
  if (text !== undefined) {
    const wrong = ofDocument(text);
    if (wrong.length > 0) return wrong;
  }
  const mapping = root && (toData(root) as Mapping);
  const encoder = new TextEncoder();
  const chunks = data.map((block) =>
    block.language === 'parquet' ? parquetOf(block.text) : [encoder.encode(unfolded(block.text))],
  );
  const members = mapping?.members?.file;
  const [first, second] = chunks;
  const sources = members === undefined ? chunks : first === undefined ? [] : [first];
  const read = await readHistory(
    plan,
    sources.map((part, index) => ({ name: `history-${index + 1}`, chunks: part, mapping })),
    members === undefined || second === undefined ? {} : { memberSources: new Map([[members, second]]) },
  );
  const ofProblem = (problem: HistoryNotice): Found => {
    const place = root && text && placeIn(text, mappingFinding(root, problem));
    return ofNotice(problem, 'error', place ?? problem.file ?? '');
  };
  const replayed = read.rejected.length + read.problems.length === 0;
  const figures = replayed ? await figuresOver(plan, read) : undefined;
  return [
    ...(figures === undefined ? [] : located(program, reviewed(program.source, figures))),
    ...read.rejected.map(ofRow),
    ...read.problems.map(ofProblem),
    ...read.warnings.map((warning) => ofNotice(warning, 'warning', 'the history')),
  ];
}

/** A file with the columns that a page lists as `name = TYPE` and no row, or with the bytes of what is no such list. */
function parquetOf(text: string): ArrayBuffer {
  const columns = [...text.matchAll(/^(\w+) = (UTF8|BSON)$/gm)];
  const writer = new ByteWriter();
  if (columns.length === 0) writer.appendBytes(new TextEncoder().encode(text));
  else
    new ParquetWriter({
      writer,
      schema: [
        { name: 'schema', num_children: columns.length },
        ...columns.map(
          ([, name = '', type]): SchemaElement => ({
            name,
            type: 'BYTE_ARRAY',
            repetition_type: 'OPTIONAL',
            converted_type: type === 'BSON' ? 'BSON' : 'UTF8',
          }),
        ),
      ],
    }).finish();
  return writer.getBuffer();
}

/** Rows are found by line, column and value. */
function ofRow({ reason, message, line, column, value }: RejectedRow): Found {
  const where = [`line ${line}`, ...(column === undefined ? [] : [inCode(column)])].join(', ');
  const place = column === undefined || value === undefined ? where : `${where}: ${inCode(value)}`;
  return { code: reason, severity: 'error', message, help: undefined, place };
}

/** A program with the parameters that the first case of a tests document lays over it. */
function withOverrides(program: Laid, tests: Laid): readonly Found[] {
  const cases = childOf(readDocument(tests.source).root, 'cases');
  const first = cases?.kind === 'map' ? cases.entries[0]?.value : undefined;
  const overrides = childOf(first, 'parameters');
  if (overrides?.kind !== 'map') return [];
  return located(tests, compile(program.source, { overrides }).overrides);
}

/** Compiles or reads what the blocks of an example hold and yields all that is found. */
export function foundIn(blocks: readonly Block[]): Promise<readonly Found[]> | readonly Found[] {
  const documents = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => laidOver(text));
  const data = blocks.filter(({ language }) => language !== 'yaml');
  const [first, second] = documents;
  if (data.length > 0) return ofHistory(documents, data);
  if (first !== undefined && second !== undefined)
    return kindOf(second.source) === 'scenario'
      ? ofScenario(second, first.source)
      : withOverrides(first, second);
  return first === undefined ? [] : ofDocument(first);
}
