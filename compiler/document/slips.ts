import type { Diagnostic, Fix, Localized, Span, TextEdit } from '../../schema/index.ts';
import { lineEnd, lineStart } from './lines.ts';
import { reportDocument, shown } from './messages.ts';
import type { Slip } from './slip.ts';
import { wideComma } from './wide.ts';

/** What the YAML reader reports: its code and the place. */
export interface YamlProblem {
  readonly code: string;
  readonly pos: readonly [number, number];
  readonly message: string;
}

/** The text in quotes, as YAML reads it back. */
export function quoted(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** Puts a stretch of one line in quotes. */
export function quoteFix(file: string, span: Span): Fix | undefined {
  const text = file.slice(span.start, span.end);
  if (/[\r\n]/.test(text) || text === '') return undefined;
  const edit: TextEdit = { span, text: quoted(text) };
  return { title: { en: 'put it in quotes', ja: '引用符で囲む' }, edits: [edit] };
}

/** The end of a value that starts at `offset` and runs to the end of its line, comment and blanks left out. */
export function valueEnd(file: string, offset: number): number {
  const line = file.slice(offset, lineEnd(file, offset));
  const comment = /\s#/.exec(line);
  return offset + line.slice(0, comment?.index ?? line.length).trimEnd().length;
}

function clip(file: string, start: number, end: number): Span {
  const from = Math.max(0, Math.min(start, file.length === 0 ? 0 : file.length - 1));
  return { start: from, end: Math.max(from, Math.min(Math.max(end, from + 1), file.length)) };
}

const FEATURES: Readonly<Record<string, { readonly feature: Localized; readonly advice: Localized }>> = {
  anchor: {
    feature: { en: 'an anchor', ja: 'アンカー' },
    advice: {
      en: 'give the value a name under `parameters:` and use that name',
      ja: '値に `parameters:` で名前を付け、その名前を使ってください',
    },
  },
  alias: {
    feature: { en: 'an alias', ja: 'エイリアス' },
    advice: {
      en: 'write the value itself, or a name from `parameters:`; quote it if it is text',
      ja: '値そのものか `parameters:` の名前を書いてください。文字なら引用符で囲みます',
    },
  },
  tag: {
    feature: { en: 'a tag', ja: 'タグ' },
    advice: {
      en: 'take it out; for “not” write `not`, for “differs from” `!=` after a name',
      ja: '消してください。否定は `not`、「等しくない」は名前の後に `!=` と書きます',
    },
  },
  merge: {
    feature: { en: 'a merge of maps', ja: 'マップの結合' },
    advice: { en: 'write the entries out', ja: '項目を書き並べてください' },
  },
  directive: {
    feature: { en: 'a directive', ja: 'ディレクティブ' },
    advice: { en: 'take the line out', ja: 'この行を消してください' },
  },
};

export function featureSlip(
  kind: 'anchor' | 'alias' | 'tag' | 'merge' | 'directive',
  written: string,
  span: Span,
): Slip {
  const { feature, advice } = FEATURES[kind] ?? {
    feature: { en: kind, ja: kind },
    advice: { en: '', ja: '' },
  };
  const diagnostic = reportDocument('yaml-feature', span, { written: shown(written), feature, advice });
  return { diagnostic, fatal: kind !== 'directive' };
}

/** `>= 5`, `% of x`, `@x` at the start of a value that runs to `end`. */
export function symbolSlip(file: string, start: number, end: number = valueEnd(file, start)): Slip {
  const text = file.slice(start, end);
  const symbol = /^([<>=|%@`,!&*]+)/.exec(text)?.[1] ?? text.slice(0, 1);
  const span = clip(file, start, start + symbol.length);
  const fix = quoteFix(file, { start, end });
  return {
    diagnostic: reportDocument(
      'symbol-at-start',
      span,
      { symbol: shown(symbol), quoted: `\`${quoted(text)}\`` },
      fix && { fix },
    ),
    fatal: false,
  };
}

/** A bracket or quotation mark that opens at `start` and never closes. */
function unclosed(file: string, open: string, start: number): Slip {
  const span = clip(file, start, start + 1);
  const diagnostic =
    open === '"' || open === "'"
      ? reportDocument('unclosed-quote', span, { quote: `\`${open}\`` })
      : reportDocument('unclosed-bracket', span, {
          open: `\`${open}\``,
          close: open === '{' ? '`}`' : '`]`',
        });
  return { diagnostic, fatal: true };
}

