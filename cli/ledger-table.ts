import type { LedgerRow, Localized, Plan } from '../schema/index.ts';
import { LEDGER_COLUMNS, type LedgerColumn, showColumn } from './show.ts';
import { type Cell, type Column, say, type Terminal, table } from './terminal/index.ts';

const TITLES: Readonly<Record<LedgerColumn | 'member', Localized>> = {
  member: { en: 'member', ja: '会員' },
  at: { en: 'at', ja: '日時' },
  kind: { en: 'kind', ja: '種類' },
  what: { en: 'what', ja: '対象' },
  quantity: { en: 'quantity', ja: '数量' },
  by: { en: 'by', ja: 'ルール・特典' },
  cause: { en: 'cause', ja: '原因' },
  lot: { en: 'lot', ja: 'ロット' },
  expires: { en: 'expires', ja: '有効期限' },
  balance: { en: 'balance/pending', ja: '残高/保留' },
};

/** Files and tests documents keep the English words, as they are keys there; a person reads these. */
const KINDS: Readonly<Record<LedgerRow['kind'], Localized>> = {
  earn: { en: 'earn', ja: '付与' },
  use: { en: 'use', ja: '使用' },
  expire: { en: 'expire', ja: '失効' },
  reverse: { en: 'reverse', ja: '取消' },
  forfeit: { en: 'forfeit', ja: '没収' },
  decline: { en: 'decline', ja: '不成立' },
  reach: { en: 'reach', ja: '到達' },
  lapse: { en: 'lapse', ja: '終了' },
};

function cell(plan: Plan, row: LedgerRow, column: LedgerColumn, terminal: Terminal): Cell {
  const { paint } = terminal.out;
  if (column === 'kind') return say(terminal, KINDS[row.kind]);
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
    title: say(terminal, TITLES[column]),
    align: right.includes(column) ? 'right' : 'left',
  }));
  if (withMember) columns.unshift({ title: say(terminal, TITLES.member) });
  const cells = rows.map((row) => [
    ...(withMember ? [row.member] : []),
    ...LEDGER_COLUMNS.map((column) => cell(plan, row, column, terminal)),
  ]);
  return table(columns, cells, paint);
}
