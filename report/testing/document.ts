import { childOf, type Entry, type Node, textOf } from '../../compiler/index.ts';
import { type Day, type Localized, parseDay, type Span } from '../../schema/index.ts';

/** A value that a test names, as it was written. */
export interface Written {
  readonly text: string;
  readonly span: Span;
}

/** What is named of something, by column or by key. */
export type Named = ReadonlyMap<string, Written>;

/** A row of a ledger of which a test names some columns; `member` only in `rows` and `absent`. */
export interface ExpectedRow {
  readonly columns: Named;
  readonly span: Span;
}

/** The state of a member at the end of a local day (`on`), or of the run. Groups: balance, pending, tier, held, since, segments. */
export interface ExpectedState {
  readonly member: string;
  readonly on: Day | undefined;
  readonly groups: ReadonlyMap<string, Named>;
  readonly span: Span;
}

export interface Expectations {
  readonly state: readonly ExpectedState[];
  readonly ledger: readonly {
    readonly member: string;
    readonly rows: readonly ExpectedRow[];
    readonly span: Span;
  }[];
  readonly rows: readonly ExpectedRow[];
  readonly absent: readonly ExpectedRow[];
  readonly rejected: readonly ExpectedRow[];
  readonly errors: readonly ExpectedRow[];
}

/** One case: who is there, what happens, what must come of it. */
export interface TestCase {
  readonly name: string;
  readonly title: Localized | undefined;
  /** Place of the case's name. */
  readonly span: Span;
  /** Parameters that replace the program's. */
  readonly parameters: Node | undefined;
  readonly until: Day | undefined;
  readonly members: readonly Entry[];
  readonly events: readonly Node[];
  readonly expect: Expectations;
}

export interface TestsDocument {
  readonly tests: string;
  /** Path of the program beside the document; `program.yaml` when left out. */
  readonly program: string;
  readonly cases: readonly TestCase[];
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

function scalarText(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

function named(node: Node | undefined, without: readonly string[] = []): Named {
  const found = new Map<string, Written>();
  for (const { key, value } of entriesOf(node)) {
    if (value.kind === 'scalar' && !without.includes(key)) {
      found.set(key, { text: value.text.normalize('NFC'), span: value.span });
    }
  }
  return found;
}

const rowOf = (node: Node): ExpectedRow => ({ columns: named(node), span: node.span });

function stateOf(node: Node): ExpectedState {
  const on = scalarText(childOf(node, 'on'));
  const groups = new Map<string, Named>();
  for (const { key, value } of entriesOf(node)) {
    if (value.kind === 'map') groups.set(key, named(value));
  }
  return {
    member: scalarText(childOf(node, 'member')) ?? '',
    on: on === undefined ? undefined : parseDay(on),
    groups,
    span: node.span,
  };
}

function caseOf({ key, keySpan, value }: Entry): TestCase {
  const expect = childOf(value, 'expect');
  const until = scalarText(childOf(value, 'until'));
  const rows = (name: string) => itemsOf(childOf(expect, name)).map(rowOf);
  return {
    name: key,
    title: textOf(childOf(value, 'title')),
    span: keySpan,
    parameters: childOf(value, 'parameters'),
    until: until === undefined ? undefined : parseDay(until),
    members: entriesOf(childOf(value, 'members')),
    events: itemsOf(childOf(value, 'events')),
    expect: {
      state: itemsOf(childOf(expect, 'state')).map(stateOf),
      ledger: entriesOf(childOf(expect, 'ledger')).map((entry) => ({
        member: entry.key,
        rows: itemsOf(entry.value).map(rowOf),
        span: entry.keySpan,
      })),
      rows: rows('rows'),
      absent: rows('absent'),
      rejected: rows('rejected'),
      errors: rows('errors'),
    },
  };
}

/** Reads a tests document whose structure has been validated. */
export function testsOf(root: Node): TestsDocument {
  return {
    tests: scalarText(childOf(root, 'tests')) ?? '',
    program: scalarText(childOf(root, 'program')) ?? 'program.yaml',
    cases: entriesOf(childOf(root, 'cases')).map(caseOf),
  };
}

/** True when nothing would be looked at: such a test can only pass. */
export function expectsNothing({ expect }: TestCase): boolean {
  return (
    expect.state.every((state) => [...state.groups.values()].every((group) => group.size === 0)) &&
    expect.ledger.length === 0 &&
    [expect.rows, expect.absent, expect.rejected, expect.errors].every((rows) => rows.length === 0)
  );
}
