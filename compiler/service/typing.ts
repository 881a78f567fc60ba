import type { ValueType } from '../../schema/index.ts';
import {
  causesOf,
  commonScope,
  type Declarations,
  type EventScope,
  linesOf,
  type Site,
  unionScope,
} from '../check/index.ts';
import { parseExpression } from '../expression/index.ts';
import { plainText } from './plain-text.ts';
import { quiet } from './uses.ts';

/** A word, number or sign of an expression that is being written. */
interface Token {
  readonly text: string;
  readonly start: number;
  readonly kind: 'word' | 'number' | 'text' | 'sign';
}

/** What is asked for where the cursor stands. */
export type Wanted =
  /** A value; `type` is that of the other side of a comparison. */
  | { readonly kind: 'operand'; readonly type: ValueType | undefined }
  /** What goes on behind a value. */
  | { readonly kind: 'operator' }
  | { readonly kind: 'member'; readonly object: string }
  | { readonly kind: 'subject'; readonly call: string; readonly happening: string | undefined }
  | { readonly kind: 'unit' }
  | { readonly kind: 'window' }
  | { readonly kind: 'period'; readonly plural: boolean }
  | { readonly kind: 'length' }
  | { readonly kind: 'source'; readonly call: string }
  | { readonly kind: 'step' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'nothing' };

/** An expression up to the cursor. */
export interface Typing {
  readonly wanted: Wanted;
  /** How many signs before the cursor belong to the word that is being written. */
  readonly written: number;
  readonly site: Site;
  /** The calls that are open, outermost first. */
  readonly calls: readonly string[];
  /** Whether the innermost call is an aggregate whose subject is written, and what of it is. */
  readonly clauses: { readonly call: string; readonly where: boolean; readonly during: boolean } | undefined;
  /** Whether nothing is written yet. */
  readonly first: boolean;
}

const AGGREGATES: readonly string[] = [
  ...['count', 'sum', 'first', 'last', 'distinct', 'lowest', 'highest', 'any', 'streak'],
  ...['earned', 'used', 'expired', 'nps', 'csat'],
];
const KPIS: readonly string[] = [
  ...['share', 'mean', 'total', 'members', 'repeat_rate', 'second_purchase_rate', 'retention_rate'],
  ...['churn_rate', 'active_rate', 'ltv', 'redemption_rate', 'breakage', 'liability', 'earn_burn'],
  ...['program_cost', 'enrolled'],
];
const NAMING: readonly string[] = [
  ...['tier', 'since', 'held', 'balance', 'pending', 'award', 'start_of', 'end_of', 'change'],
  ...['redemption_rate', 'breakage', 'liability', 'earn_burn'],
];
const COMPARISONS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];
/** Words behind which a value comes. */
const BEFORE_OPERAND: readonly string[] = [
  ...['and', 'or', 'not', 'if', 'then', 'else', 'of', 'otherwise', 'has', 'where', 'since', 'between'],
  ...['among', 'is', 'least', 'most'],
];
/** Where the left side of a comparison begins. */
const BEGINS: readonly string[] = [
  'and',
  'or',
  'not',
  'if',
  'then',
  'else',
  'where',
  'among',
  'otherwise',
  ',',
];

const SIGNS =
  /"[^"]*"?|'[^']*'?|\d{4}-\d{2}-\d{2}|\d[\d_]*(?:\.\d+)?|[\p{L}_][\p{L}\p{M}\p{Nd}_]*|!=|<=|>=|\S/gu;

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(SIGNS)].map((match) => {
    const [word] = match;
    return { text: word, start: match.index, kind: kindOf(word) };
  });
}

