import {
  formatTime,
  type LedgerRow,
  type MemberOutcome,
  type Plan,
  type Value,
  type ValueType,
} from '../schema/index.ts';
import type { ExitCode } from './exit.ts';
import { ParquetLedger } from './ledger-parquet.ts';
import { scaleOf, showDay, showQuantity } from './show.ts';
import { notWritable, openSink } from './sink.ts';
import type { Terminal } from './terminal/index.ts';

/** How a ledger is written as text. */
type LedgerFormat = 'csv' | 'jsonl';

/** Where a ledger goes, row by row. */
export interface LedgerWriter {
  row(row: LedgerRow): void;
  close(): void;
}

/** Opens the file of a ledger (`-` = stdout), or says why it cannot be; the ending of its name decides on the form. */
export function openLedger(
  terminal: Terminal,
  plan: Plan,
  path: string,
): LedgerWriter | { readonly exit: ExitCode } {
  if (/\.parquet$/i.test(path)) {
    try {
      return new ParquetLedger(plan, path);
    } catch (error) {
      return { exit: notWritable(terminal, path, error) };
    }
  }
  const sink = openSink(terminal, path);
  if ('exit' in sink) return sink;
  const format: LedgerFormat = /\.csv$/i.test(path) ? 'csv' : 'jsonl';
  sink.write(ledgerHeader(format));
  return { row: (row) => sink.write(ledgerLine(plan, row, format)), close: () => sink.close() };
}

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

/** The header of a ledger file, line break included; JSON Lines has none. */
function ledgerHeader(format: LedgerFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\n` : '';
}

function cellsOf(
  plan: Plan,
  row: LedgerRow,
): Readonly<Record<(typeof COLUMNS)[number], string | number | undefined>> {
  const scale = scaleOf(plan, row.what);
  const exact = (value: bigint | undefined) => (value === undefined ? undefined : showQuantity(value, scale));
  return {
    member: row.member,
    at: formatTime(row.at),
    kind: row.kind,
    what: row.what,
    quantity: exact(row.quantity),
    by: row.by,
    cause: row.cause,
    lot: row.lot,
    expires: row.expires === undefined ? undefined : showDay(row.expires),
    balance: exact(row.balance),
    pending: exact(row.pending),
  };
}

function csvCell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * One row of a ledger file, line break included. Quantities are exact decimals, in JSON as text: a reader that takes
 * numbers for floating point must not be able to spoil them. What there is none of is left out (JSON) or empty (CSV).
 */
function ledgerLine(plan: Plan, row: LedgerRow, format: LedgerFormat): string {
  const cells = cellsOf(plan, row);
  return format === 'csv'
    ? `${COLUMNS.map((column) => csvCell(cells[column])).join(',')}\n`
    : `${JSON.stringify(cells)}\n`;
}

/** Decimals of a score that is a quotient; it is a figure to look at, cut and not rounded up to a threshold. */
const SCORE_DECIMALS = 4;

/** A score from 0 to 100 as a decimal; null where it is missing. */
function showScore(score: Value, type: ValueType): string | null {
  if (typeof score === 'bigint') return showQuantity(score, type.kind === 'quantity' ? type.scale : 0);
  if (typeof score !== 'object') return null;
  return showQuantity((score.n * 10n ** BigInt(SCORE_DECIMALS)) / score.d, SCORE_DECIMALS);
}

/** The state of one member at the end of the run as a line of JSON. */
export function outcomeLine(plan: Plan, outcome: MemberOutcome): string {
  const points = Object.fromEntries(
    outcome.points.map((each) => {
      const exact = (value: bigint) => showQuantity(value, scaleOf(plan, each.points));
      return [
        each.points,
        {
          balance: exact(each.available - each.debt),
          pending: exact(each.pending),
          debt: exact(each.debt),
          issued: exact(each.issued),
          used: exact(each.used),
          expired: exact(each.expired),
          forfeited: exact(each.forfeited),
          reversed: exact(each.reversed),
        },
      ];
    }),
  );
  const tiers = Object.fromEntries(
    outcome.tiers.map((each) => [
      each.ladder,
      {
        level: each.level,
        since: showDay(each.since),
        ...(each.held !== undefined && { held: showDay(each.held) }),
      },
    ]),
  );
  const { error } = outcome;
  const line = {
    member: outcome.member,
    enrolled: showDay(outcome.enrolled),
    points,
    tiers,
    segments: outcome.segments,
    loyalty: Object.fromEntries(
      plan.loyalty.scores.map(({ loyalty, expr }) => [
        loyalty,
        showScore(outcome.loyalty[loyalty], expr.type),
      ]),
    ),
    ...(error && { error: { code: error.code, event: error.event, at: formatTime(error.at), in: error.in } }),
  };
  return `${JSON.stringify(line)}\n`;
}
