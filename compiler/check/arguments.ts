import type { Localized, Span } from '../../schema/index.ts';
import type { Ast } from '../expression/index.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';

/** How each function is written, for those who called it in another way. */
const FORMS: Readonly<Record<string, string>> = {
  count: 'count(purchase)',
  sum: 'sum(purchase.amount)',
  first: 'first(purchase)',
  last: 'last(purchase)',
  distinct: 'distinct(purchase.channel)',
  lowest: 'lowest(purchase.amount)',
  highest: 'highest(purchase.amount)',
  any: 'any(items where category = tea)',
  earned: 'earned(star)',
  used: 'used(star)',
  expired: 'expired(star)',
  streak: 'streak(visit by month)',
  year: 'year(today)',
  month: 'month(today)',
  day: 'day(today)',
  weekday: 'weekday(today)',
  hour: 'hour(now)',
  floor: 'floor(amount, 100 JPY)',
  ceil: 'ceil(amount, 100 JPY)',
  round: 'round(amount, 100 JPY)',
  min: 'min(a, b)',
  max: 'max(a, b)',
  abs: 'abs(a)',
  balance: 'balance(star)',
  pending: 'pending(star)',
  tier: 'tier(status)',
  since: 'since(status)',
  held: 'held(status)',
  award: 'award(base)',
  share: 'share(a among b)',
  mean: 'mean(a)',
  total: 'total(a)',
  members: 'members(a)',
};

/** How many values a function takes. */
export type Wanted = 'none' | 'one' | 'one or two' | 'two or more';

const WANTED: Readonly<Record<Wanted, Localized>> = {
  none: { en: 'no value', ja: 'ありません' },
  one: { en: 'one value', ja: '一つです' },
  'one or two': { en: 'one or two values', ja: '一つか二つです' },
  'two or more': { en: 'two values or more', ja: '二つ以上です' },
};

function formOf(name: string): string {
  return FORMS[name] ?? name;
}

/** Too few or too many values in the brackets of a call. */
export function wrongCount(
  name: string,
  span: Span,
  wanted: Wanted,
  found: number,
  program: Declarations,
): undefined {
  const words = { name, wanted: WANTED[wanted], found, form: formOf(name) };
  return program.findings.add(report('argument-count', span, words));
}

/** A value where a call takes the name of something that the program declares. */
export function nameExpected(name: string, argument: Ast, what: Localized, program: Declarations): undefined {
  return program.findings.add(report('name-expected', argument.span, { name, what, form: formOf(name) }));
}
