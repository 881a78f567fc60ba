import type { Diagnostic, Language, Severity, Span } from '../../schema/index.ts';
import type { SourceText } from './source-text.ts';
import { fileAt, lineIndexOf, lineNumber, lineText, positionOf, startOfLine } from './source-text.ts';
import type { Paint } from './terminal.ts';
import { visible, widthOf } from './width.ts';

/** A stretch of one line, in columns of the terminal. */
interface Mark {
  readonly from: number;
  readonly to: number;
  readonly sign: '^' | '-';
  readonly label: string;
}

/** Lines wider than this are cut around the place that matters. */
const WIDEST = 140;
const MOST_LINES = 6;

const WORDS = {
  en: { help: 'help', note: 'note' },
  ja: { help: '対処', note: '補足' },
} as const;

function severityPaint(severity: Severity, paint: Paint): (text: string) => string {
  switch (severity) {
    case 'error':
      return paint.red;
    case 'warning':
      return paint.yellow;
    case 'hint':
      return paint.cyan;
  }
}

/** The span without the white space at its ends; a span of nothing stays where it is. */
function tighten(source: SourceText, span: Span): Span {
  const text = source.text.slice(span.start, span.end);
  const trimmed = text.trim();
  if (trimmed === '') return { start: span.start, end: span.start };
  const start = span.start + (text.length - text.trimStart().length);
  return { start, end: start + trimmed.length };
}

interface Cut {
  readonly text: string;
  /** Column of the terminal for an index into the line. */
  column(index: number): number;
}

/** A line as shown, cut when it is too wide so that `focus` (an index into it) stays in view. */
function cutLine(line: string, focus: number): Cut {
  const whole = visible(line);
  if (widthOf(whole) <= WIDEST)
    return { text: whole, column: (index) => widthOf(visible(line.slice(0, index))) };
  const from = Math.max(0, focus - 40);
  const to = Math.min(line.length, from + 100);
  const lead = from > 0 ? '…' : '';
  return {
    text: lead + visible(line.slice(from, to)) + (to < line.length ? '…' : ''),
    column: (index) => widthOf(lead + visible(line.slice(from, Math.max(from, Math.min(index, to))))),
  };
}

/** The marks under one line, then the labels: the rightmost beside its mark, the others beneath, right to left. */
function markLines(marks: readonly Mark[], colour: (mark: Mark) => (text: string) => string): string[] {
  const ordered = [...marks].sort((a, b) => a.from - b.from || a.to - b.to);
  const width = Math.max(...ordered.map((mark) => mark.to));
  const cells = Array.from({ length: width }, (): Mark | undefined => undefined);
  for (const sign of ['-', '^'] as const) {
    for (const mark of ordered) if (mark.sign === sign) cells.fill(mark, mark.from, mark.to);
  }
  let under = '';
  for (let at = 0; at < width; ) {
    const mark = cells[at];
    let end = at;
    while (end < width && cells[end] === mark) end += 1;
    under += mark === undefined ? ' '.repeat(end - at) : colour(mark)(mark.sign.repeat(end - at));
    at = end;
  }
  const rightmost = ordered.at(-1);
  if (rightmost !== undefined && rightmost.label !== '') under += ` ${colour(rightmost)(rightmost.label)}`;
  const lines = [under];
  const hanging = ordered.slice(0, -1).filter((mark) => mark.label !== '');
  for (let index = hanging.length - 1; index >= 0; index -= 1) {
    let line = '';
    let column = 0;
    for (const waiting of hanging.slice(0, index)) {
      if (waiting.from < column) continue;
      line += ' '.repeat(waiting.from - column) + colour(waiting)('|');
      column = waiting.from + 1;
    }
    const mark = hanging[index];
    if (mark !== undefined) {
      lines.push(line + ' '.repeat(Math.max(0, mark.from - column)) + colour(mark)(mark.label));
    }
  }
  return lines;
}

interface Place {
  readonly span: Span;
  readonly sign: '^' | '-';
  readonly label: string;
}

