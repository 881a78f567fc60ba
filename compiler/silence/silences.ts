import type { Diagnostic, Severity, Span } from '../../schema/index.ts';
import { nearest } from '../../schema/index.ts';
import { commentsIn } from './comments.ts';
import { reportSilence } from './messages.ts';

/** One code that a comment allows on one line. */
interface Silence {
  readonly code: string;
  readonly reason: string;
  /** The code in the comment. */
  readonly span: Span;
  /** From the start of the line that it speaks of to its end. */
  readonly line: Span;
}

/** A finding that a comment allows. */
export interface Allowed {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
}

/** Findings after the comments of their file were heard. */
export interface Heard {
  /** What is left, and what is wrong with the comments. */
  readonly diagnostics: readonly Diagnostic[];
  readonly allowed: readonly Allowed[];
}

const HEAD = /^#\s*kizuna:\s*allow\s/;
const OPENS = /[(（]/;
const BRACKET = /[()（）]/;

/** The codes of a comment and its reason; undefined where it has another form. In one pass: what is written can be long. */
function readComment(written: string): { readonly codes: string; readonly reason: string } | undefined {
  const [head] = HEAD.exec(written) ?? [];
  if (head === undefined) return undefined;
  const rest = written.slice(head.length).trim();
  const place = rest.search(BRACKET);
  const codes = (place < 0 ? rest : rest.slice(0, place)).trim();
  if (codes === '') return undefined;
  if (place < 0) return { codes, reason: '' };
  const bracketed = rest.slice(place);
  const isClosed = bracketed.length > 1 && OPENS.test(bracketed.charAt(0)) && /[)）]$/.test(bracketed);
  return isClosed ? { codes, reason: bracketed.slice(1, -1).trim() } : undefined;
}

function lineAt(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, end: end < 0 ? text.length : end };
}

/** The line that a comment speaks of: its own, or, where nothing else stands there, the next one that says something. */
function spokenOf(text: string, comment: Span): Span {
  let line = lineAt(text, comment.start);
  if (text.slice(line.start, comment.start).trim() !== '') return line;
  while (line.end < text.length) {
    line = lineAt(text, line.end + 1);
    if (!/^\s*(?:#|$)/.test(text.slice(line.start, line.end))) break;
  }
  return line;
}

function silencesIn(text: string): {
  readonly silences: readonly Silence[];
  readonly unreadable: readonly Span[];
} {
  if (!/#\s*kizuna:/.test(text)) return { silences: [], unreadable: [] };
  const silences: Silence[] = [];
  const unreadable: Span[] = [];
  for (const { text: written, span } of commentsIn(text)) {
    if (!/^#\s*kizuna:/.test(written)) continue;
    const read = readComment(written);
    if (read === undefined) {
      unreadable.push(span);
      continue;
    }
    const { codes, reason } = read;
    const line = spokenOf(text, span);
    const from = span.start + written.indexOf(codes, written.indexOf('allow') + 5);
    for (const { 0: code, index } of codes.matchAll(/[^\s,、]+/g)) {
      const start = from + index;
      silences.push({ code, reason, span: { start, end: start + code.length }, line });
    }
  }
  return { silences, unreadable };
}

/**
 * Takes out the findings that comments allow on their line. `owns`: codes that were looked for, so that a comment which
 * allows one of them in vain can be told. Errors stay.
 */
export function hear(
  text: string,
  diagnostics: readonly Diagnostic[],
  owns: (code: string) => boolean,
): Heard {
  const { silences } = silencesIn(text);
  if (silences.length === 0) return { diagnostics, allowed: [] };
  const used = new Set<Silence>();
  const allowed: Allowed[] = [];
  const left = diagnostics.filter((diagnostic) => {
    if (diagnostic.severity === 'error') return true;
    const { start } = diagnostic.span;
    const own = silences.filter(
      ({ code, line }) => code === diagnostic.code && start >= line.start && start <= line.end,
    );
    for (const silence of own) used.add(silence);
    const [first] = own;
    if (first !== undefined) allowed.push({ diagnostic, reason: first.reason });
    return first === undefined;
  });
  const vain = silences
    .filter((silence) => owns(silence.code) && !used.has(silence))
    .map(({ code, span }) => reportSilence('silence-unused', span, { code }));
  return { diagnostics: [...left, ...vain], allowed };
}

/** What is wrong with the comments themselves. `known`: every code that there is, with its severity. */
export function checkSilences(text: string, known: ReadonlyMap<string, Severity>): readonly Diagnostic[] {
  const { silences, unreadable } = silencesIn(text);
  const found = unreadable.map((span) => reportSilence('silence-form', span, {}));
  for (const { code, reason, span } of silences) {
    const severity = known.get(code);
    if (severity === 'error') found.push(reportSilence('silence-error', span, { code }));
    else if (severity === undefined) {
      const guess = nearest(code, [...known.keys()]);
      const help = { en: `did you mean \`${guess}\`?`, ja: `\`${guess}\` のことでしょうか` };
      found.push(reportSilence('silence-unknown', span, { code }, guess === undefined ? {} : { help }));
    } else if (reason === '') found.push(reportSilence('silence-reason', span, { code }));
  }
  return found;
}