/** `a:1` at `start`: the colon that wants a space. */
function colonNeedsSpace(file: string, start: number): Slip | undefined {
  const line = file.slice(start, lineEnd(file, start));
  const match = /^(?:- )?([\p{L}_][\p{L}\p{M}\p{N}_-]*\??):(?=\S)/u.exec(line);
  if (match === null) return undefined;
  const colon = start + match[0].length - 1;
  return {
    diagnostic: reportDocument(
      'colon-needs-space',
      { start: colon, end: colon + 1 },
      { key: shown(match[1] ?? ''), mended: shown(`${match[1]}: ${line.slice(match[0].length)}`) },
      {
        fix: {
          title: { en: 'add the space', ja: '空白を入れる' },
          edits: [{ span: { start: colon + 1, end: colon + 1 }, text: ' ' }],
        },
      },
    ),
    fatal: true,
  };
}

export { colonNeedsSpace };

function badIndentation(file: string, offset: number): Slip {
  const start = lineStart(file, offset);
  const indent = /^[ \t-]*/.exec(file.slice(start, lineEnd(file, start)))?.[0].length ?? 0;
  return {
    diagnostic: reportDocument('bad-indentation', clip(file, start, start + Math.max(1, indent)), {}),
    fatal: true,
  };
}

/** `a: b: c`: the second colon, when there is one on this line. */
function colonInValue(file: string, start: number): Slip | undefined {
  const end = valueEnd(file, start);
  const text = file.slice(start, end);
  const colon = /:(?=\s|$)/.exec(text);
  if (colon === null) return undefined;
  const at = start + colon.index;
  const wide = wideComma(file, start, at);
  if (wide !== undefined) return wide;
  // Inside braces the value ends before the line does: no fix that could quote too much.
  const fix = /[{}[\],]/.test(file.slice(lineStart(file, start), end))
    ? undefined
    : quoteFix(file, { start, end });
  return {
    diagnostic: reportDocument('colon-in-value', { start: at, end: at + 1 }, {}, fix && { fix }),
    fatal: true,
  };
}

interface Opened {
  readonly sign: string;
  readonly at: number;
}

