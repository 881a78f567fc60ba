import type {
  Day,
  LedgerRow,
  Localized,
  MemberError,
  MemberOutcome,
  Plan,
  RejectedRow,
  Span,
} from '../../schema/index.ts';
import {
  LEDGER_COLUMNS,
  type LedgerColumn,
  scaleOf,
  showColumn,
  showDay,
  showQuantity,
} from '../ledger/index.ts';
import type { ExpectedRow, ExpectedState, Named } from './document.ts';

/** One line of a comparison; undefined = nothing on that side. */
export interface ComparedLine {
  readonly expected: string | undefined;
  readonly got: string | undefined;
  readonly same: boolean;
  /** What the actual side has to say about it. */
  readonly remark?: Localized;
}

/** Where a case came out otherwise than expected. */
export interface Difference {
  readonly kind: 'ledger' | 'state' | 'rows' | 'absent' | 'rejected' | 'errors';
  readonly member: string | undefined;
  /** The day of a state; undefined = the end of the run. */
  readonly on?: Day | undefined;
  /** Place of the expectation in the tests document; undefined for what nobody expected. */
  readonly span: Span | undefined;
  readonly lines: readonly ComparedLine[];
}

/** A number as {@link showQuantity} shows it: `+1_000.50` is `1000.5`. What is no number stays. */
function plainNumber(text: string): string {
  const match = /^([+-]?)([\d_]+)(?:\.([\d_]*))?$/.exec(text.trim());
  if (match === null) return text.trim();
  const whole = (match[2] ?? '').replaceAll('_', '').replace(/^0+(?=\d)/, '');
  const part = (match[3] ?? '').replaceAll('_', '').replace(/0+$/, '');
  const sign = match[1] === '-' && /[1-9]/.test(whole + part) ? '-' : '';
  return `${sign}${whole}${part === '' ? '' : `.${part}`}`;
}

/** What was written for a column, in the form in which the actual row is shown. */
export function normalColumn(column: string, text: string): string {
  const trimmed = text.trim();
  switch (column) {
    case 'at': {
      const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?)?$/.exec(trimmed);
      if (match === null) return trimmed;
      const seconds = match[3] === undefined || match[3] === ':00' ? '' : match[3];
      return `${match[1]} ${match[2] ?? '00:00'}${seconds}`;
    }
    case 'quantity':
      return plainNumber(trimmed);
    case 'balance':
      return trimmed.split('/').map(plainNumber).join('/');
    default:
      return trimmed === '' ? '-' : trimmed;
  }
}

const isColumn = (name: string): name is LedgerColumn => LEDGER_COLUMNS.some((column) => column === name);

/** The columns that an expectation names, in the ledger's order. */
function columnsOf(expected: Named): readonly LedgerColumn[] {
  return LEDGER_COLUMNS.filter((column) => expected.has(column));
}

function showExpected(row: ExpectedRow, withMember: boolean): string {
  const member = withMember ? row.columns.get('member')?.text : undefined;
  const cells = columnsOf(row.columns).map((column) =>
    normalColumn(column, row.columns.get(column)?.text ?? ''),
  );
  return [...(member === undefined ? [] : [member]), ...cells].join('  ');
}

/** The columns of a row that somebody asked for. `18/0` shows as `18` where only the available balance was named. */
function showGot(plan: Plan, row: LedgerRow, expected: Named): string {
  return columnsOf(expected)
    .map((column) => gotColumn(plan, row, column, expected))
    .join('  ');
}

function gotColumn(plan: Plan, row: LedgerRow, column: LedgerColumn, expected: Named): string {
  const shown = showColumn(plan, row, column);
  const written = expected.get(column)?.text ?? '';
  return column === 'balance' && !written.includes('/') ? (shown.split('/')[0] ?? shown) : shown;
}

function matches(plan: Plan, row: LedgerRow, { columns }: ExpectedRow): boolean {
  for (const [name, written] of columns) {
    if (name === 'member') {
      if (row.member !== written.text) return false;
    } else if (!isColumn(name) || gotColumn(plan, row, name, columns) !== normalColumn(name, written.text)) {
      return false;
    }
  }
  return true;
}

const EVERYTHING: Named = new Map(
  LEDGER_COLUMNS.map((column) => [column, { text: '/', span: { start: 0, end: 0 } }]),
);

/** The whole ledger of a member against the rows that a test writes, in order. */
export function compareLedger(
  plan: Plan,
  member: string,
  span: Span,
  expected: readonly ExpectedRow[],
  got: readonly LedgerRow[],
): Difference | undefined {
  const lines: ComparedLine[] = [];
  for (let index = 0; index < Math.max(expected.length, got.length); index += 1) {
    const want = expected[index];
    const row = got[index];
    lines.push({
      expected: want && showExpected(want, false),
      got: row && showGot(plan, row, want?.columns ?? EVERYTHING),
      same: want !== undefined && row !== undefined && matches(plan, row, want),
    });
  }
  const first = lines.findIndex((line) => !line.same);
  const place = expected[first]?.span ?? span;
  return first === -1 ? undefined : { kind: 'ledger', member, span: place, lines };
}

