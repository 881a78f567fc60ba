import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, expressionMessages } from '../../compiler/index.ts';
import { type Diagnostic, type ExpressionPlace, expressionPlaces } from '../../schema/index.ts';
import { leadsTo, type Placed, scalarsOf } from './places.ts';

const SOURCE = readFileSync(new URL('everything.yaml', import.meta.url), 'utf8');
const SCALARS = scalarsOf(SOURCE);
const PLACES = expressionPlaces.program;

type Scope = ExpressionPlace['sees'][number];

/** What is wrong inside a scalar once another text stands in it. */
function errorsWith(text: string, { scalar }: Placed): readonly Diagnostic[] {
  const { start, end } = scalar.span;
  const changed = `${SOURCE.slice(0, start)}${text}${SOURCE.slice(end)}`;
  return compile(changed).diagnostics.filter(
    ({ severity, span }) => severity === 'error' && span.start >= start && span.end <= start + text.length,
  );
}

function codesWith(text: string, placed: Placed): readonly string[] {
  return errorsWith(text, placed).map(({ code }) => code);
}

const isOfExpressions = (code: string): boolean => code in expressionMessages;

/** The scalars of a place; those that a pattern with more written keys leads to are that one's. */
function scalarsAt(place: ExpressionPlace): readonly Placed[] {
  const written = (path: string) => path.split('.').filter((key) => key !== '*').length;
  return SCALARS.filter(
    (placed) =>
      leadsTo(place.path, placed) &&
      !PLACES.some((other) => written(other.path) > written(place.path) && leadsTo(other.path, placed)),
  );
}

function exampleOf(place: ExpressionPlace): Placed {
  const last = scalarsAt(place).at(-1);
  if (last === undefined) throw new Error(`nothing at ${place.path}`);
  return last;
}

/** A text of the language, quoted so that YAML leaves its quotes alone. */
const TEXT = `'"x"'`;

/** An expression of a type that does not fit. A measure and a derived field may be of any type. */
function misfit({ type, entry }: ExpressionPlace): string | undefined {
  if (type === 'any') return undefined;
  if (type === 'constant') return 'count(visit)';
  if (type === 'key') return '1 / 3';
  if (entry === 'limit' || entry === 'settle') return `'"x" per month'`;
  if (entry === 'target') return `'at least "x"'`;
  return TEXT;
}

/** A condition that holds only what the scope gives. */
const CONDITIONS: Readonly<
  Record<Exclude<Scope, 'comparison' | 'kpis'>, (place: ExpressionPlace) => string>
> = {
  // `redeem` and what a benefit is `per` are other events than a purchase.
  event: ({ path }) =>
    path.startsWith('rewards.')
      ? 'quantity >= 1'
      : path.startsWith('benefits.')
        ? 'cups >= 1'
        : 'amount >= 1 JPY',
  lines: ({ path }) => (path.startsWith('benefits.') ? 'count(trays) >= 1' : 'count(items) >= 1'),
  history: () => 'count(visit) >= 1',
  state: () => 'balance(star) >= 1 star',
  member: () => 'months since member.enrolled >= 1',
  parameters: () => 'step >= 1 JPY',
  measures: () => 'spend >= 1 JPY',
  segments: () => 'regulars',
  award: () => 'award(base) >= 1 star',
  earned: () => 'year(earned) >= 2024',
  reached: () => 'year(reached) >= 2024',
  members: ({ type }) => (type === 'kpi' ? 'share(yes)' : 'share(yes) >= 1'),
};
const SCOPES: readonly (keyof typeof CONDITIONS)[] = [
  'event',
  'lines',
  'history',
  'state',
  'member',
  'parameters',
  'measures',
  'segments',
  'award',
  'earned',
  'reached',
  'members',
];

const isAsked = (scope: Scope): scope is keyof typeof CONDITIONS => SCOPES.some((one) => one === scope);

/** The text of a place with a condition put into it that changes nothing else, least of all its type. */
function asking(condition: string, place: ExpressionPlace): string {
  const { text } = exampleOf(place).scalar;
  const either = (value: string) => `if ${condition} then ${value} else ${value}`;
  const around = (word: string) => text.lastIndexOf(word);
  switch (place.entry) {
    case 'limit':
    case 'settle': {
      const at = around(' per ');
      return `${either(`(${text.slice(0, at)})`)}${text.slice(at)}`;
    }
    case 'target':
      return text.replace(/^at (least|most) (.*)$/, (_, way, value) => `at ${way} (${either(value)})`);
    case 'guardrail':
      return text.replace(
        /^(.*) at (least|most) (.*)$/,
        (_, side, way, value) => `${side} at ${way} (${either(value)})`,
      );
    default:
      // Only around what is asked of each member do functions over members stand.
      if (place.type === 'kpi')
        return condition === CONDITIONS.members(place) ? condition : `share(${condition})`;
      return either(`(${text})`);
  }
}

// An editor colours, completes and explains by this table; where the compiler read something else, it would mislead.
describe('the table of expressions', () => {
  it('is tried on a program without errors', () => {
    const { value, diagnostics } = compile(SOURCE);
    expect(
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ code, span }) => `${code} ${SOURCE.slice(span.start, span.end)}`),
    ).toEqual([]);
    expect(value).toBeDefined();
  });

  it.each(PLACES)('$path is read by the grammar of expressions', (place) => {
    const placed = scalarsAt(place);
    expect(placed.length).toBeGreaterThan(0);
    for (const one of placed) {
      const codes = codesWith(') (', one);
      expect(codes.filter(isOfExpressions), `${one.path.join('.')}: ${codes}`).not.toEqual([]);
    }
  });

  it.each(PLACES)('$path takes a $type and nothing else', (place) => {
    const text = misfit(place);
    for (const one of scalarsAt(place)) {
      const codes = codesWith(text ?? TEXT, one);
      expect(codes.length > 0, `${one.path.join('.')}: ${codes}`).toBe(text !== undefined);
    }
  });

  const ASKED = PLACES.filter(({ entry }) => entry !== 'anchor');
  it.each(ASKED)('$path sees what the table says', (place) => {
    const example = exampleOf(place);
    for (const scope of place.sees.filter(isAsked)) {
      const text = asking(CONDITIONS[scope](place), place);
      expect(codesWith(text, example), text).toEqual([]);
    }
  });

  it.each(ASKED)('$path sees nothing else', (place) => {
    const example = exampleOf(place);
    for (const scope of SCOPES.filter((one) => !place.sees.includes(one))) {
      const text = asking(CONDITIONS[scope](place), place);
      expect(codesWith(text, example), text).not.toEqual([]);
    }
  });

  it.each(
    SCALARS.filter((placed) => !PLACES.some(({ path }) => leadsTo(path, placed))).map((placed) => ({
      name: placed.path.join('.'),
      placed,
    })),
  )('$name is no expression', ({ placed }) => {
    expect(codesWith(') (', placed).filter(isOfExpressions)).toEqual([]);
  });
});
