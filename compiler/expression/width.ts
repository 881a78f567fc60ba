import { nameAt } from './words.ts';

/** A stretch of full-width writing, and how it should have been written. */
export interface WideStretch {
  readonly start: number;
  readonly end: number;
  readonly narrow: string;
}

const openers = '“”„「『＂‘’＇';
const closers = '“”」』＂‘’＇';

/** All that {@link narrowOf} and {@link wideQuote} begin with. */
const WIDE = /[\uff01-\uff5e、“”„「『‘’]/u;

function narrowOf(character: string): string | undefined {
  const code = character.charCodeAt(0);
  if (character === '、') return ',';
  // The full-width forms block lies 0xFEE0 above ASCII. Letters are left out: Ａ is a letter of a name.
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : undefined;
}

function endOfQuote(text: string, start: number): number {
  const quote = text[start] ?? '"';
  const end = text.indexOf(quote, start + 1);
  return end < 0 ? text.length : end + 1;
}

function wideQuote(text: string, start: number): WideStretch | undefined {
  if (!openers.includes(text[start] ?? ' ')) return undefined;
  let end = start + 1;
  while (end < text.length && !closers.includes(text[end] ?? ' ')) end += 1;
  if (end >= text.length) return undefined;
  const content = text.slice(start + 1, end);
  const quote = content.includes('"') ? "'" : '"';
  return { start, end: end + 1, narrow: quote + content + quote };
}

/**
 * Rewrites full-width digits, operators, brackets and quotes as their half-width forms, one for one, so that offsets
 * stay true. Names and quoted texts are left alone: full-width letters and digits are part of them.
 */
export function narrowed(text: string): { readonly text: string; readonly wide: readonly WideStretch[] } {
  if (!WIDE.test(text)) return { text, wide: [] };
  const wide: WideStretch[] = [];
  let out = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    const name = nameAt(text, at);
    const quoted = name === undefined ? wideQuote(text, at) : undefined;
    const narrow = name === undefined && quoted === undefined ? narrowOf(character) : undefined;
    if (name !== undefined) {
      out += name;
      at += name.length;
    } else if (character === '"' || character === "'") {
      const end = endOfQuote(text, at);
      out += text.slice(at, end);
      at = end;
    } else if (quoted !== undefined) {
      wide.push(quoted);
      out += quoted.narrow;
      at = quoted.end;
    } else if (narrow !== undefined) {
      const last = wide.at(-1);
      if (last !== undefined && last.end === at) {
        wide[wide.length - 1] = { start: last.start, end: at + 1, narrow: last.narrow + narrow };
      } else {
        wide.push({ start: at, end: at + 1, narrow });
      }
      out += narrow;
      at += 1;
    } else {
      out += character;
      at += 1;
    }
  }
  return { text: out, wide };
}
