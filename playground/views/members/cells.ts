import { type CsvCell, type Numbers, showDay, showQuantity, unitAfter } from '../../../report/index.ts';
import { civilOf, type Language, type Plan } from '../../../schema/index.ts';
import type { Histogram, MemberCell, MemberColumn, MembersQuery } from '../../contract/index.ts';

/** How cells are written: in a language, with the names that a version gives its levels. */
export interface CellWriting {
  readonly language: Language;
  readonly numbers: Numbers;
  readonly plan: Plan;
}

const NONE = '–';
const FLAGS = { en: ['no', 'yes'], ja: ['いいえ', 'はい'] } as const;

function levelWords({ key, levels }: MemberColumn, level: number, { plan, language }: CellWriting): string {
  const name = levels[level];
  const ladder = plan.ladders.find((each) => `tier:${each.name}` === key);
  return ladder?.levels.find((each) => each.name === name)?.title[language] ?? name ?? NONE;
}

/** A cell as it is read; words for levels and flags, changes with their sign. */
export function cellWords(column: MemberColumn, cell: MemberCell, writing: CellWriting): string {
  if (cell === undefined) return NONE;
  switch (column.kind) {
    case 'text':
      return String(cell);
    case 'day':
      return showDay(Number(cell));
    case 'level':
      return levelWords(column, Number(cell), writing);
    case 'flag':
      return FLAGS[writing.language][Number(cell) === 0 ? 0 : 1];
    case 'quantity': {
      const value = BigInt(cell);
      if (column.key !== 'change') return quantityWords(column, value, writing);
      if (value === 0n) return '=';
      const size = quantityWords(column, value < 0n ? -value : value, writing);
      return value < 0n ? `▼ −${size}` : `▲ +${size}`;
    }
  }
}

function quantityWords({ scale }: MemberColumn, value: bigint, { numbers }: CellWriting): string {
  return numbers.quantity(value, scale);
}

/** A cell for a file: figures plain, days as ISO writes them, words as they are read. */
export function cellCsv(column: MemberColumn, cell: MemberCell, writing: CellWriting): CsvCell {
  if (cell === undefined) return undefined;
  if (column.kind === 'quantity') return showQuantity(BigInt(cell), column.scale);
  return cellWords(column, cell, writing);
}

/** The title of a column with its unit. */
export function columnWords({ title, unit, kind }: MemberColumn, { language, plan }: CellWriting): string {
  const name = unit === undefined || kind !== 'quantity' ? undefined : unit;
  return name === plan.currency.code ? `${title[language]} (${name})` : title[language];
}

type Bounds = Pick<Histogram['bars'][number], 'low' | 'high' | 'closed'>;

/** Edges of bars are whole numbers at the scale of their column. */
const edge = ({ scale }: MemberColumn, value: number, numbers: Numbers): string =>
  numbers.quantity(BigInt(Math.round(value)), scale);

/** What a bar stands for. */
export function barWords(column: MemberColumn, { low, high, closed }: Bounds, writing: CellWriting): string {
  const { language, numbers } = writing;
  switch (column.kind) {
    case 'text':
      return NONE;
    case 'level':
    case 'flag':
      return cellWords(column, low, writing);
    case 'day': {
      const [first, last] = [civilOf(low), civilOf(closed ? high : high - 1)];
      const isYear = first.year === last.year && first.month === 1 && last.month === 12;
      if (isYear) return language === 'ja' ? `${first.year}年` : String(first.year);
      return numbers.month(low);
    }
    case 'quantity': {
      const from = edge(column, low, numbers);
      const to = edge(column, closed ? high : high - 1, numbers);
      const range = from === to ? from : language === 'ja' ? `${from}〜${to}` : `${from} to ${to}`;
      return column.unit === undefined ? range : `${range} ${unitAfter(to, column.unit, language)}`;
    }
  }
}

/** What stands under a bar: its words, or where it begins. */
export function tickWords(column: MemberColumn, bar: Bounds, writing: CellWriting): string {
  if (column.kind !== 'quantity') return barWords(column, bar, writing);
  const { numbers } = writing;
  return numbers.shortQuantity(BigInt(Math.round(bar.low)), column.scale).text;
}

/** The columns that say most at once. */
export function usualColumns(columns: readonly MemberColumn[]): readonly string[] {
  return columns
    .map(({ key }) => key)
    .filter(
      (key) =>
        ['member', 'enrolled', 'change'].includes(key) ||
        key.startsWith('tier:') ||
        /^points:.*:available$/.test(key),
    );
}

/** The column whose histogram is shown until another is chosen: what members have. */
export function usualBars(columns: readonly MemberColumn[]): MemberColumn | undefined {
  return (
    columns.find(({ key }) => /^points:.*:available$/.test(key)) ??
    columns.find(({ kind, key }) => kind === 'level' || (kind === 'quantity' && key !== 'events')) ??
    columns.find(({ kind }) => kind !== 'text')
  );
}

/** Whether a bar is what is asked for. */
export function isBarOf(within: MembersQuery['within'], column: MemberColumn, bar: Bounds): boolean {
  return (
    within !== undefined && within.column === column.key && within.low === bar.low && within.high === bar.high
  );
}
