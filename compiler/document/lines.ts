/** Where the line of an offset ends, its line break left out. */
export function lineEnd(file: string, offset: number): number {
  const end = file.indexOf('\n', offset);
  const stop = end === -1 ? file.length : end;
  return file[stop - 1] === '\r' ? stop - 1 : stop;
}

/** Where the line of an offset begins. */
export function lineStart(file: string, offset: number): number {
  return file.lastIndexOf('\n', offset - 1) + 1;
}
