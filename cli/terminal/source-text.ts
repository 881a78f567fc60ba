/** A place in a file as people count it: both from 1, columns in characters. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of one file with its lines found once. */
export interface SourceText {
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly starts: readonly number[];
}

export function sourceText(text: string): SourceText {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return { text, starts };
}

/** Index (from 0) of the line that holds an offset; the end of the text is on the last line. */
export function lineIndexOf(source: SourceText, offset: number): number {
  let low = 0;
  let high = source.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function startOfLine(source: SourceText, index: number): number {
  return source.starts[index] ?? source.text.length;
}

/** The line without its line break. */
export function lineText(source: SourceText, index: number): string {
  const end = source.starts[index + 1] ?? source.text.length;
  return source.text.slice(startOfLine(source, index), end).replace(/[\r\n]+$/, '');
}

export function positionOf(source: SourceText, offset: number): Position {
  const index = lineIndexOf(source, Math.min(offset, source.text.length));
  const before = source.text.slice(startOfLine(source, index), offset);
  return { line: index + 1, column: [...before].length + 1 };
}
