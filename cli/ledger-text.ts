import {
  type Day,
  formatDay,
  formatTime,
  type LedgerRow,
  type LocalTime,
  type Plan,
} from '../schema/index.ts';
import { scaleOf, showQuantity } from './show.ts';

/** How a ledger is written as text. */
export type LedgerFormat = 'csv' | 'jsonl';

const COLUMNS = [
  'member',
  'at',
  'kind',
  'what',
  'quantity',
  'by',
  'cause',
  'lot',
  'expires',
  'balance',
  'pending',
] as const;

/** So many days and times are kept as text; a history has few days and many rows of each. */
const KEPT = 1 << 14;

/**
 * Rows of a ledger as lines, line breaks included. Quantities are exact decimals, in JSON as text: a reader that takes
 * numbers for floating point must not be able to spoil them. What there is none of is left out (JSON) or empty (CSV).
 */
export class LedgerText {
  readonly #plan: Plan;
  readonly #format: LedgerFormat;
  readonly #scales = new Map<string, number>();
  readonly #days = new Map<Day, string>();
  readonly #times = new Map<LocalTime, string>();

  constructor(plan: Plan, format: LedgerFormat) {
    this.#plan = plan;
    this.#format = format;
  }

  /** JSON Lines has none. */
  get header(): string {
    return this.#format === 'csv' ? `${COLUMNS.join(',')}\n` : '';
  }

  line(row: LedgerRow): string {
    const scale = this.#scale(row.what);
    const exact = (value: bigint | undefined) => (value === undefined ? undefined : quantity(value, scale));
    const at = kept(this.#times, row.at, formatTime);
    const expires = row.expires === undefined ? undefined : kept(this.#days, row.expires, formatDay);
    const [amount, balance, pending] = [exact(row.quantity), exact(row.balance), exact(row.pending)];
    const { member, kind, what, by, cause, lot } = row;
    if (this.#format === 'csv') {
      return `${cellOf(member)},${at},${kind},${cellOf(what)},${amount ?? ''},${cellOf(by)},${cellOf(cause)},${lot ?? ''},${expires ?? ''},${balance ?? ''},${pending ?? ''}\n`;
    }
    const cells: Readonly<Record<(typeof COLUMNS)[number], string | number | undefined>> = {
      member,
      at,
      kind,
      what,
      quantity: amount,
      by,
      cause,
      lot,
      expires,
      balance,
      pending,
    };
    return `${JSON.stringify(cells)}\n`;
  }

  #scale(what: string): number {
    const known = this.#scales.get(what);
    if (known !== undefined) return known;
    const scale = scaleOf(this.#plan, what);
    this.#scales.set(what, scale);
    return scale;
  }
}

function kept<K>(texts: Map<K, string>, key: K, show: (key: K) => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= KEPT) texts.clear();
  const text = show(key);
  texts.set(key, text);
  return text;
}

function quantity(value: bigint, scale: number): string {
  return scale === 0 ? value.toString() : showQuantity(value, scale);
}

const QUOTED = /[",\r\n]/;

/** A text as a cell of CSV; of none, an empty one. */
export function cellOf(text: string | undefined): string {
  if (text === undefined) return '';
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
