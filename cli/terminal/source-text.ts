/** A place in a file as people count it: both from 1, columns in characters. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One of the files that a text is put together from; it begins at the start of a line. */
export interface SourceFile {
  readonly path: string;
  readonly start: number;
}

/** The text of one file, or of several behind each other, with its lines found once. */
export interface SourceText {
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly starts: readonly number[];
  /** Ascending; none where the text is that of one file. */
  readonly files: readonly SourceFile[];
}

export function sourceText(text: string, files: readonly SourceFile[] = []): SourceText {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return { text, starts, files };
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
  return { line: lineNumber(source, index), column: [...before].length + 1 };
}

/** The number, from 1, of a line in its own file. */
export function lineNumber(source: SourceText, index: number): number {
  const file = fileAt(source, startOfLine(source, index));
  return index + 1 - (file === undefined ? 0 : lineIndexOf(source, file.start));
}

/** The file that holds an offset; undefined where the text is that of one file. */
export function fileAt({ files }: SourceText, offset: number): SourceFile | undefined {
  return files.findLast(({ start }) => start <= offset);
}
