import type { RejectedRow } from '../../schema/index.ts';

/** The bad rows as CSV (RFC 4180, LF), for `--rejects`. */
export function rejectsCsv(rejected: readonly RejectedRow[], language: 'en' | 'ja' = 'en'): string {
  const header = ['file', 'line', 'column', 'value', 'reason', 'message', 'raw'];
  const rows = rejected.map((row) => [
    row.file,
    String(row.line),
    row.column ?? '',
    row.value ?? '',
    row.reason,
    row.message[language],
    row.raw,
  ]);
  return [header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Bad rows per reason, the most frequent first, then by reason. */
export function countByReason(
  rejected: readonly RejectedRow[],
): readonly { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
