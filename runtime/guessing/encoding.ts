import type { Localized } from '../../schema/index.ts';
import { isEncoding, markOf } from '../history/index.ts';
import { refuse } from './refusals.ts';
import type { Refused } from './survey.ts';

/** Text of the first bytes of a file, and the name of its encoding; `utf-8` where nothing needs to be said. */
export interface SampleText {
  readonly text: string;
  readonly encoding: string;
  readonly notes: readonly Localized[];
}

type Known =
  | { readonly kind: 'binary' | 'web-page'; readonly what: Localized }
  | { readonly kind: 'spreadsheet' | 'packed'; readonly what: Localized };

/** First bytes by which files that are no tables are known. */
const MARKS: readonly (readonly [string, Known])[] = [
  ['%PDF', { kind: 'binary', what: { en: 'a PDF document', ja: 'PDF 文書' } }],
  [
    'PK\x03\x04',
    {
      kind: 'spreadsheet',
      what: { en: 'an Excel workbook or a ZIP archive', ja: 'Excel ブックまたは ZIP アーカイブ' },
    },
  ],
  [
    '\xd0\xcf\x11\xe0',
    { kind: 'spreadsheet', what: { en: 'an old Excel workbook', ja: '旧形式の Excel ブック' } },
  ],
  ['\x1f\x8b', { kind: 'packed', what: { en: 'gzip', ja: 'gzip' } }],
  ['\x28\xb5\x2f\xfd', { kind: 'packed', what: { en: 'zstd', ja: 'zstd' } }],
  ['7z\xbc\xaf', { kind: 'packed', what: { en: '7-Zip', ja: '7-Zip' } }],
  ['BZh', { kind: 'packed', what: { en: 'bzip2', ja: 'bzip2' } }],
  ['\x89PNG', { kind: 'binary', what: { en: 'a picture', ja: '画像' } }],
  ['\xff\xd8\xff', { kind: 'binary', what: { en: 'a picture', ja: '画像' } }],
  ['GIF8', { kind: 'binary', what: { en: 'a picture', ja: '画像' } }],
  ['SQLite format 3', { kind: 'binary', what: { en: 'an SQLite database', ja: 'SQLite データベース' } }],
];

/** Finds the encoding of the first bytes and decodes them, or says what they are instead of text. */
export function sampleText(file: string, bytes: Uint8Array, whole: boolean): SampleText | Refused {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const known = MARKS.find(([mark]) => head.startsWith(mark))?.[1];
  switch (known?.kind) {
    case 'spreadsheet':
      return refuse(file, 'file-spreadsheet', { what: known.what });
    case 'packed':
      return refuse(file, 'file-packed', { what: known.what });
    case 'binary':
    case 'web-page':
      return refuse(file, 'file-binary', { what: known.what });
    case undefined:
  }
  const marked = markOf(bytes);
  const encoding = marked ?? unmarked(bytes, whole);
  if (encoding === undefined)
    return refuse(file, 'file-binary', { what: { en: 'a binary file', ja: 'バイナリファイル' } });
  if (!isEncoding(encoding)) return refuse(file, 'file-encoding', { encoding: TITLES[encoding] ?? encoding });
  // The last character may be cut in two.
  const text = new TextDecoder(encoding).decode(bytes, { stream: !whole });
  const title = TITLES[encoding];
  const notes = title === undefined ? [] : [encodingNote(title)];
  // A mark says it already.
  return { text, encoding: marked === undefined ? encoding : 'utf-8', notes };
}

const TITLES: Readonly<Record<string, string>> = {
  shift_jis: 'Shift_JIS',
  'euc-jp': 'EUC-JP',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

function encodingNote(title: string): Localized {
  return {
    en: `the text is read as ${title}`,
    ja: `文字コードは ${title} として読みます`,
  };
}

/** The encoding of bytes without a mark; undefined: they are no text. */
function unmarked(bytes: Uint8Array, whole: boolean): string | undefined {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return wide;
  if (bytes.includes(0)) return undefined;
  let controls = 0;
  for (const byte of bytes.subarray(0, 4096))
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) controls += 1;
  if (controls > Math.min(bytes.length, 4096) / 50) return undefined;
  for (const encoding of ['utf-8', 'euc-jp', 'shift_jis'] as const)
    if (fits(bytes, encoding, whole)) return encoding;
  return 'windows-1252';
}

/** UTF-16 without a mark: one of the two bytes of nearly every delimiter, digit and line end is zero. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const part = bytes.subarray(0, 4096 & ~1);
  const pairs = part.length >> 1;
  if (pairs < 8) return undefined;
  let [first, second] = [0, 0];
  for (let at = 0; at + 1 < part.length; at += 2) {
    if (part[at] === 0) first += 1;
    if (part[at + 1] === 0) second += 1;
  }
  if (second > pairs / 4 && first < pairs / 50) return 'utf-16le';
  return first > pairs / 4 && second < pairs / 50 ? 'utf-16be' : undefined;
}

function fits(bytes: Uint8Array, encoding: 'utf-8' | 'euc-jp' | 'shift_jis', whole: boolean): boolean {
  switch (encoding) {
    case 'utf-8':
      try {
        new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole });
        return true;
      } catch {
        return false;
      }
    case 'euc-jp':
      return doubled(bytes, eucLength);
    case 'shift_jis':
      return doubled(bytes, shiftLength);
  }
}

/** Whether characters follow one another without a byte that belongs to none; one cut off at the end does not count. */
function doubled(bytes: Uint8Array, lengthAt: (bytes: Uint8Array, at: number) => number): boolean {
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at);
    if (length === 0) return bytes.length - at < 3;
    at += length;
  }
  return true;
}

const between = (byte: number | undefined, low: number, high: number) =>
  byte !== undefined && byte >= low && byte <= high;

function eucLength(bytes: Uint8Array, at: number): number {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (between(first, 0, 0x7f)) return 1;
  if (first === 0x8e) return between(second, 0xa1, 0xdf) ? 2 : 0;
  if (first === 0x8f) return between(second, 0xa1, 0xfe) && between(bytes[at + 2], 0xa1, 0xfe) ? 3 : 0;
  return between(first, 0xa1, 0xfe) && between(second, 0xa1, 0xfe) ? 2 : 0;
}

function shiftLength(bytes: Uint8Array, at: number): number {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (between(first, 0, 0x7f) || between(first, 0xa1, 0xdf)) return 1;
  if (!between(first, 0x81, 0x9f) && !between(first, 0xe0, 0xfc)) return 0;
  return between(second, 0x40, 0x7e) || between(second, 0x80, 0xfc) ? 2 : 0;
}
