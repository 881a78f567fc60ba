import {
  LEDGER_COLUMNS,
  LEDGER_TITLES,
  LEDGER_WORDS,
  type LedgerColumn,
  showColumn,
} from '../report/index.ts';
import type { LedgerRow, Plan } from '../schema/index.ts';
import { type Cell, type Column, say, type Terminal, table } from './terminal/index.ts';

function cell(plan: Plan, row: LedgerRow, column: LedgerColumn, terminal: Terminal): Cell {
  const { paint } = terminal.out;
  if (column === 'kind') return say(terminal, LEDGER_WORDS[row.kind]);
  const text = showColumn(plan, row, column);
  if (text === '-') return { text, paint: paint.dim };
  if (column !== 'quantity') return text;
  const gain = (row.quantity ?? 0n) > 0n && row.kind !== 'decline';
  return { text: gain ? `+${text}` : text, paint: gain ? paint.green : paint.red };
}

/** Rows of a ledger as a table; with the member in front where rows of several are shown. */
export function ledgerTable(
  terminal: Terminal,
  plan: Plan,
  rows: readonly LedgerRow[],
  withMember: boolean,
): string {
  const { paint } = terminal.out;
  const right: readonly string[] = ['quantity', 'balance'];
  const columns: Column[] = LEDGER_COLUMNS.map((column) => ({
    title: say(terminal, LEDGER_TITLES[column]),
    align: right.includes(column) ? 'right' : 'left',
  }));
  if (withMember) columns.unshift({ title: say(terminal, LEDGER_TITLES.member) });
  const cells = rows.map((row) => [
    ...(withMember ? [row.member] : []),
    ...LEDGER_COLUMNS.map((column) => cell(plan, row, column, terminal)),
  ]);
  return table(columns, cells, paint);
}
