import type { Diagnostic, Localized } from '../../schema/index.ts';
import type { ScalarNode } from '../document/index.ts';
import { spanWithin } from '../document/index.ts';
import type {
  Ast,
  AstLength,
  AstLimit,
  AstReverses,
  AstReview,
  AstSettle,
  AstTarget,
  AstTrigger,
} from './ast.ts';
import { childrenOf } from './children.ts';
import { Forms } from './forms.ts';
import { fixWith, report, ticked } from './reporting.ts';
import { mendSlips } from './slips.ts';
import { makeLexer } from './tokens.ts';
import { mendedStretch, narrowed } from './width.ts';

/** What was read and everything found on the way. There is always a value; what could not be read is `missing` in it. */
export interface Parsed<V> {
  readonly value: V;
  readonly diagnostics: readonly Diagnostic[];
}

/** Longer texts are refused unread. */
export const LENGTH_LIMIT = 10_000;
/** A tree may be this high (`a + b + …` grows by one for each operator), so that those who walk it may recurse. */
export const HEIGHT_LIMIT = 500;

interface Machine {
  readonly lexer: ReturnType<typeof makeLexer>;
  readonly forms: Forms;
}

/** Makes the lexer and the grammar at the first use: their analysis takes longer than most parses. */
function lazily(): () => Machine {
  let machine: Machine | undefined;
  return () => {
    machine ??= { lexer: makeLexer(), forms: new Forms() };
    return machine;
  };
}

const machineOf = lazily();

/** Keeps one problem per place: of those that overlap, the first found. */
function onePerPlace(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const kept: Diagnostic[] = [];
  for (const one of found) {
    const clashes = kept.some(
      ({ span }) =>
        (one.span.start < span.end && span.start < one.span.end) ||
        (one.span.start === span.start && one.span.end === span.end),
    );
    if (!clashes) kept.push(one);
  }
  return kept.sort((a, b) => a.span.start - b.span.start);
}

function read<V>(
  scalar: ScalarNode,
  expected: Localized & { readonly form: string },
  rule: (forms: Forms) => V | undefined,
  none: V,
): Parsed<V> {
  if (scalar.text.trim() === '') {
    const words = { expected, form: ticked(expected.form) };
    return { value: none, diagnostics: [report('expression-empty', scalar.span, words)] };
  }
  if (scalar.text.length > LENGTH_LIMIT) {
    return { value: none, diagnostics: [report('too-long', scalar.span, { limit: LENGTH_LIMIT })] };
  }
  const { lexer, forms } = machineOf();
  const { text, wide } = narrowed(scalar.text);
  const mended = mendSlips(lexer.tokenize(text).tokens, scalar);
  const widths = wide.map((stretch) => {
    const { start, end, narrow } = mendedStretch(stretch, text, mended.rewrites);
    const words = { written: ticked(scalar.text.slice(start, end)), meant: ticked(narrow) };
    const fix = fixWith(scalar, narrow, [{ start, end, text: narrow }]);
    return report('full-width-character', spanWithin(scalar, start, end), words, fix);
  });
  forms.start(scalar, mended);
  const value = rule(forms) ?? none;
  const found = [...widths, ...mended.diagnostics, ...forms.problems];
  const [unforeseen] = forms.errors;
  if (found.length === 0 && unforeseen !== undefined) {
    // INVARIANT: a gap is never silent, not even where the grammar has one of its own.
    found.push(report('trailing-text', scalar.span, { written: ticked(scalar.text) }));
  }
  return { value, diagnostics: onePerPlace(found) };
}

/** Whether the tree is higher than those who walk it may rely on. */
function isTooHigh(ast: Ast): boolean {
  let row: readonly Ast[] = [ast];
  for (let height = 0; row.length > 0; height += 1) {
    if (height > HEIGHT_LIMIT) return true;
    row = row.flatMap(childrenOf);
  }
  return false;
}

function missingAt(scalar: ScalarNode): Ast {
  return { kind: 'missing', span: scalar.span };
}

function bounded<V>(parsed: Parsed<V>, scalar: ScalarNode, astOf: (value: V) => Ast, none: V): Parsed<V> {
  // Every inner node of a tree has a sign or word of its own: a short text has no high one.
  if (scalar.text.length <= HEIGHT_LIMIT || !isTooHigh(astOf(parsed.value))) return parsed;
  return { value: none, diagnostics: [report('too-deep', scalar.span, { limit: HEIGHT_LIMIT })] };
}

