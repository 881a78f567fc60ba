import type { FieldType, Plan } from '../../schema/index.ts';
import type { Choice } from './draft.ts';
import { meant } from './names.ts';
import type { SurveyedColumn } from './survey.ts';

type ColumnChoice = Extract<Choice, { kind: 'column' }>;

/** Words that the reader takes for a boolean as they are. */
const BOOLEANS = ['yes', 'no', 'true', 'false', '1', '0'];

/** The words that a field may hold; empty: any text. */
export function wordsOf(plan: Plan, type: FieldType): readonly string[] {
  if (type.kind === 'lines') return [];
  if (type.type.kind === 'word') return type.type.words;
  const { type: own } = type;
  if (own.kind !== 'level') return [];
  return plan.ladders.find((ladder) => ladder.name === own.ladder)?.levels.map((level) => level.name) ?? [];
}

/** A column as it must be read for a field of this type: format of dates, sign before decimals, words. */
export function columnFor(plan: Plan, column: SurveyedColumn, type: FieldType | 'moment'): ColumnChoice {
  const plain: ColumnChoice = { kind: 'column', column: column.name };
  const { look } = column;
  if (type === 'moment') return { ...plain, ...formatOf(plan, column) };
  if (type.kind === 'lines') return plain;
  switch (type.type.kind) {
    case 'date':
    case 'datetime':
      return { ...plain, ...formatOf(plan, column) };
    case 'quantity':
    case 'fraction':
      return look.kind === 'number' && look.decimal === ',' ? { ...plain, decimal: ',' } : plain;
    case 'word':
    case 'level':
      return withWords(plain, column, wordsOf(plan, type), []);
    case 'boolean':
      return withWords(plain, column, ['yes', 'no'], BOOLEANS);
    case 'text':
    case 'duration':
      return plain;
  }
}

/** The format of its dates; of day and month in doubt, the order of the program's country. */
export function formatOf(plan: Plan, { look }: SurveyedColumn): { readonly format?: string } {
  if (look.kind !== 'moment') return {};
  const { formats } = look;
  if (formats.includes(undefined)) return {};
  const american = plan.currency.code === 'USD';
  const wanted = american ? formats.find((format) => format?.startsWith('M')) : undefined;
  const format = wanted ?? formats[0];
  return format === undefined ? {} : { format };
}

/** Whether day and month could change places in all its dates. */
export function inDoubt({ look }: SurveyedColumn): boolean {
  if (look.kind !== 'moment' || look.formats.includes(undefined)) return false;
  return (
    look.formats.some((format) => format?.startsWith('d')) &&
    look.formats.some((format) => /^M[^M]/.test(format ?? ''))
  );
}

/** Where a column writes the words of the program in another way, every word is listed: the reader takes no other. */
function withWords(
  plain: ColumnChoice,
  { words }: SurveyedColumn,
  wanted: readonly string[],
  asTheyAre: readonly string[],
): ColumnChoice {
  if (
    words.length === 0 ||
    words.every(({ text }) => wanted.includes(text) || asTheyAre.includes(text.toLowerCase()))
  )
    return plain;
  const found: Record<string, string> = {};
  for (const { text } of words) {
    const word = meant(text, wanted, 'word');
    if (word !== undefined) found[text] = word;
  }
  return Object.keys(found).length === 0 ? plain : { ...plain, words: found };
}

/** How well the values of a column fit a type, from 0 to 1. */
export function fitness(plan: Plan, column: SurveyedColumn, type: FieldType): number {
  const { look, words } = column;
  if (look.kind === 'empty') return 0.3;
  if (look.kind === 'nested' || type.kind === 'lines') return 0;
  const own = type.type;
  switch (own.kind) {
    case 'quantity':
      if (look.kind === 'number') return look.decimals <= own.scale ? 1 : 0.5;
      return 0;
    case 'fraction':
      return look.kind === 'number' ? 1 : 0;
    case 'date':
      return look.kind === 'moment' ? (look.time ? 0.2 : 1) : 0;
    case 'datetime':
      return look.kind === 'moment' ? 1 : 0;
    case 'boolean': {
      const known = words.filter(({ text }) => meant(text, ['yes', 'no'], 'word') !== undefined);
      return words.length > 0 && known.length === words.length ? 1 : 0;
    }
    case 'word':
    case 'level': {
      if (words.length === 0) return look.kind === 'number' || look.kind === 'moment' ? 0 : 0.1;
      const wanted = wordsOf(plan, type);
      const rows = words.reduce((sum, { count }) => sum + count, 0);
      const known = words.filter(({ text }) => meant(text, wanted, 'word') !== undefined);
      const share = known.reduce((sum, { count }) => sum + count, 0) / rows;
      return share === 0 ? 0.3 : 0.5 + share / 2;
    }
    case 'text':
      return look.kind === 'moment' || look.kind === 'clock' ? 0.5 : look.kind === 'number' ? 0.9 : 1;
    case 'duration':
      return look.kind === 'text' || look.kind === 'word' ? 0.5 : 0;
  }
}
