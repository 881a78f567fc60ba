import {
  type CustomPatternMatcherFunc,
  createToken,
  type ITokenConfig,
  Lexer,
  type TokenType,
} from 'chevrotain';
import { nameAt, type ReservedWord } from './words.ts';

/** Patterns with Unicode classes stand outside chevrotain's own analysis of regular expressions. */
function matching(source: string): CustomPatternMatcherFunc {
  // Compiled once; `lastIndex` is set before every use, so nothing is carried from one text to the next.
  const matcher = new RegExp(source, 'uy');
  return (text, offset) => {
    matcher.lastIndex = offset;
    return matcher.exec(text);
  };
}

/** One code of each group that chevrotain sorts tokens by: every code below 256, above them one of each 255. */
const CODES: readonly number[] = [
  ...Array.from({ length: 256 }, (_, code) => code),
  ...Array.from({ length: 257 }, (_, group) => Math.min(255 * (group + 1) + 1, 0xffff)),
];

/**
 * A token, and what it may begin with: the signs of `starts`, whatever is not ASCII if it has `…`, all if it is left out.
 * INVARIANT: a sign too many costs time only, one too few would lose the token.
 */
function token(
  name: string,
  source: string,
  { starts, ...more }: Partial<ITokenConfig> & { readonly starts?: string } = {},
): TokenType {
  const fits = (code: number) =>
    starts === undefined ||
    starts.includes(String.fromCharCode(code)) ||
    (code >= 0x80 && starts.includes('…'));
  const hint = CODES.filter(fits);
  return createToken({
    name,
    pattern: matching(source),
    start_chars_hint: hint,
    line_breaks: false,
    ...more,
  });
}

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_…';

/** Any word, reserved or not: what may follow a dot. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });
export const Name = createToken({
  name: 'Name',
  pattern: (text, offset) => {
    const name = nameAt(text, offset);
    return name === undefined ? null : [name];
  },
  start_chars_hint: CODES.filter((code) => code >= 0x80 || LETTERS.includes(String.fromCharCode(code))),
  line_breaks: false,
  categories: [Word],
});

function reserved(word: ReservedWord): TokenType {
  return createToken({ name: word, pattern: word, longer_alt: Name, categories: [Word] });
}
/** A word that the grammar asks for in some places, and an ordinary name everywhere else. */
function soft(word: string): TokenType {
  return createToken({ name: word, pattern: word, longer_alt: Name, categories: [Name] });
}

export const And = reserved('and');
export const Or = reserved('or');
export const Not = reserved('not');
export const If = reserved('if');
export const Then = reserved('then');
export const Else = reserved('else');
export const In = reserved('in');
export const Between = reserved('between');
export const Of = reserved('of');
export const Per = reserved('per');
export const Otherwise = reserved('otherwise');
export const Has = reserved('has');
export const Where = reserved('where');
export const During = reserved('during');
export const Yes = reserved('yes');
export const No = reserved('no');
export const Forever = reserved('forever');
export const Now = reserved('now');
export const Today = reserved('today');

export const At = soft('at');
export const Is = soft('is');
export const Pro = soft('pro');
export const Rata = soft('rata');
export const Before = soft('before');
export const By = soft('by');
export const Since = soft('since');
export const Among = soft('among');
export const This = soft('this');
export const Previous = soft('previous');
export const Last = soft('last');
export const Ending = soft('ending');
export const Ago = soft('ago');
export const Reach = soft('reach');
export const Lapse = soft('lapse');
export const On = soft('on');
export const Every = soft('every');

export const Comparison = createToken({ name: 'Comparison', pattern: Lexer.NA });
export const Compare = token('Compare', '!=|<=|>=|=|<|>', { starts: '!<>=', categories: [Comparison] });
export const Plus = createToken({ name: 'Plus', pattern: '+' });
export const Minus = createToken({ name: 'Minus', pattern: '-' });
export const Star = createToken({ name: 'Star', pattern: '*' });
export const Slash = createToken({ name: 'Slash', pattern: '/' });
export const LeftBracket = createToken({ name: 'LeftBracket', pattern: '(' });
export const RightBracket = createToken({ name: 'RightBracket', pattern: ')' });
export const Comma = createToken({ name: 'Comma', pattern: ',' });
export const Dot = createToken({ name: 'Dot', pattern: '.' });
export const Percent = createToken({ name: 'Percent', pattern: '%' });