/** The numbered lines of some places that begin on the same line. */
function snippet(
  source: SourceText,
  places: readonly Place[],
  gutter: number,
  paint: Paint,
  strong: (text: string) => string,
): string[] {
  const bar = paint.blue('|');
  const blank = `${' '.repeat(gutter)} ${bar}`;
  const numbered = (index: number) =>
    `${paint.blue(String(lineNumber(source, index)).padStart(gutter))} ${bar}`;
  const colour = (mark: { readonly sign: '^' | '-' }) => (mark.sign === '^' ? strong : paint.blue);
  const main = places[0];
  if (main === undefined) return [];
  const first = lineIndexOf(source, main.span.start);
  const last = lineIndexOf(source, Math.max(main.span.start, main.span.end - 1));
  const lines = [blank];
  if (first === last) {
    const line = lineText(source, first);
    const base = startOfLine(source, first);
    const cut = cutLine(line, main.span.start - base);
    lines.push(`${numbered(first)} ${cut.text}`.trimEnd());
    const marks = places.map(({ span, sign, label }): Mark => {
      const from = cut.column(span.start - base);
      return { from, to: Math.max(from + 1, cut.column(span.end - base)), sign, label };
    });
    for (const marked of markLines(marks, colour)) lines.push(`${blank} ${marked}`);
    return lines;
  }
  // A place over several lines: a bar down its left side, closed under its last character.
  const paintMain = colour(main);
  const shown = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const middle = MOST_LINES - 2;
  const kept = shown.length <= MOST_LINES ? shown : [...shown.slice(0, middle), -1, ...shown.slice(-1)];
  for (const index of kept) {
    if (index === -1) {
      lines.push(`${' '.repeat(gutter)} ${paint.blue('…')} ${paintMain('|')}`);
      continue;
    }
    const side = paintMain(index === first ? '/' : '|');
    lines.push(`${numbered(index)} ${side} ${cutLine(lineText(source, index), 0).text}`.trimEnd());
  }
  const end = cutLine(lineText(source, last), 0).column(main.span.end - startOfLine(source, last));
  const label = main.label === '' ? '' : ` ${main.label}`;
  lines.push(`${blank} ${paintMain(`|${'_'.repeat(Math.max(1, end))}${main.sign}${label}`)}`);
  return lines;
}

export interface FrameOptions {
  readonly language: Language;
  readonly paint: Paint;
}

/** `error[code]: …`, with the code's name in words before it in Japanese. */
export function headline(
  diagnostic: Pick<Diagnostic, 'code' | 'severity' | 'title' | 'message'>,
  { language, paint }: FrameOptions,
): string {
  const strong = severityPaint(diagnostic.severity, paint);
  const code = language === 'ja' ? `${diagnostic.title.ja} ${diagnostic.code}` : diagnostic.code;
  return `${paint.bold(strong(`${diagnostic.severity}[${code}]`))}: ${paint.bold(visible(diagnostic.message[language]))}`;
}

/** One diagnostic as a code frame: headline, place, the lines with their marks, what to do. Ends without a line break. */
export function frame(
  file: string,
  source: SourceText,
  diagnostic: Diagnostic,
  options: FrameOptions,
): string {
  const { language, paint } = options;
  const strong = severityPaint(diagnostic.severity, paint);
  const span = tighten(source, diagnostic.span);
  const first = lineIndexOf(source, span.start);
  const single = first === lineIndexOf(source, Math.max(span.start, span.end - 1));
  const others = diagnostic.related.map((place) => ({
    span: tighten(source, place.span),
    message: place.message[language],
  }));
  const onOneLine = (place: Span) =>
    lineIndexOf(source, place.start) === first &&
    lineIndexOf(source, Math.max(place.start, place.end - 1)) === first;
  const beside = others.filter((other) => single && onOneLine(other.span));
  const apart = others.filter((other) => !beside.includes(other));
  const lastNumber = Math.max(
    ...[span, ...apart.map((other) => other.span)].map((each) =>
      lineNumber(source, lineIndexOf(source, Math.max(each.start, each.end - 1))),
    ),
  );
  const gutter = Math.max(2, String(lastNumber).length);
  const indent = ' '.repeat(gutter);
  const arrow = (at: number) => {
    const { line, column } = positionOf(source, at);
    return `${indent}${paint.blue('-->')} ${fileAt(source, at)?.path ?? file}:${line}:${column}`;
  };
  const main: Place = { span, sign: '^', label: visible(diagnostic.label?.[language] ?? '') };
  const sidePlaces = beside.map(
    (other): Place => ({ span: other.span, sign: '-', label: visible(other.message) }),
  );
  const lines = [
    headline(diagnostic, options),
    arrow(span.start),
    ...snippet(source, [main, ...sidePlaces], gutter, paint, strong),
  ];
  const help = diagnostic.help?.[language] ?? diagnostic.fix?.title[language];
  const remark = (word: string, text: string) => {
    const [opening = '', ...more] = text.split('\n').map(visible);
    const begin = `${indent} ${paint.blue('=')} ${paint.bold(`${word}:`)} ${opening}`;
    const aligned = ' '.repeat(gutter + 3 + widthOf(`${word}: `));
    return [begin, ...more.map((line) => aligned + line)].join('\n');
  };
  if (help !== undefined) lines.push(remark(WORDS[language].help, help));
  for (const other of apart) {
    lines.push(
      remark(WORDS[language].note, other.message),
      arrow(other.span.start),
      ...snippet(source, [{ span: other.span, sign: '-', label: '' }], gutter, paint, strong),
    );
  }
  return lines.join('\n');
}
