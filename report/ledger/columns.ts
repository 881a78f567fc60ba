import type { LedgerRow, Localized, Plan } from '../../schema/index.ts';
import { scaleOf, showDay, showQuantity, showTime } from './written.ts';

/** The columns of a ledger, in their order. */
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

/** What people read above the columns. */
export const LEDGER_TITLES: Readonly<Record<LedgerColumn | 'member', Localized>> = {
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
export const LEDGER_WORDS: Readonly<Record<LedgerRow['kind'], Localized>> = {
  earn: { en: 'earn', ja: '付与' },
  use: { en: 'use', ja: '使用' },
  expire: { en: 'expire', ja: '失効' },
  reverse: { en: 'reverse', ja: '取消' },
  forfeit: { en: 'forfeit', ja: '没収' },
  decline: { en: 'decline', ja: '不成立' },
  reach: { en: 'reach', ja: '到達' },
  lapse: { en: 'lapse', ja: '終了' },
};

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
