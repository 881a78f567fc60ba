export { LEDGER_COLUMNS, LEDGER_TITLES, LEDGER_WORDS, type LedgerColumn, showColumn } from './columns.ts';
export { scaleOf, showDay, showGrouped, showQuantity, showTime } from './written.ts';