/** Rows that must be somewhere in the ledgers. */
export function compareRows(
  plan: Plan,
  expected: readonly ExpectedRow[],
  got: readonly LedgerRow[],
): readonly Difference[] {
  return expected
    .filter((want) => !got.some((row) => matches(plan, row, want)))
    .map((want) => ({
      kind: 'rows',
      member: want.columns.get('member')?.text,
      span: want.span,
      lines: [{ expected: showExpected(want, true), got: undefined, same: false }],
    }));
}

/** Rows that must be nowhere in the ledgers. */
export function compareAbsent(
  plan: Plan,
  expected: readonly ExpectedRow[],
  got: readonly LedgerRow[],
): readonly Difference[] {
  return expected.flatMap((unwanted): Difference[] => {
    const found = got.filter((row) => matches(plan, row, unwanted));
    if (found.length === 0) return [];
    return [
      {
        kind: 'absent',
        member: unwanted.columns.get('member')?.text,
        span: unwanted.span,
        lines: found.map((row) => ({
          expected: undefined,
          got: `${row.member}  ${showGot(plan, row, EVERYTHING)}`,
          same: false,
        })),
      },
    ];
  });
}

function gotState(plan: Plan, outcome: MemberOutcome, group: string, name: string): string {
  const points = outcome.points.find((each) => each.points === name);
  const tier = outcome.tiers.find((each) => each.ladder === name);
  switch (group) {
    case 'balance':
      return points === undefined ? '-' : showQuantity(points.available - points.debt, scaleOf(plan, name));
    case 'pending':
      return points === undefined ? '-' : showQuantity(points.pending, scaleOf(plan, name));
    case 'tier':
      return tier?.level ?? '-';
    case 'since':
      return showDay(tier?.since);
    case 'held':
      return showDay(tier?.held);
    case 'segments':
      return outcome.segments.includes(name) ? 'yes' : 'no';
    default:
      return '-';
  }
}

function normalState(group: string, text: string): string {
  switch (group) {
    case 'balance':
    case 'pending':
      return plainNumber(text);
    case 'segments':
      return text === 'true' ? 'yes' : text === 'false' ? 'no' : text;
    default:
      return text === '' ? '-' : text;
  }
}

/** The state of a member at one day; `undefined` for an outcome means that the run does not know the member. */
export function compareState(
  plan: Plan,
  expected: ExpectedState,
  outcome: MemberOutcome | undefined,
): Difference | undefined {
  const lines: ComparedLine[] = [];
  let span: Span | undefined;
  for (const [group, names] of expected.groups) {
    for (const [name, written] of names) {
      const want = normalState(group, written.text);
      const got = outcome && gotState(plan, outcome, group, name);
      if (want !== got) span ??= written.span;
      lines.push({
        expected: `${group} ${name}: ${want}`,
        got: got === undefined ? undefined : `${group} ${name}: ${got}`,
        same: want === got,
      });
    }
  }
  return span === undefined
    ? undefined
    : { kind: 'state', member: expected.member, on: expected.on, span, lines };
}

/** Things with a few named texts (rejected rows, errors): all that were expected, and no others. */
function compareNamed(
  kind: 'rejected' | 'errors',
  expected: readonly ExpectedRow[],
  got: readonly ReadonlyMap<string, string>[],
  remarkOf: (got: ReadonlyMap<string, string>) => Localized | undefined = () => undefined,
): Difference | undefined {
  const left = [...got];
  const lines: ComparedLine[] = [];
  let span: Span | undefined;
  const show = (entries: Iterable<readonly [string, string]>) =>
    [...entries].map(([key, value]) => `${key} ${value}`).join('  ');
  for (const want of expected) {
    const index = left.findIndex((each) =>
      [...want.columns].every(([key, written]) => (each.get(key) ?? '-') === written.text),
    );
    const found = index === -1 ? undefined : left.splice(index, 1)[0];
    if (found === undefined) span ??= want.span;
    const text = show([...want.columns].map(([key, written]) => [key, written.text] as const));
    lines.push({ expected: text, got: found && text, same: found !== undefined });
  }
  for (const extra of left) {
    const remark = remarkOf(extra);
    lines.push({
      expected: undefined,
      got: show(extra),
      same: false,
      ...(remark === undefined ? {} : { remark }),
    });
  }
  if (lines.every((line) => line.same)) return undefined;
  return { kind, member: undefined, span, lines };
}

/** Rejected rows: every one must be expected, so that no test passes over a typing mistake in its own events. */
export function compareRejected(
  expected: readonly ExpectedRow[],
  got: readonly RejectedRow[],
): Difference | undefined {
  const rows = new Map(
    got.map((row): readonly [ReadonlyMap<string, string>, RejectedRow] => [
      new Map([
        ['id', row.event ?? '-'],
        ['reason', row.reason],
        ['member', row.member ?? '-'],
      ]),
      row,
    ]),
  );
  return compareNamed('rejected', expected, [...rows.keys()], (named) => rows.get(named)?.message);
}

/** Members whom arithmetic stopped: every one must be expected. */
export function compareErrors(
  expected: readonly ExpectedRow[],
  got: readonly MemberError[],
): Difference | undefined {
  return compareNamed(
    'errors',
    expected,
    got.map(
      (error) =>
        new Map([
          ['member', error.member],
          ['event', error.event ?? '-'],
          ['in', error.in],
          ['code', error.code],
        ]),
    ),
  );
}