/** Reads a condition, an amount, a date: anything that has a value. */
export function parseExpression(scalar: ScalarNode): Parsed<Ast> {
  const expected = { en: 'an expression', ja: '式', form: 'amount >= 500 JPY' };
  const none = missingAt(scalar);
  const parsed = read(scalar, expected, (forms) => forms.wholeExpression(), none);
  return bounded(parsed, scalar, (ast) => ast, none);
}

/** Reads one entry of `limit:`. */
export function parseLimit(scalar: ScalarNode): Parsed<AstLimit> {
  const expected = { en: 'a limit', ja: '上限', form: '1 per day' };
  const none = { amount: missingAt(scalar), per: [], span: scalar.span };
  const parsed = read<AstLimit>(scalar, expected, (forms) => forms.wholeLimit(), none);
  return bounded(parsed, scalar, (limit) => limit.amount, none);
}

/** Reads `settle:`. */
export function parseSettle(scalar: ScalarNode): Parsed<AstSettle> {
  const expected = {
    en: 'an amount to settle',
    ja: '精算する量',
    form: '1 star per 100 JPY of sum(purchase.amount during this month) per month',
  };
  const none = { amount: missingAt(scalar), period: undefined, span: scalar.span };
  const parsed = read<AstSettle>(scalar, expected, (forms) => forms.wholeSettle(), none);
  return bounded(parsed, scalar, (settle) => settle.amount, none);
}

const MOST = /most|max|under|below|up to|<|≤|以下|未満/i;
const LEAST = /least|min|over|above|>|≥|以上/i;

/** The target that was probably meant, with the one number that was written. */
function targetHelp({ text, style, span }: ScalarNode): Pick<Diagnostic, 'help' | 'fix'> {
  const bounds = [...text.matchAll(/\d[\d_]*(?:\.\d+)?(?: ?%| [\p{L}_]+)?/gu)].map(([bound]) => bound);
  const [bound] = bounds;
  if (bound === undefined || bounds.length > 1) return {};
  const side = MOST.test(text) ? 'at most' : LEAST.test(text) ? 'at least' : undefined;
  if (side === undefined) {
    const [least, most] = [`\`at least ${bound}\``, `\`at most ${bound}\``];
    return { help: { en: `write ${least} or ${most}`, ja: `${least} または ${most} と書いてください` } };
  }
  const meant = `${side} ${bound}`;
  const title = { en: `write \`${meant}\``, ja: `\`${meant}\` に直す` };
  return {
    help: { en: `write \`${meant}\``, ja: `\`${meant}\` と書いてください` },
    ...(style === 'plain' && { fix: { title, edits: [{ span, text: meant }] } }),
  };
}

/** Reads `target:` of a KPI. */
export function parseTarget(scalar: ScalarNode): Parsed<AstTarget> {
  const expected = { en: 'a target', ja: '目標', form: 'at least 45%' };
  const none: AstTarget = { direction: 'at least', value: missingAt(scalar), span: scalar.span };
  const parsed = read(scalar, expected, (forms) => forms.wholeTarget(), none);
  const diagnostics = parsed.diagnostics.map((each) =>
    each.code === 'target-form' ? { ...each, ...targetHelp(scalar) } : each,
  );
  return bounded({ ...parsed, diagnostics }, scalar, (target) => target.value, none);
}

/** Reads one entry of `on:`, or `every:`. */
export function parseTrigger(scalar: ScalarNode): Parsed<AstTrigger> {
  const expected = { en: 'a trigger', ja: 'きっかけ', form: 'purchase' };
  return read(scalar, expected, (forms) => forms.wholeTrigger(), { kind: 'missing', span: scalar.span });
}

/** Reads `review:` of a ladder, and `revisit:`. */
export function parseReview(scalar: ScalarNode): Parsed<AstReview> {
  const expected = { en: 'a time of review', ja: '見直しの時期', form: 'every month' };
  return read(scalar, expected, (forms) => forms.wholeReview(), { kind: 'missing', span: scalar.span });
}

/** Reads `reverses:` of an event; undefined when it could not be read. */
export function parseReverses(scalar: ScalarNode): Parsed<AstReverses | undefined> {
  const expected = { en: 'the event that is reversed', ja: '取り消す出来事', form: 'purchase by amount' };
  return read(scalar, expected, (forms) => forms.wholeReverses(), undefined);
}

/** Reads a length such as `2 days`; undefined when it could not be read. */
export function parseLength(scalar: ScalarNode): Parsed<AstLength | undefined> {
  const expected = { en: 'a length', ja: '長さ', form: '1 year' };
  return read(scalar, expected, (forms) => forms.wholeLength(), undefined);
}