export const Text = token('Text', `"[^"]*"|'[^']*'`, { starts: `"'`, line_breaks: true });
export const DateText = token('DateText', String.raw`\d{4}-\d{2}-\d{2}(?![\d_])`, { starts: DIGITS });
/**
 * `04-01` is a month and a day, `4 - 1` and `40-15` are subtractions: two digits, a hyphen without spaces and two
 * digits, of which the first could be a month and the second a day.
 */
export const MonthDay = token(
  'MonthDay',
  String.raw`(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d_]|\.\d)`,
  { starts: DIGITS },
);
export const NumberText = token('NumberText', String.raw`\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?`, {
  starts: DIGITS,
});

/** Stands for a value that could not be read and has been reported. Never written. */
export const Unreadable = createToken({ name: 'Unreadable', pattern: Lexer.NA });

// What people write who come from elsewhere. `slips.ts` reports these and puts the right token in their place.
export const OddDate = token(
  'OddDate',
  String.raw`\d{4}/\d{1,2}/\d{1,2}(?![\d_])|\d{4}-\d{1,2}-\d{1,2}(?![\d_])|(?:\d{4}年)?\d{1,2}月\d{1,2}日`,
  { starts: DIGITS },
);
/** The hyphen without spaces and a month: more likely half a date than a subtraction. */
export const HalfDate = token('HalfDate', String.raw`(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?![\d_.])`, {
  starts: DIGITS,
});
export const OddNumber = token(
  'OddNumber',
  String.raw`\d{1,3}(?:\.\d{3}){2,}(?![\d_])|\.\d+|\d+\.(?![\d\p{L}])`,
  { starts: `${DIGITS}.` },
);
export const CurrencySign = token('CurrencySign', '[¥￥$€£₩]', { starts: '$…' });
export const OddOperator = token('OddOperator', String.raw`===?|!==|<>|=>|=<|&&?|\|\|?|!|\?\?|[≥≧≤≦≠×÷−–—]`, {
  starts: '=!<>&|?…',
});
export const LongOddOperator = token('LongOddOperator', '===?|!==|<>|=>|=<', {
  starts: '=!<',
  categories: [OddOperator],
});
export const OpenText = token('OpenText', `["'][^]*`, { starts: `"'`, line_breaks: true });
export const Unexpected = token('Unexpected', '[^]', { line_breaks: true });

const WhiteSpace = token('WhiteSpace', String.raw`\s+`, {
  starts: ' \t\n\v\f\r…',
  group: Lexer.SKIPPED,
  line_breaks: true,
});

/** The longer first: `no` begins `not` and `now`. */
const words = [
  ...[And, Or, Not, If, Then, Else, In, Between, Of, Per, Otherwise, Has, Where, During],
  ...[Yes, No, Forever, Now, Today],
  ...[At, Is, Pro, Rata, Before, By, Since, Among, This, Previous, Last, Ending, Ago],
  ...[Reach, Lapse, On, Every],
].sort((a, b) => b.name.length - a.name.length);

/** In the order in which they are tried. */
export const allTokens: TokenType[] = [
  WhiteSpace,
  Text,
  OpenText,
  DateText,
  OddDate,
  HalfDate,
  MonthDay,
  OddNumber,
  NumberText,
  // `!=`, `<=`, `>=` come before the odd ones that begin alike, except where the odd one is longer.
  LongOddOperator,
  Compare,
  OddOperator,
  Plus,
  Minus,
  Star,
  Slash,
  LeftBracket,
  RightBracket,
  Comma,
  Dot,
  Percent,
  CurrencySign,
  ...words,
  Name,
  Word,
  Comparison,
  Unreadable,
  Unexpected,
];

/** A lexer of its own: it keeps nothing between two texts. */
export function makeLexer(): Lexer {
  return new Lexer(allTokens, { positionTracking: 'onlyOffset' });
}