function kindOf(word: string): Token['kind'] {
  if (/^["']/.test(word)) return 'text';
  if (/^\d/.test(word)) return 'number';
  return /^[\p{L}_]/u.test(word) ? 'word' : 'sign';
}

/** What stands inside the innermost open bracket, and the call that it belongs to. */
interface Frame {
  /** The word before the bracket; empty for a bracket of its own. */
  readonly call: string;
  /** Number of the first token inside. */
  readonly from: number;
}

function framesOf(tokens: readonly Token[]): readonly Frame[] {
  const frames: Frame[] = [{ call: '', from: 0 }];
  tokens.forEach((token, index) => {
    if (token.text === '(') {
      const before = tokens[index - 1];
      const call = before?.kind === 'word' ? before.text : '';
      frames.push({ call, from: index + 1 });
    } else if (token.text === ')' && frames.length > 1) frames.pop();
  });
  return frames;
}

/** Reads an expression up to the cursor: what may come next, and where that would stand. */
export function typingAt(before: string, standing: Site): Typing {
  const written = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u.exec(before)?.[0].length ?? 0;
  const text = before.slice(0, before.length - written);
  const all = tokensOf(text);
  const frames = framesOf(all);
  let site: Site = { ...standing, program: quiet(standing.program) };
  for (const frame of frames.slice(1)) site = inside(frame, all, site);
  const frame = frames.at(-1) ?? { call: '', from: 0 };
  const own = all.slice(frame.from);
  const calls = frames.slice(1).map(({ call }) => call);
  const wanted = wantedAt(text, all, own, frame, frames, site);
  const isOpen = AGGREGATES.includes(frame.call) || KPIS.includes(frame.call);
  const clauses = isOpen
    ? {
        call: frame.call,
        where: own.some((token) => token.text === 'where'),
        during: own.some((token) => token.text === 'during'),
      }
    : undefined;
  return { wanted, written, site, calls, clauses, first: all.length === 0 };
}

/** The place inside the brackets of an aggregate, behind `where`: its event's fields, or those of its lines. */
function inside(frame: Frame, all: readonly Token[], site: Site): Site {
  const own = all.slice(frame.from);
  if (!AGGREGATES.includes(frame.call) || !own.some((token) => token.text === 'where')) return site;
  const [first, second] = own;
  const flow = ['earned', 'used', 'expired'];
  const happening = first !== undefined && flow.includes(first.text) && second?.kind === 'word';
  if (first === undefined) return site;
  const { program } = site;
  const list = linesOf(parseExpression(plainText(first.text)).value, site);
  if (list?.lines !== undefined) return { ...site, line: { name: list.name, fields: list.lines } };
  const scope =
    flow.includes(frame.call) || happening ? sourceScope(own, site) : eventScope(first.text, site, program);
  if (scope === undefined) return site;
  return {
    ...site,
    filtered: { scope, same: [], conjuncts: new Set() },
    line: undefined,
    history: false,
    member: false,
  };
}

function eventScope(name: string, site: Site, program: Declarations): EventScope | undefined {
  const event = program.events.get(name);
  return event && commonScope([event], site);
}

function sourceScope(own: readonly Token[], site: Site): EventScope {
  const by = own.findIndex((token) => token.text === 'by');
  const where = own.findIndex((token) => token.text === 'where');
  const sources = by < 0 ? undefined : own.slice(by + 1, where).filter(({ kind }) => kind === 'word');
  return unionScope(
    causesOf(
      sources?.map((token) => token.text),
      site,
    ),
  );
}

function wantedAt(
  text: string,
  all: readonly Token[],
  own: readonly Token[],
  frame: Frame,
  frames: readonly Frame[],
  site: Site,
): Wanted {
  const last = all.at(-1);
  const before = all.at(-2);
  const operand = (type?: ValueType): Wanted => ({ kind: 'operand', type });
  if (last === undefined) return operand();
  if (last.kind === 'text') return isClosed(last.text) ? { kind: 'operator' } : { kind: 'nothing' };
  if (last.text === '.')
    return before?.kind === 'word' ? { kind: 'member', object: before.text } : { kind: 'nothing' };
  const subject = subjectAt(own, frame);
  if (subject !== undefined) return subject;
  const window = windowAt(own);
  if (window !== undefined) return window;
  if (last.kind === 'number')
    return last.text.length === 10 && /-/.test(last.text) ? { kind: 'operator' } : { kind: 'unit' };
  const clause = AGGREGATES.includes(frame.call);
  if (last.text === 'by' && clause) return { kind: 'source', call: frame.call };
  if (last.text === 'per') return { kind: 'step' };
  if (last.text === 'at') return { kind: 'words', words: ['least', 'most'] };
  if (last.text === 'pro') return { kind: 'words', words: ['rata'] };
  if (last.text === 'before' && clause) return { kind: 'words', words: ['this'] };
  if (last.text === 'in') return { kind: 'words', words: ['('] };
  if (COMPARISONS.includes(last.text) || ['least', 'most', 'is', 'between'].includes(last.text))
    return operand(typeOf(leftOf(all, all.length - 1, frame, text), site));
  if (last.text === 'and') {
    const between = betweenBefore(own);
    if (between !== undefined) return operand(typeOf(leftOf(all, frame.from + between, frame, text), site));
  }
  if ((last.text === '(' || last.text === ',') && frame.call === 'in') {
    const outer = frames.at(-2) ?? { call: '', from: 0 };
    const place = frame.from - 2;
    return operand(typeOf(leftOf(all, place, outer, text), site));
  }
  if (last.kind === 'sign') return ['%', ')'].includes(last.text) ? { kind: 'operator' } : operand();
  return BEFORE_OPERAND.includes(last.text) ? operand() : { kind: 'operator' };
}

function isClosed(text: string): boolean {
  return text.length > 1 && text.endsWith(text[0] ?? '');
}

/** What is asked for as the first argument of a call that names something. */
function subjectAt(own: readonly Token[], frame: Frame): Wanted | undefined {
  const { call } = frame;
  if (!NAMING.includes(call) && !AGGREGATES.includes(call)) return undefined;
  const [first] = own;
  if (first === undefined) return { kind: 'subject', call, happening: undefined };
  const happening = AGGREGATES.includes(call) && own.length === 1 && first.kind === 'word';
  if (happening && ['reach', 'lapse', 'earned', 'used', 'expired'].includes(first.text))
    return { kind: 'subject', call, happening: first.text };
  return call === 'award' && own.length === 2 && own[1]?.text === ','
    ? { kind: 'subject', call: 'balance', happening: undefined }
    : undefined;
}

/** What is asked for behind `during` and its words. */
function windowAt(own: readonly Token[]): Wanted | undefined {
  const during = own.findLastIndex((token) => token.text === 'during');
  const rest = during < 0 ? undefined : own.slice(during + 1).map(({ text }) => text);
  if (rest === undefined) return undefined;
  const [first = '', second = ''] = rest;
  const digits = (text: string) => /^\d/.test(text);
  if (rest.length === 0) return { kind: 'window' };
  if (rest.length === 1) {
    if (first === 'this' || first === 'previous') return { kind: 'period', plural: false };
    if (first === 'last') return { kind: 'length' };
    if (digits(first)) return { kind: 'period', plural: true };
  }
  if (rest.length === 2 && digits(second)) {
    if (first === 'previous') return { kind: 'period', plural: true };
    if (first === 'last') return { kind: 'unit' };
  }
  if (rest.length === 2 && digits(first)) return { kind: 'words', words: ['ending'] };
  if (rest.length === 4 && digits(first)) return { kind: 'period', plural: true };
  if (rest.length === 5 && digits(first)) return { kind: 'words', words: ['ago'] };
  return undefined;
}

/** Number of the `between` whose `and` stands last; undefined when that `and` joins conditions. */
function betweenBefore(own: readonly Token[]): number | undefined {
  for (let at = own.length - 2; at >= 0; at -= 1) {
    if (own[at]?.text === 'between') return at;
    if (BEGINS.includes(own[at]?.text ?? '')) return undefined;
  }
  return undefined;
}

/** The text of what is compared, before the sign at a place. */
function leftOf(all: readonly Token[], place: number, frame: Frame, text: string): string {
  let at = place;
  // `at least`, `is not`: the words that make up the sign.
  while (['at', 'is'].includes(all[at - 1]?.text ?? '')) at -= 1;
  const end = all[at]?.start ?? text.length;
  let depth = 0;
  let from = at;
  while (from > frame.from) {
    const word = all[from - 1]?.text ?? '';
    if (word === ')') depth += 1;
    else if (word === '(') depth -= 1;
    else if (depth === 0 && BEGINS.includes(word)) break;
    from -= 1;
  }
  return text.slice(all[from]?.start ?? 0, end);
}

function typeOf(text: string, site: Site): ValueType | undefined {
  if (text.trim() === '') return undefined;
  const { value, diagnostics } = parseExpression(plainText(text));
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  return site.check(value, site)?.type;
}
