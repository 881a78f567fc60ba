import { type EntryPlace, type Piece, piecesOf, STEP } from './pieces.ts';

/**
 * Indents a document by two spaces a level and puts one space where one belongs. Nothing but spaces and line ends
 * changes: no line is broken or joined, no word moved. The text must be one that can be read.
 */
export function layOut(source: string): string {
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const mark = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = source.slice(mark.length).replaceAll('\r\n', '\n');
  const pieces = piecesOf(text);
  const entries = entriesAround(pieces);
  const written: string[] = [];
  let column = 0;
  const write = (words: string) => {
    written.push(words);
    const end = words.lastIndexOf('\n');
    column = end < 0 ? column + words.length : words.length - end - 1;
  };
  /** Columns of the comment at the end of the line above, or of one that goes on with it: as written, and now. */
  let beside: { readonly was: number; readonly is: number } | undefined;

  pieces.forEach((piece, i) => {
    const before = pieces[i - 1];
    const gap = text.slice(before?.end ?? 0, piece.start);
    const breaks = gap.split('\n').length - 1;
    const was = columnIn(text, piece.start);
    // INVARIANT: what is no space is kept, whatever it is.
    if (gap.trim() !== '') write(gap);
    else if (piece.kind === 'block') write('\n');
    else if (before === undefined || breaks > 0) {
      const goesOn = piece.kind === 'comment' && breaks === 1 && beside?.was === was ? beside : undefined;
      const alone = piece.kind === 'comment' ? commentIndent(was, entries[i]) : piece.begin;
      beside = goesOn;
      write('\n'.repeat(linesBetween(before, breaks)) + ' '.repeat(goesOn?.is ?? alone));
    } else if (piece.kind === 'comment') {
      // A comment that was put into a column stays in it; one that follows after a space does so again.
      write(gap.length <= 1 ? ' ' : ' '.repeat(Math.max(1, was - column)));
      beside = { was, is: column };
    } else write(piece.before);
    write(contentOf(text, piece));
  });
  const laidOut = written.join('');
  return mark + (laidOut === '' ? '' : `${laidOut}\n`).replaceAll('\n', eol);
}

function columnIn(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** One blank line at most; lines at the end of a text that keeps them are its own. */
function linesBetween(before: Piece | undefined, breaks: number): number {
  if (before === undefined) return 0;
  return before.kind === 'block' && before.header.includes('+') ? breaks : Math.min(breaks, 2);
}

/** Indentations that a comment may have: like the entry after it, or like one above it; with the columns they had. */
interface Around {
  readonly above: Piece | undefined;
  readonly below: Piece | undefined;
}

function entriesAround(pieces: readonly Piece[]): readonly Around[] {
  const belows: (Piece | undefined)[] = [];
  let below: Piece | undefined;
  for (const piece of [...pieces].reverse()) {
    belows.push(below);
    if (piece.kind !== 'comment') below = piece;
  }
  belows.reverse();
  let above: Piece | undefined;
  return pieces.map((piece, i) => {
    const around = { above, below: belows[i] };
    if (piece.kind !== 'comment') above = piece;
    return around;
  });
}

/** A comment on a line of its own is indented like the entry after it, or like one above that it was lined up with. */
function commentIndent(was: number, around: Around | undefined): number {
  const { above, below } = around ?? {};
  const next = below?.begin ?? 0;
  const offers: { readonly indent: number; readonly column: number }[] = [];
  for (let entry: EntryPlace | undefined = above?.entry; entry !== undefined; entry = entry.outer)
    offers.push(entry);
  // Beneath a key that holds nothing (yet).
  if (above?.opens) offers.push({ indent: above.entry.indent + STEP, column: above.entry.column + 1 });
  const floor = below?.kind === 'text' && below.begin === below.entry.indent ? below.entry.column : 0;
  const best = offers
    .filter(({ indent, column }) => indent > next && column <= was && column > floor)
    .sort((a, b) => b.column - a.column)[0];
  return best?.indent ?? next;
}

/** A piece as it is written, its further lines moved along with its entry. */
function contentOf(text: string, piece: Piece): string {
  const source = text.slice(piece.start, piece.end);
  if (piece.kind === 'block') return blockContent(source, piece);
  if (piece.kind === 'comment') return source.trimEnd();
  const moved = piece.entry.indent - piece.entry.column;
  const lines = source.split('\n');
  return lines
    .map((line, i) => {
      // A backslash keeps the space after it.
      const ended = i < lines.length - 1 ? line.replace(/(?<!\\)[ \t]+$/, '') : line;
      const words = ended.trimStart();
      if (i === 0 || words === '') return i === 0 ? ended : '';
      const indent = Math.max(piece.entry.indent + STEP, ended.length - words.length + moved);
      return ' '.repeat(indent) + words;
    })
    .join('\n');
}

/** A block of text, every line moved alike: deeper lines mean something in it, and so do spaces at their ends. */
function blockContent(source: string, piece: Piece): string {
  const lines = source.split('\n');
  const said = Number(/[1-9]/.exec(piece.header)?.[0] ?? 0);
  const widthOf = (line: string) => line.length - line.replace(/^ */, '').length;
  const was = said > 0 ? piece.entry.column + said : widthOf(lines.find((line) => line.trim() !== '') ?? '');
  const is = piece.entry.indent + (said > 0 ? said : STEP);
  return lines
    .map((line) => (line.length <= was && line.trim() === '' ? '' : ' '.repeat(is) + line.slice(was)))
    .join('\n');
}