/** Says what a problem of the YAML reader means for who wrote the document; `opened` finds the bracket around an offset. */
export function slipOf(
  file: string,
  problem: YamlProblem,
  opened: (offset: number) => Opened | undefined,
  scalarEnd: (offset: number) => number | undefined,
): Slip | undefined {
  const [start] = problem.pos;
  const span = clip(file, problem.pos[0], problem.pos[1]);
  const sign = file[start] ?? '';
  const written = file.slice(start, Math.max(start + 1, valueEnd(file, start)));
  const fatal = (diagnostic: Diagnostic): Slip => ({ diagnostic, fatal: true });
  switch (problem.code) {
    case 'TAB_AS_INDENT':
      return fatal(
        reportDocument(
          'tab-indentation',
          { start, end: start + tabs(file, start) },
          {},
          {
            fix: {
              title: { en: 'use spaces', ja: '空白にする' },
              edits: [
                { span: { start, end: start + tabs(file, start) }, text: '  '.repeat(tabs(file, start)) },
              ],
            },
          },
        ),
      );
    case 'BAD_SCALAR_START':
      return symbolSlip(file, start, scalarEnd(start));
    case 'BAD_DQ_ESCAPE':
      return {
        diagnostic: reportDocument('bad-escape', clip(file, start, start + 2), {
          written: shown(file.slice(start, start + 2)),
        }),
        fatal: false,
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW': {
      const line = file.slice(lineStart(file, start), lineEnd(file, start));
      if (sign === '?') break;
      return (
        colonInValue(file, start) ??
        (line.trim() === '' ? undefined : badIndentation(file, nextLine(file, start)))
      );
    }
    case 'MULTILINE_IMPLICIT_KEY':
      return (
        colonNeedsSpace(file, start) ??
        lineWithoutColon(file, start) ??
        badIndentation(file, nextLine(file, start))
      );
    case 'BAD_INDENT': {
      const bracket = /must be sufficiently indented and end with/.test(problem.message)
        ? opened(start)
        : undefined;
      if (bracket !== undefined) {
        const tab = /\n[ ]*\t/.exec(file.slice(bracket.at, start + 1));
        if (tab !== null) {
          const at = bracket.at + tab.index + tab[0].length - 1;
          return slipOf(file, { ...problem, code: 'TAB_AS_INDENT', pos: [at, at + 1] }, opened, scalarEnd);
        }
        return unclosed(file, bracket.sign, bracket.at);
      }
      return badIndentation(file, start);
    }
    case 'MISSING_CHAR': {
      if (/Missing closing/.test(problem.message)) {
        const bracket = opened(start);
        return bracket === undefined ? undefined : unclosed(file, bracket.sign, bracket.at);
      }
      if (/must end with/.test(problem.message)) {
        const bracket = opened(start);
        return bracket === undefined ? undefined : unclosed(file, bracket.sign, bracket.at);
      }
      if (/need to be followed by map values/.test(problem.message)) {
        return (
          colonNeedsSpace(file, start) ??
          fatal(reportDocument('missing-colon', span, { written: shown(written) }))
        );
      }
      if (/Missing , /.test(problem.message)) {
        return fatal(reportDocument('missing-comma', { start, end: start + itemLength(file, start) }, {}));
      }
      if (/without - indicator/.test(problem.message)) return badIndentation(file, start);
      return fatal(reportDocument('unreadable-yaml', span, { written: shown(written) }));
    }
    case 'UNEXPECTED_TOKEN': {
      if (sign === '-' && /block-seq-ind/.test(problem.message)) {
        const end = valueEnd(file, start);
        const fix = quoteFix(file, { start, end });
        return fatal(
          reportDocument('dash-after-key', clip(file, start, start + 1), { dash: '`-`' }, fix && { fix }),
        );
      }
      if (sign === '}' || sign === ']') {
        return fatal(
          reportDocument('stray-bracket', clip(file, start, start + 1), { bracket: `\`${sign}\`` }),
        );
      }
      if (sign === ',') return fatal(reportDocument('stray-comma', clip(file, start, start + 1), {}));
      if (/at node end/.test(problem.message)) {
        if (lineStart(file, start) + indentOf(file, start) === start) return badIndentation(file, start);
        return fatal(
          reportDocument('text-after-value', clip(file, start, start + written.length), {
            written: shown(written),
          }),
        );
      }
      return fatal(reportDocument('unreadable-yaml', span, { written: shown(written) }));
    }
    case 'MULTIPLE_DOCS':
      return fatal(reportDocument('several-documents', span, {}));
    default:
      break;
  }
  return fatal(reportDocument('unreadable-yaml', span, { written: shown(written) }));
}

/** How long the item of a list or map is that begins here: a text in quotes, or all up to the next sign. */
function itemLength(file: string, start: number): number {
  return (/^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,:{}[\]]+)/.exec(file.slice(start, start + 200))?.[0] ?? ' ')
    .length;
}

/** A line that is indented like the entry after it and has no colon itself: YAML reads both as one name. */
function lineWithoutColon(file: string, start: number): Slip | undefined {
  const next = nextLine(file, start);
  const written = file.slice(start, valueEnd(file, start));
  const alike =
    lineStart(file, start) !== lineStart(file, next) && indentOf(file, start) === indentOf(file, next);
  if (!alike || lineStart(file, start) + indentOf(file, start) !== start) return undefined;
  const span = { start, end: start + written.length };
  return { diagnostic: reportDocument('missing-colon', span, { written: shown(written) }), fatal: true };
}

function tabs(file: string, offset: number): number {
  return Math.max(1, /^\t*/.exec(file.slice(offset, offset + 64))?.[0].length ?? 1);
}

function indentOf(file: string, offset: number): number {
  const start = lineStart(file, offset);
  return /^\s*/.exec(file.slice(start, lineEnd(file, start)))?.[0].length ?? 0;
}

/** The next line that holds something; the line of `offset` itself when there is none. */
function nextLine(file: string, offset: number): number {
  const match = /\n[ \t]*(?=[^\s])/.exec(file.slice(offset));
  return match === null ? offset : offset + match.index + match[0].length;
}
