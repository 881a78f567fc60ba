import type { Language } from '../../schema/index.ts';

/** How a figure is meant: said by sign or word too, never by colour alone. */
export type Tone = 'good' | 'bad' | 'dim' | 'strong';

export type SectionCell =
  | string
  | {
      readonly text: string;
      readonly tone?: Tone;
      /** What it is called, where `text` is its key in the program: terminals and files keep to keys, pages say both. */
      readonly name?: string;
    };

/** A bar in a cell is this sign, once to so many times. */
export const BAR_SIGN = '█';
export const LONGEST_BAR = 24;

export interface SectionColumn {
  /** A key of the program, where `name` is there to say what it is called. */
  readonly title: string;
  readonly name?: string;
  readonly align?: 'right';
}

/** A table under a title with notes beneath, for whatever shows it: a terminal, Markdown, a page. */
export interface Section {
  readonly title: string;
  /** As a page calls it, where the title has a key of the program in it. */
  readonly name?: string;
  readonly columns: readonly SectionColumn[];
  readonly rows: readonly (readonly SectionCell[])[];
  readonly notes: readonly string[];
  /** Read only by those who want to know more. */
  readonly isDetail: boolean;
}

export const cellText = (cell: SectionCell): string => (typeof cell === 'string' ? cell : cell.text);

export const toned = (text: string, tone: Tone | undefined): SectionCell =>
  tone === undefined ? text : { text, tone };

/** Something of the program by its key, and what it is called. */
export const called = (text: string, name: string): SectionCell => ({ text, name });

/** What a page calls a section or a column. */
export const headingOf = ({ title, name = title }: Pick<SectionColumn, 'title' | 'name'>): string => name;

/** A column of figures. */
export const right = (title: string): SectionColumn => ({ title, align: 'right' });

/** As it begins a line of a page: where it is told from what is around it, such as on a terminal, it begins small. */
export function opening(language: Language, text: string): string {
  return language === 'en' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** As a sentence of its own. */
export function sentence(language: Language, text: string): string {
  const stop = language === 'en' ? '.' : '。';
  return `${opening(language, text)}${text.endsWith(stop) ? '' : stop}`;
}
