import {
  type Day,
  formatDay,
  formatTime,
  type LedgerRow,
  type LocalTime,
  type Plan,
} from '../schema/index.ts';

/** An exact decimal without trailing zeros: 1050 at scale 2 is `10.5`. */
export function showQuantity(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const part = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

/** A quantity for people: thousands apart. */
export function showGrouped(value: bigint, scale: number): string {
  const [whole = '', part] = showQuantity(value, scale).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** `2026-05-01 10:00`, with seconds where there are any. */
export function showTime(time: LocalTime): string {
  const text = formatTime(time).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, -3) : text;
}

/** A program as it names itself, with its version where it states one. */
export function programName({ program, version }: Pick<Plan, 'program' | 'version'>): string {
  return version === '' ? program : `${program} ${version}`;
}

export const showDay = (day: Day | undefined): string => (day === undefined ? '-' : formatDay(day));

export const LEDGER_COLUMNS = [
  'at',
  'kind',
  'what',
  'quantity',
  'by',
  'cause',
  'lot',
  'expires',
  'balance',
] as const;

export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];

/** Decimals of a points type by its name; 0 for what is none (`ladder.level`). */
export function scaleOf(plan: Plan, what: string): number {
  return plan.points.find((points) => points.name === what)?.decimals ?? 0;
}

/** One column of a row as a tests document would write it; `-` = none. */
export function showColumn(plan: Plan, row: LedgerRow, column: LedgerColumn): string {
  const scale = scaleOf(plan, row.what);
  switch (column) {
    case 'at':
      return showTime(row.at);
    case 'kind':
      return row.kind;
    case 'what':
      return row.what;
    case 'quantity':
      return row.quantity === undefined ? '-' : showQuantity(row.quantity, scale);
    case 'by':
      return row.by ?? '-';
    case 'cause':
      return row.cause ?? '-';
    case 'lot':
      return row.lot === undefined ? '-' : `L${row.lot}`;
    case 'expires':
      return showDay(row.expires);
    case 'balance':
      return row.balance === undefined
        ? '-'
        : `${showQuantity(row.balance, scale)}/${showQuantity(row.pending ?? 0n, scale)}`;
  }
}
