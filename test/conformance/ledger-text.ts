import { dayOfTime, formatDay, formatTime, type LedgerRow, type Plan } from '../../schema/index.ts';

const COLUMNS = ['at', 'kind', 'what', 'quantity', 'by', 'cause', 'lot', 'expires', 'balance'] as const;

/** A ledger row as timelines write it: nine cells joined by ` | `, `-` for nothing, decimals without trailing zeros. */
export function rowText(plan: Plan, row: LedgerRow): string {
  const decimals = plan.points.find((points) => points.name === row.what)?.decimals ?? 0;
  const number = (value: bigint) => decimalText(value, decimals);
  const sign = row.kind !== 'decline' && (row.quantity ?? 0n) > 0n ? '+' : '';
  const cells: Readonly<Record<(typeof COLUMNS)[number], string | undefined>> = {
    at: `${formatDay(dayOfTime(row.at))} ${formatTime(row.at).split('T')[1]?.replace(/:00$/, '')}`,
    kind: row.kind,
    what: row.what,
    quantity: row.quantity === undefined ? undefined : `${sign}${number(row.quantity)}`,
    by: row.by,
    cause: row.cause,
    lot: row.lot === undefined ? undefined : `L${row.lot}`,
    expires: row.expires === undefined ? undefined : formatDay(row.expires),
    balance: row.balance === undefined ? undefined : `${number(row.balance)}/${number(row.pending ?? 0n)}`,
  };
  return COLUMNS.map((column) => cells[column] ?? '-').join(' | ');
}

function decimalText(value: bigint, decimals: number): string {
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Expected and actual rows beside each other, the first difference marked; undefined when they are the same. */
export function difference(
  member: string,
  expected: readonly string[],
  actual: readonly string[],
): string | undefined {
  const length = Math.max(expected.length, actual.length);
  const indexes = Array.from({ length }, (_, index) => index);
  const first = indexes.find((index) => expected[index] !== actual[index]);
  if (first === undefined) return undefined;
  const width = Math.max(8, ...expected.map((row) => row.length));
  const lines = indexes.map((index) => {
    const mark = index === first ? '>>' : expected[index] === actual[index] ? '  ' : ' >';
    return `${mark} ${(expected[index] ?? '(none)').padEnd(width)}  ‖  ${actual[index] ?? '(none)'}`;
  });
  return [`member ${member}`, `   ${'expected'.padEnd(width)}  ‖  actual`, ...lines].join('\n');
}
