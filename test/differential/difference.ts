import { formatDay, formatTime, type LedgerRow, type MemberOutcome } from '../../schema/index.ts';

/** What an engine says of one member; `undefined` when the member enrolled after the run's end. */
export interface MemberResultLike {
  readonly rows: readonly LedgerRow[];
  readonly outcome: MemberOutcome;
  /** Compared where both engines say them. */
  readonly costs?: readonly unknown[];
  readonly firings?: readonly unknown[];
}

function shown(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The first place in which two values differ, as `path: expected …, got …`; an absent entry is the same as `undefined`. */
function differing(expected: unknown, actual: unknown, path: string): string | undefined {
  if (Object.is(expected, actual)) return undefined;
  if (!isRecord(expected) || !isRecord(actual) || Array.isArray(expected) !== Array.isArray(actual))
    return `${path}: expected ${shown(expected)}, got ${shown(actual)}`;
  const keys = Array.isArray(expected)
    ? [...Array(Math.max(Number(expected['length']), Number(actual['length']))).keys()].map(String)
    : [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  for (const key of keys) {
    const found = differing(
      expected[key],
      actual[key],
      Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A row as a line of text, quantities unscaled. */
export function rowLine(row: LedgerRow | undefined): string {
  if (row === undefined) return '(no row)';
  const { at, kind, what, quantity, by, cause, lot, expires, balance, pending } = row;
  const end = expires === undefined ? '-' : formatDay(expires);
  return `${formatTime(at)} | ${kind} | ${what} | ${quantity ?? '-'} | ${by ?? '-'} | ${cause ?? '-'} | L${lot ?? '-'} | ${end} | ${balance ?? '-'}/${pending ?? '-'}`;
}

/** The first difference of one member's results, with the rows around it; undefined when they are equal. */
export function firstDifference(
  expected: MemberResultLike | undefined,
  actual: MemberResultLike | undefined,
): string | undefined {
  if (expected === undefined || actual === undefined)
    return expected === actual ? undefined : differing(expected?.outcome, actual?.outcome, 'result');
  const { member } = expected.outcome;
  const length = Math.max(expected.rows.length, actual.rows.length);
  for (let index = 0; index < length; index += 1) {
    const [row, other] = [expected.rows[index], actual.rows[index]];
    const found = differing(row, other, `${member} row ${index + 1}`);
    if (found === undefined) continue;
    const before = expected.rows.slice(Math.max(0, index - 3), index).map((one) => `    ${rowLine(one)}`);
    return [
      row === undefined || other === undefined
        ? `${member} has ${expected.rows.length} rows, got ${actual.rows.length}`
        : found,
      ...before,
      `  - ${rowLine(row)}`,
      `  + ${rowLine(other)}`,
    ].join('\n');
  }
  return (
    differing(expected.outcome, actual.outcome, `${member} outcome`) ??
    (expected.costs && actual.costs && differing(expected.costs, actual.costs, `${member} costs`)) ??
    (expected.firings && actual.firings && differing(expected.firings, actual.firings, `${member} firings`))
  );
}
