import type { Localized, TextEdit } from '../../schema/index.ts';
import { lineEnd, lineStart } from './lines.ts';
import { reportDocument, shown } from './messages.ts';
import type { Slip } from './slip.ts';

const COLON: Localized = { en: 'a full-width colon', ja: '全角のコロン' };
const COMMA: Localized = { en: 'a full-width comma', ja: '全角のコンマ' };
const SPACE: Localized = { en: 'a full-width space', ja: '全角の空白' };

/** The name of an entry, a colon and what is between: one of them full-width. Text in Japanese has such colons too: only ASCII is a name. */
const ENTRY = /^((?:- )?)([a-z_][\w-]*\??)([ \u3000]*(?:：[ \u3000]*|:[ ]*\u3000[ \u3000]*))/;
/** A name in any script that could only be a text elsewhere, at the end of its line. */
const HEAD = /^((?:- )?)([\p{L}_][\p{L}\p{M}\p{N}_-]*\??)([ \u3000]*：[ \u3000]*)$/u;
const INDENT = /^[ \t\u3000]*/;

function slip(what: Localized, at: number, mended: string, edits: readonly TextEdit[]): Slip {
  const meant = shown(mended.trim());
  const title = { en: `write ${meant}`, ja: `${meant} と書く` };
  const diagnostic = reportDocument(
    'full-width-character',
    { start: at, end: at + 1 },
    { what, meant },
    { fix: { title, edits } },
  );
  return { diagnostic, fatal: true };
}

/**
 * Full-width signs in the line of an offset where YAML asks for its own, as Japanese keyboards write them: `on：purchase`. `isSure`: the
 * document is out of joint there, so that a name need not be ASCII.
 */
export function wideLine(file: string, offset: number, isSure = false): Slip | undefined {
  const start = lineStart(file, offset);
  const line = file.slice(start, lineEnd(file, start));
  const indent = INDENT.exec(line)?.[0] ?? '';
  const edits: TextEdit[] = [];
  // One sign is as wide as two spaces.
  const spaces = indent.replaceAll('\u3000', '  ');
  if (spaces !== indent && line.length > indent.length)
    edits.push({ span: { start, end: start + indent.length }, text: spaces });
  const rest = line.slice(indent.length);
  const [, dash = '', name = '', between = ''] = ENTRY.exec(rest) ?? (isSure ? HEAD.exec(rest) : null) ?? [];
  const colon = rest.length === dash.length + name.length + between.length ? ':' : ': ';
  const from = start + indent.length + dash.length + name.length;
  if (between !== '') edits.push({ span: { start: from, end: from + between.length }, text: colon });
  if (edits.length === 0) return undefined;
  const mended =
    between === '' ? rest : `${dash}${name}${colon}${rest.slice(dash.length + name.length + between.length)}`;
  return between.includes('：')
    ? slip(COLON, from + between.indexOf('：'), mended, edits)
    : slip(SPACE, file.indexOf('\u3000', start), mended, edits);
}

/** All lines with such signs, where one of them put the document out of joint: the line at hand, or the one above it. */
export function wideLines(file: string, offset: number): readonly Slip[] {
  const here = lineStart(file, offset);
  const above = lineStart(file, file.slice(0, here).trimEnd().length);
  const broken = [here, above].find((start) => wideLine(file, start, true) !== undefined);
  if (broken === undefined) return [];
  const found: Slip[] = [];
  for (let at = 0; at < file.length; at = file.indexOf('\n', at) + 1 || file.length) {
    const wide = wideLine(file, at, at === broken);
    if (wide !== undefined) found.push(wide);
  }
  return found;
}

/** `{ amount：JPY }`: an entry in braces whose colon is full-width. */
export function wideEntry(file: string, start: number, end: number): Slip | undefined {
  const entry = file.slice(start, end);
  const [whole, , name = '', between = ''] = ENTRY.exec(entry) ?? [];
  if (whole === undefined) return undefined;
  const from = start + whole.length - between.length;
  const mended = `${name}: ${entry.slice(whole.length)}`;
  const edits = [{ span: { start: from, end: from + between.length }, text: ': ' }];
  const wide = /[：\u3000]/.exec(between)?.index ?? 0;
  return slip(between.includes('：') ? COLON : SPACE, from + wide, mended, edits);
}

/** `{ en: Tea，ja: お茶 }`: a full-width comma before the next name, which ends at `colon`. */
export function wideComma(file: string, start: number, colon: number): Slip | undefined {
  const before = /[，、][ \u3000]*(?=[a-z_][\w-]*\??$)/.exec(file.slice(start, colon));
  if (before === null) return undefined;
  const at = start + before.index;
  const edits = [{ span: { start: at, end: at + before[0].length }, text: ', ' }];
  const name = file.slice(at + before[0].length, colon);
  return slip(COMMA, at, `, ${name}:`, edits);
}
