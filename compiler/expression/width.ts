import type { Rewrite } from './reporting.ts';
import { isReserved, nameAt } from './words.ts';

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

const WIDE_WORD = /^[\uff21-\uff3a\uff41-\uff5a]+$/u;
/** What `３０_０００` has after its first digits: a name, as far as its signs go. */
const DIGITS = /^_[_\d\uff10-\uff19]+$/u;
const SPACES = /^[ \u3000]*$/u;

/** A word in full-width letters that can be no name: a word of ours, or what belongs to a number that is full-width itself. */
function narrowWord(name: string, followsNumber: boolean): string | undefined {
  if (!WIDE_WORD.test(name) && !(followsNumber && DIGITS.test(name))) return undefined;
  const narrow = name.normalize('NFKC');
  return followsNumber || isReserved(narrow) ? narrow : undefined;
}

/** Adds a stretch to those before it; what only spaces keep apart is one. */
function add(wide: WideStretch[], text: string, start: number, narrow: string): void {
  const end = start + narrow.length;
  const last = wide.at(-1);
  const between = last === undefined ? undefined : text.slice(last.end, start);
  if (last === undefined || between === undefined || !SPACES.test(between)) wide.push({ start, end, narrow });
  else
    wide[wide.length - 1] = {
      start: last.start,
      end,
      narrow: `${last.narrow}${between.replaceAll('\u3000', ' ')}${narrow}`,
    };
}

/**
 * Rewrites full-width digits, operators, brackets and quotes as their half-width forms, one for one, so that offsets
 * stay true. Names and quoted texts are left alone: full-width letters and digits are part of them; but not {@link narrowWord}.
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
      const last = wide.at(-1);
      const isUnit = last !== undefined && /\d$/u.test(last.narrow) && SPACES.test(text.slice(last.end, at));
      const word = narrowWord(name, isUnit);
      if (word !== undefined) add(wide, text, at, word);
      out += word ?? name;
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
      add(wide, text, at, narrow);
      out += narrow;
      at += 1;
    } else {
      out += character;
      at += 1;
    }
  }
  return { text: out, wide };
}

/** A stretch with the slips in it and at its ends mended too: `３０，０００` is `30_000`, and one fix comes to it. `text` is the narrowed one. */
export function mendedStretch(
  { start, end }: WideStretch,
  text: string,
  rewrites: readonly Rewrite[],
): WideStretch {
  const own = rewrites.filter((each) => each.start < end && start < each.end);
  // A later slip is found in what the ones before it left, and says all of it: `30_000円`.
  const last = own.filter((each, at) => !own.slice(at + 1).some((more) => overlap(each, more)));
  const from = Math.min(start, ...last.map((each) => each.start));
  const to = Math.max(end, ...last.map((each) => each.end));
  let narrow = '';
  let at = from;
  for (const each of last.toSorted((a, b) => a.start - b.start)) {
    narrow += text.slice(at, each.start) + each.text;
    at = each.end;
  }
  narrow += text.slice(at, to);
  return { start: from, end: to, narrow: narrow.replaceAll('\u3000', ' ') };
}

const overlap = (a: Rewrite, b: Rewrite): boolean => a.start < b.end && b.start < a.end;
