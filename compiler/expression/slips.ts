import { createTokenInstance, type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import { type Diagnostic, daysInMonth, parseDay } from '../../schema/index.ts';
import { type ScalarNode, spanWithin } from '../document/index.ts';
import { type ExpressionCode, fixWith, type Rewrite, report, ticked } from './reporting.ts';
import * as T from './tokens.ts';

/** Tokens with every slip replaced by what was meant. */
export interface Mended {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** What single slips were replaced by, in the order in which they were found. */
  readonly rewrites: readonly Rewrite[];
  /** Something was left out that cannot be replaced: the grammar would only complain about the gap. */
  readonly broken: boolean;
}

/** The codes that need nothing but what was written and what was meant. */
type PlainCode = Extract<
  ExpressionCode,
  | 'equals-twice'
  | 'foreign-operator'
  | 'upper-case-word'
  | 'boolean-word'
  | 'thousands-comma'
  | 'decimal-comma'
  | 'number-form'
  | 'currency-sign'
  | 'date-form'
>;

interface Bench {
  readonly scalar: ScalarNode;
  readonly found: Diagnostic[];
  readonly rewrites: Rewrite[];
}

type Pass = (tokens: readonly IToken[], bench: Bench) => readonly IToken[];

export function endOf(token: IToken): number {
  return token.endOffset === undefined || Number.isNaN(token.endOffset)
    ? token.startOffset + token.image.length
    : token.endOffset + 1;
}

function make(type: TokenType, image: string, start: number, end: number): IToken {
  return createTokenInstance(type, image, start, end - 1, 1, 1, 1, 1);
}

function note(bench: Bench, code: PlainCode, start: number, end: number, meant: string): void {
  const written = ticked(bench.scalar.text.slice(start, end));
  bench.rewrites.push({ start, end, text: meant });
  bench.found.push(
    report(
      code,
      spanWithin(bench.scalar, start, end),
      { written, meant: ticked(meant) },
      fixWith(bench.scalar, meant, [{ start, end, text: meant }]),
    ),
  );
}

function is(token: IToken | undefined, ...types: readonly TokenType[]): boolean {
  return token !== undefined && types.some((type) => tokenMatcher(token, type));
}

/** Whether an operand may end with this token. */
function endsOperand(token: IToken | undefined): boolean {
  return is(
    token,
    ...[T.NumberText, T.Percent, T.Name, T.Text, T.DateText, T.MonthDay, T.RightBracket],
    ...[T.Yes, T.No, T.Forever, T.Now, T.Today, T.Unreadable],
  );
}

const operators = new Map<string, readonly [TokenType, string]>([
  ['==', [T.Compare, '=']],
  ['===', [T.Compare, '=']],
  ['!==', [T.Compare, '!=']],
  ['<>', [T.Compare, '!=']],
  ['≠', [T.Compare, '!=']],
  ['=>', [T.Compare, '>=']],
  ['≥', [T.Compare, '>=']],
  ['≧', [T.Compare, '>=']],
  ['=<', [T.Compare, '<=']],
  ['≤', [T.Compare, '<=']],
  ['≦', [T.Compare, '<=']],
  ['&&', [T.And, 'and']],
  ['&', [T.And, 'and']],
  ['||', [T.Or, 'or']],
  ['|', [T.Or, 'or']],
  ['!', [T.Not, 'not']],
  ['??', [T.Otherwise, 'otherwise']],
  ['×', [T.Star, '*']],
  ['÷', [T.Slash, '/']],
  ['−', [T.Minus, '-']],
  ['–', [T.Minus, '-']],
  ['—', [T.Minus, '-']],
]);

const oddOperators: Pass = (tokens, bench) =>
  tokens.map((token) => {
    const known = is(token, T.OddOperator) ? operators.get(token.image) : undefined;
    if (known === undefined) return token;
    const [type, meant] = known;
    const [start, end] = [token.startOffset, endOf(token)];
    const { text } = bench.scalar;
    // `a&&b`, `!x`: a word needs a space where a sign did not
    const word = /^\p{L}/u.test(meant);
    const before =
      word && start > 0 && /\S/u.test(text[start - 1] ?? ' ') && text[start - 1] !== '(' ? ' ' : '';
    const after = word && /\S/u.test(text[end] ?? ' ') ? ' ' : '';
    const code = token.image === '==' || token.image === '===' ? 'equals-twice' : 'foreign-operator';
    const written = ticked(text.slice(start, end));
    const fix = fixWith(bench.scalar, meant, [{ start, end, text: before + meant + after }]);
    bench.found.push(
      report(code, spanWithin(bench.scalar, start, end), { written, meant: ticked(meant) }, fix),
    );
    return make(type, meant, start, end);
  });

const infixWords = new Map<string, TokenType>([
  ['and', T.And],
  ['or', T.Or],
  ['in', T.In],
  ['between', T.Between],
  ['otherwise', T.Otherwise],
  ['of', T.Of],
  ['per', T.Per],
  ['then', T.Then],
  ['else', T.Else],
  ['where', T.Where],
  ['during', T.During],
]);
const prefixWords = new Map<string, TokenType>([
  ['not', T.Not],
  ['if', T.If],
  ['has', T.Has],
]);

/** `AND` after an operand and `IF` before one can be nothing else; `direction = In` is a word of a field. */
const upperCaseWords: Pass = (tokens, bench) =>
  tokens.reduce<IToken[]>((done, token, index) => {
    const lower = token.image.toLowerCase();
    const before = done.at(-1);
    const after = tokens[index + 1];
    const open = token.image !== lower && is(token, T.Name) && !is(before, T.Dot) && !is(after, T.Dot);
    const infix = open && endsOperand(before) ? infixWords.get(lower) : undefined;
    const prefix =
      open && is(after, T.Name, T.NumberText, T.LeftBracket, T.Not, T.Has, T.If)
        ? prefixWords.get(lower)
        : undefined;
    const type = prefix ?? infix;
    if (type !== undefined) note(bench, 'upper-case-word', token.startOffset, endOf(token), lower);
    done.push(type === undefined ? token : make(type, lower, token.startOffset, endOf(token)));
    return done;
  }, []);

const BOOLEAN = /^(?:(true)|false)$/iu;

const booleanWords: Pass = (tokens, bench) =>
  tokens.map((token, index) => {
    const word = is(token, T.Name) ? BOOLEAN.exec(token.image) : null;
    if (word === null || is(tokens[index - 1], T.Dot) || is(tokens[index + 1], T.Dot, T.LeftBracket)) {
      return token;
    }
    const meant = word[1] === undefined ? 'no' : 'yes';
    note(bench, 'boolean-word', token.startOffset, endOf(token), meant);
    return make(meant === 'yes' ? T.Yes : T.No, meant, token.startOffset, endOf(token));
  });

/** Yields for each token whether commas there separate values (inside the brackets of a call or of a list). */
function inArguments(tokens: readonly IToken[]): readonly boolean[] {
  const open: boolean[] = [];
  return tokens.map((token, index) => {
    if (is(token, T.LeftBracket)) open.push(is(tokens[index - 1], T.Name, T.In, T.By));
    else if (is(token, T.RightBracket)) open.pop();
    return open.at(-1) ?? false;
  });
}

/** `30,000` and `1,5`; but `max(1,5)` and `in (100,200)` are two values each. */
const groupedDigits: Pass = (tokens, bench) => {
  const separated = inArguments(tokens);
  const done: IToken[] = [];
  let index = 0;
  while (index < tokens.length) {
    const first = tokens[index];
    if (first === undefined) break;
    let last = index;
    const groups: string[] = [];
    const touching = (at: number) => {
      const [number, comma, group] = [tokens[at], tokens[at + 1], tokens[at + 2]];
      return (
        number !== undefined &&
        comma !== undefined &&
        group !== undefined &&
        is(number, T.NumberText) &&
        is(comma, T.Comma) &&
        is(group, T.NumberText) &&
        endOf(number) === comma.startOffset &&
        endOf(comma) === group.startOffset
      );
    };
    while (touching(last)) {
      groups.push(tokens[last + 2]?.image ?? '');
      last += 2;
    }
    const thousands =
      groups.length > 0 &&
      /^\d{1,3}$/u.test(first.image) &&
      groups.every((group, at) => (at === groups.length - 1 ? /^\d{3}(?:\.\d+)?$/u : /^\d{3}$/u).test(group));
    const values =
      separated[index] === true && !(thousands && groups.every((group) => group.startsWith('0')));
    if (groups.length === 0 || values || (!thousands && groups.length > 1)) {
      done.push(first);
      index += 1;
      continue;
    }
    const end = endOf(tokens[last] ?? first);
    const meant = thousands
      ? [first.image, ...groups].join('_')
      : `${/^\d{1,3}\.\d{3}$/u.test(first.image) ? first.image.replace('.', '_') : first.image}.${groups[0]}`;
    note(bench, thousands ? 'thousands-comma' : 'decimal-comma', first.startOffset, end, meant);
    done.push(make(T.NumberText, meant, first.startOffset, end));
    index = last + 1;
  }
  return done;
};

const oddNumbers: Pass = (tokens, bench) =>
  tokens.map((token) => {
    if (!is(token, T.OddNumber)) return token;
    const { image } = token;
    const meant = image.startsWith('.')
      ? `0${image}`
      : image.endsWith('.')
        ? image.slice(0, -1)
        : image.replaceAll('.', '_');
    note(bench, 'number-form', token.startOffset, endOf(token), meant);
    return make(T.NumberText, meant, token.startOffset, endOf(token));
  });

const currencies = new Map([
  ['¥', 'JPY'],
  ['￥', 'JPY'],
  ['円', 'JPY'],
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₩', 'KRW'],
]);

const CURRENCY_CODE = /^[A-Z]{3}$/u;

/** `¥500`, `500円`, `$5`, and `JPY 500`. */
const units: Pass = (tokens, bench) => {
  const done: IToken[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const next = tokens[index + 1];
    const before = done.at(-1);
    const [start, end] = [token.startOffset, endOf(token)];
    const currency = currencies.get(token.image);
    const leads =
      next !== undefined && is(next, T.NumberText) && !is(before, T.NumberText, T.Percent, T.Dot)
        ? next
        : undefined;
    if (is(token, T.CurrencySign) && currency !== undefined && leads !== undefined) {
      note(bench, 'currency-sign', start, endOf(leads), `${leads.image} ${currency}`);
      done.push(leads, make(T.Name, currency, start, end));
      index += 1;
    } else if (is(token, T.CurrencySign, T.Name) && currency !== undefined && is(before, T.NumberText)) {
      const number = before?.startOffset ?? start;
      note(bench, 'currency-sign', number, end, `${before?.image ?? ''} ${currency}`);
      done.push(make(T.Name, currency, start, end));
    } else if (is(token, T.Name) && CURRENCY_CODE.test(token.image) && leads !== undefined) {
      const meant = `${leads.image} ${token.image}`;
      const span = spanWithin(bench.scalar, start, endOf(leads));
      const fix = fixWith(bench.scalar, meant, [{ start, end: endOf(leads), text: meant }]);
      const words = { unit: ticked(token.image), meant: ticked(meant) };
      bench.found.push(report('unit-before-number', span, words, fix));
      done.push(leads, token);
      index += 1;
    } else {
      done.push(token);
    }
  }
  return done;
};

function isRealMonthDay(text: string): boolean {
  const [month, day] = text.split('-').map(Number);
  return month !== undefined && day !== undefined && month <= 12 && day <= daysInMonth(2024, month);
}

const dates: Pass = (tokens, bench) =>
  tokens.map((token) => {
    const [start, end] = [token.startOffset, endOf(token)];
    const span = spanWithin(bench.scalar, start, end);
    const written = ticked(token.image);
    if (is(token, T.HalfDate)) {
      const [year = '', month = ''] = token.image.split('-');
      const words = { date: ticked(`${token.image}-01`), subtraction: ticked(`${year} - ${month}`) };
      bench.found.push(report('date-incomplete', span, { written, ...words }));
      return make(T.Unreadable, token.image, start, end);
    }
    const odd = is(token, T.OddDate);
    if (!odd && !is(token, T.DateText, T.MonthDay)) return token;
    const text = (token.image.match(/\d+/gu) ?? []).map((part) => part.padStart(2, '0')).join('-');
    const full = text.length > 5;
    if (!(full ? parseDay(text) !== undefined : isRealMonthDay(text))) {
      bench.found.push(report('date-not-real', span, { written }));
      return make(T.Unreadable, token.image, start, end);
    }
    if (!odd) return token;
    note(bench, 'date-form', start, end, text);
    return make(full ? T.DateText : T.MonthDay, text, start, end);
  });

/** `if(a, b, c)` becomes `(if a then b else c)`. */
const ifFunctions: Pass = (tokens, bench) => {
  const done = [...tokens];
  tokens.forEach((token, index) => {
    const bracket = tokens[index + 1];
    if (!is(token, T.If) || bracket === undefined || !is(bracket, T.LeftBracket)) return;
    let depth = 0;
    const commas: number[] = [];
    for (let at = index + 1; at < tokens.length; at += 1) {
      if (is(tokens[at], T.LeftBracket)) depth += 1;
      else if (is(tokens[at], T.RightBracket)) depth -= 1;
      else if (depth === 1 && is(tokens[at], T.Comma)) commas.push(at);
      if (depth === 0) break;
    }
    if (commas.length === 0 || commas.length > 2) return;
    const { startOffset: start } = token;
    const { text } = bench.scalar;
    done[index] = make(T.LeftBracket, '(', start, start + 1);
    done[index + 1] = make(T.If, 'if', bracket.startOffset, endOf(bracket));
    const rewrites = [{ start, end: endOf(bracket), text: '(if ' }];
    commas.forEach((at, which) => {
      const comma = tokens[at];
      if (comma === undefined) return;
      const word = which === 0 ? 'then' : 'else';
      done[at] = make(which === 0 ? T.Then : T.Else, word, comma.startOffset, endOf(comma));
      const space = /\s/u.test(text[endOf(comma)] ?? '') ? '' : ' ';
      rewrites.push({ start: comma.startOffset, end: endOf(comma), text: ` ${word}${space}` });
    });
    const meant = 'if … then … else …';
    bench.found.push(
      report(
        'if-as-function',
        spanWithin(bench.scalar, start, endOf(bracket)),
        { written: ticked('if(…)'), meant: ticked(meant) },
        commas.length === 2 ? fixWith(bench.scalar, meant, rewrites) : {},
      ),
    );
  });
  return done;
};

/** Every pass sees what the ones before it have put right. */
const passes: readonly Pass[] = [
  oddNumbers,
  groupedDigits,
  dates,
  units,
  oddOperators,
  upperCaseWords,
  booleanWords,
  ifFunctions,
];

/** What is left that no pass could give a meaning to is reported and left out, once per stretch. */
function withoutUnreadable(tokens: readonly IToken[], bench: Bench): readonly IToken[] {
  const kept: IToken[] = [];
  let stretch: readonly [number, number] | undefined;
  const flush = () => {
    if (stretch === undefined) return;
    const [start, end] = stretch;
    const written = ticked(bench.scalar.text.slice(start, end));
    bench.found.push(report('unexpected-character', spanWithin(bench.scalar, start, end), { written }));
    stretch = undefined;
  };
  for (const token of tokens) {
    const [start, end] = [token.startOffset, endOf(token)];
    if (is(token, T.Unexpected, T.CurrencySign, T.OddOperator)) {
      if (stretch?.[1] !== start) flush();
      stretch = [stretch?.[0] ?? start, end];
      continue;
    }
    flush();
    if (is(token, T.OpenText)) {
      const quote = token.image.slice(0, 1);
      const fix = fixWith(bench.scalar, quote, [{ start: end, end, text: quote }]);
      bench.found.push(
        report('text-unclosed', spanWithin(bench.scalar, start, start + 1), { quote: ticked(quote) }, fix),
      );
      kept.push(make(T.Unreadable, token.image, start, end));
    } else {
      kept.push(token);
    }
  }
  flush();
  return kept;
}

/** Tokens that no text without a slip has. */
const SLIPS: ReadonlySet<TokenType> = new Set([
  ...[T.OddNumber, T.OddDate, T.HalfDate, T.CurrencySign, T.OddOperator, T.LongOddOperator],
  ...[T.OpenText, T.Unexpected],
]);

/** Whether a name could be a slip where it stands. */
function isOddName(name: string, after: IToken | undefined): boolean {
  if (currencies.has(name) || BOOLEAN.test(name)) return true;
  if (after?.tokenType === T.NumberText && CURRENCY_CODE.test(name)) return true;
  const lower = name.toLowerCase();
  return name !== lower && (infixWords.has(lower) || prefixWords.has(lower));
}

/** False where no pass would find anything, which is most of what is ever read; true says nothing yet. */
function mayHaveSlips(tokens: readonly IToken[]): boolean {
  let index = 0;
  for (const { tokenType, image } of tokens) {
    index += 1;
    const after = tokens[index];
    if (SLIPS.has(tokenType)) return true;
    if (tokenType === T.Name && isOddName(image, after)) return true;
    if (tokenType === T.Comma && after?.tokenType === T.NumberText) return true;
    if (tokenType === T.If && after?.tokenType === T.LeftBracket) return true;
    if (tokenType === T.DateText && parseDay(image) === undefined) return true;
    if (tokenType === T.MonthDay && !isRealMonthDay(image)) return true;
  }
  return false;
}

/**
 * Finds what people write who come from spreadsheets, SQL or other languages, says how it is written here, and hands
 * the grammar the tokens that were meant, so that one slip is one problem.
 */
export function mendSlips(tokens: readonly IToken[], scalar: ScalarNode): Mended {
  if (!mayHaveSlips(tokens)) return { tokens, diagnostics: [], rewrites: [], broken: false };
  const bench: Bench = { scalar, found: [], rewrites: [] };
  const mended = passes.reduce((current, pass) => pass(current, bench), tokens);
  const kept = withoutUnreadable(mended, bench);
  return {
    tokens: kept,
    diagnostics: bench.found,
    rewrites: bench.rewrites,
    broken: kept.length < mended.length,
  };
}
