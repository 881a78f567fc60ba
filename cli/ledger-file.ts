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
import { type LedgerFormat, LedgerText } from './ledger-text.ts';
import { scaleOf, showDay, showQuantity } from './show.ts';
import { notWritable, openSink } from './sink.ts';
import type { Terminal } from './terminal/index.ts';

/** Where a ledger goes, row by row; text also in whole lines as they were written elsewhere. */
export type LedgerWriter = {
  row(row: LedgerRow): void;
  close(): void;
} & ({ readonly format: LedgerFormat; lines(bytes: Uint8Array): void } | { readonly format: 'parquet' });

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
  const text = new LedgerText(plan, format);
  sink.write(text.header);
  return {
    format,
    row: (row) => sink.write(text.line(row)),
    lines: (bytes) => sink.writeBytes(bytes),
    close: () => sink.close(),
  };
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
