import { toCsv } from '../../../report/index.ts';
import type { Language, RejectedRow } from '../../../schema/index.ts';

/** So that spreadsheets read the letters as they are. */
const MARK = '\ufeff';

/**
 * The bad rows as people open them: with the columns of `--rejects`, and nothing in them that a spreadsheet would take for a formula.
 * Those whose text was not kept are counted in a last line.
 */
export function rejectsFile(rejected: readonly RejectedRow[], language: Language): string {
  const head = ['file', 'line', 'column', 'value', 'reason', 'message', 'raw'];
  const kept = rejected.filter(({ raw }) => raw !== '');
  const rows = kept.map(({ file, line, column, value, reason, message, raw }) => [
    file,
    line,
    column,
    value,
    reason,
    message[language],
    raw,
  ]);
  const left = rejected.length - kept.length;
  const note = {
    en: `not all bad rows are listed here: ${left} more were counted, and their text was not kept`,
    ja: `不良行はほかに ${left} 行あります。件数だけを数え、本文は残していません`,
  };
  const end = left === 0 ? [] : [['', '', '', '', '', note[language], '']];
  return MARK + toCsv([head, ...rows, ...end]);
}
