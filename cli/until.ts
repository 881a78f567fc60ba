import type { HistorySummary } from '../runtime/index.ts';
import { type Day, formatDay, parseDay } from '../schema/index.ts';
import { EXIT } from './exit.ts';
import type { Loaded } from './loading.ts';
import type { Terminal } from './terminal/index.ts';
import { complain, misuse } from './trouble.ts';

/** First and last day of what could be used of a history. */
type HistoryDays = Pick<HistorySummary, 'firstDay' | 'lastDay'>;

/** The day that `--until` names, before anything is read; undefined = not given. */
export function writtenDay(terminal: Terminal, written: string | undefined): Loaded<Day | undefined> {
  if (written === undefined) return { value: undefined };
  const day = parseDay(written);
  if (day !== undefined) return { value: day };
  const exit = misuse(
    terminal,
    { en: `\`${written}\` is not a date`, ja: `\`${written}\` は日付ではありません` },
    { en: 'write `--until 2026-03-31`', ja: '`--until 2026-03-31` のように書いてください' },
  );
  return { exit };
}

/** The days that readings of a history have together: two versions may not use the same rows. */
export function daysOf(readings: readonly HistoryDays[]): HistoryDays {
  const firsts = readings.flatMap(({ firstDay }) => firstDay ?? []);
  const lasts = readings.flatMap(({ lastDay: own }) => own ?? []);
  return {
    firstDay: firsts.length === 0 ? undefined : Math.min(...firsts),
    lastDay: lasts.length === 0 ? undefined : Math.max(...lasts),
  };
}

/** The last day of a run: as written, else of the history. A run has at least one day of its history. */
export function lastDay(terminal: Terminal, written: Day | undefined, read: HistoryDays): Loaded<Day> {
  const { firstDay, lastDay: own } = read;
  if (firstDay === undefined || own === undefined) {
    complain(terminal, { en: 'the history holds no usable row', ja: '履歴に使える行がありません' });
    return { exit: EXIT.findings };
  }
  const day = written ?? own;
  if (day >= firstDay) return { value: day };
  const exit = misuse(terminal, {
    en: `\`--until ${formatDay(day)}\` lies before the first day of the history, ${formatDay(firstDay)}`,
    ja: `\`--until ${formatDay(day)}\` は、履歴の最初の日 ${formatDay(firstDay)} より前です`,
  });
  return { exit };
}
