import { type Numbers, numbersOf } from '../../report/index.ts';
import type { Language, Localized } from '../../schema/index.ts';
import type { HistorySpec } from '../contract/index.ts';

/** A history as one calls it: how many made-up events, or the names of the files. */
export function historyName(source: HistorySpec, numbers: Numbers, say: (text: Localized) => string): string {
  if (source.kind === 'files') return source.files.map(({ name }) => name).join(', ');
  const count = numbers.shortCount(source.events);
  return say({ en: `${count} events, made up`, ja: `${count}件（生成）` });
}

/** The same in both languages. */
export function historyWords(source: HistorySpec): Localized {
  // Counts have no currency.
  const name = (language: Language) =>
    historyName(source, numbersOf(language, { code: 'JPY', decimals: 0 }), (text) => text[language]);
  return { en: name('en'), ja: name('ja') };
}
