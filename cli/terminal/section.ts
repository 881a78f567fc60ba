import { cellText, type Section, type SectionCell } from '../../report/index.ts';
import { type Cell, table } from './table.ts';
import type { Output, Paint } from './terminal.ts';
import { wrapWide } from './wrap.ts';

export interface SectionLook {
  /** Where the title stands: in a line of its own, or as the head of the table's first column. */
  readonly title: 'above' | 'in the table';
  /** Widest line of a note; left out: a note is one line. */
  readonly width?: number;
}

type Paints = Readonly<Record<NonNullable<Exclude<SectionCell, string>['tone']>, (text: string) => string>>;

const paintsOf = ({ green, red, dim, bold }: Paint): Paints => ({
  good: green,
  bad: red,
  dim,
  strong: bold,
});

function noteLines({ paint }: Output, text: string, width: number | undefined): readonly string[] {
  const lines = width === undefined ? [text] : wrapWide(text, width).split('\n');
  return lines.map((line) => `  ${paint.dim(line)}`);
}

/** A section of a report for people at a terminal. Ends without a line break. */
export function sectionText(output: Output, section: Section, look: SectionLook): string {
  const { title, columns, rows, notes } = section;
  const { paint } = output;
  const paints = paintsOf(paint);
  const isInside = look.title === 'in the table';
  // Where there is no table, the title begins the sentence that says why.
  const said = isInside && rows.length === 0 ? notes.map((text) => `${title}: ${text}`) : notes;
  const lines = isInside ? [] : [paint.bold(title)];
  if (rows.length > 0) {
    const cells = rows.map((row) =>
      row.map(
        (each): Cell =>
          typeof each === 'string' || each.tone === undefined
            ? cellText(each)
            : { text: cellText(each), paint: paints[each.tone] },
      ),
    );
    const [first, ...others] = columns;
    const heads = isInside ? [{ ...first, title }, ...others] : columns;
    lines.push(table(heads, cells, paint));
  }
  for (const text of said) lines.push(...noteLines(output, text, look.width));
  return lines.join('\n');
}
