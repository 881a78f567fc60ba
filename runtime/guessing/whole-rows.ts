import { CsvScanner, type Mapping, markOf } from '../history/index.ts';

/** The first bytes of a file up to the end of its last row that is there as a whole, so that no row is bad for being cut. */
export function wholeRows(bytes: Uint8Array, mapping: Mapping | undefined): Uint8Array {
  const encoding = markOf(bytes) ?? mapping?.encoding ?? 'utf-8';
  const wide = /^utf-16/i.test(encoding) ? (/be$/i.test(encoding) ? 'be' : 'le') : undefined;
  if (mapping !== undefined && mapping.format !== 'csv')
    return bytes.subarray(0, afterLines(bytes, wide, undefined));
  const delimiter = mapping?.delimiter ?? ',';
  const scanner = new CsvScanner(delimiter === '\\t' ? '\t' : delimiter);
  scanner.push(new TextDecoder(encoding).decode(bytes, { stream: true }), false);
  const cut = scanner.push('', true)[0]?.line;
  // A row that begins the sample is all that there is to look at.
  if (cut === undefined || cut <= 1) return bytes;
  return bytes.subarray(0, afterLines(bytes, wide, cut - 1));
}

/** Where the line after so many lines begins; undefined: after the last line that ends. */
function afterLines(bytes: Uint8Array, wide: 'le' | 'be' | undefined, lines: number | undefined): number {
  const step = wide === undefined ? 1 : 2;
  const unitAt = (at: number): number => {
    if (wide === undefined) return bytes[at] ?? 0;
    const [low, high] = wide === 'le' ? [bytes[at], bytes[at + 1]] : [bytes[at + 1], bytes[at]];
    return (low ?? 0) + 256 * (high ?? 0);
  };
  let [count, end] = [0, 0];
  for (let at = 0; at + step <= bytes.length; at += step) {
    const unit = unitAt(at);
    if (unit !== 10 && unit !== 13) continue;
    if (unit === 13 && unitAt(at + step) === 10) continue;
    count += 1;
    end = at + step;
    if (count === lines) return end;
  }
  return lines === undefined && end > 0 ? end : bytes.length;
}
