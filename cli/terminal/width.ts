import stringWidth from 'string-width';

/** Columns that a text takes on a terminal: East Asian wide characters take two, combining marks none. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/**
 * A line of somebody's file, safe to show: a tab becomes four spaces, other control characters (escape sequences,
 * bidirectional overrides) a replacement character.
 */
export function visible(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '\ufffd');
}
