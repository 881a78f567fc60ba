import { toCsv } from '../../../report/index.ts';
import type { Language, RejectedRow } from '../../../schema/index.ts';

/** So that spreadsheets read the letters as they are. */
const MARK = '\ufeff';

/** The bad rows as people open them: with the columns of `--rejects`, and nothing in them that a spreadsheet would take for a formula. */
export function rejectsFile(rejected: readonly RejectedRow[], language: Language): string {
  const head = ['file', 'line', 'column', 'value', 'reason', 'message', 'raw'];
  const rows = rejected.map(({ file, line, column, value, reason, message, raw }) => [
    file,
    line,
    column,
    value,
    reason,
    message[language],
    raw,
  ]);
  return MARK + toCsv([head, ...rows]);
}
