import type { Numbers } from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
import type { HistorySpec } from '../contract/index.ts';

/** A history as one calls it: how many made-up events, or the names of the files. */
export function historyName(source: HistorySpec, numbers: Numbers, say: (text: Localized) => string): string {
  if (source.kind === 'files') return source.files.map(({ name }) => name).join(', ');
  const count = numbers.shortCount(source.events);
  return say({ en: `${count} events, made up`, ja: `${count}件（生成）` });
}
