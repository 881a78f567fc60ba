/** How a figure is meant: said by sign or word too, never by colour alone. */
export type Tone = 'good' | 'bad' | 'dim' | 'strong';

export type SectionCell = string | { readonly text: string; readonly tone: Tone };

export interface SectionColumn {
  readonly title: string;
  readonly align?: 'right';
}

/** A table under a title with notes beneath, for whatever shows it: a terminal, Markdown, a page. */
export interface Section {
  readonly title: string;
  readonly columns: readonly SectionColumn[];
  readonly rows: readonly (readonly SectionCell[])[];
  readonly notes: readonly string[];
  /** Read only by those who want to know more. */
  readonly isDetail: boolean;
}

export const cellText = (cell: SectionCell): string => (typeof cell === 'string' ? cell : cell.text);

export const toned = (text: string, tone: Tone | undefined): SectionCell =>
  tone === undefined ? text : { text, tone };

/** A column of figures. */
export const right = (title: string): SectionColumn => ({ title, align: 'right' });
