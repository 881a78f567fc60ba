import fc from 'fast-check';
import type { Ast, AstWindow, Clauses, Identifier } from '../../compiler/expression/index.ts';
import { isReserved } from '../../compiler/expression/index.ts';
import { dayOf, formatDay } from '../../schema/index.ts';

const span = { start: 0, end: 0 };

/** Words with a meaning in some place of the grammar, which are names in all others. */
const softWords = ['this', 'last', 'previous', 'reach', 'earned', 'on', 'every', 'least', 'rata'];
/** Words that begin a clause or join what stands before them: names, but neither units nor what follows a happening. */
const joiningWords = ['before', 'by', 'since', 'among', 'is', 'ending', 'ago', 'at', 'pro'];
/** Names that are read as the slip they most likely are. */
const slips = ['true', 'false', 'null', 'nil', 'undefined', 'missing', 'none', 'empty', 'blank', '円'];
const units = ['hour', 'day', 'week', 'month', 'year'].flatMap((unit) => [unit, `${unit}s`]);

const letters = fc.constantFrom(...'abcxyzé_星購入額スターяß'.split(''));
const tail = fc.constantFrom(...'abz09_入ー１'.split(''));
const freeName = fc
  .tuple(letters, fc.array(tail, { maxLength: 6 }))
  .map(([first, rest]) => (first + rest.join('')).normalize('NFC'))
  .filter((name) => !isReserved(name) && !joiningWords.includes(name) && !slips.includes(name));

/** A name as programs have them, in several scripts; now and then a word that the grammar knows. */
export const nameArbitrary: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: freeName },
  { weight: 2, arbitrary: fc.constantFrom('amount', 'status', 'gold', 'purchase', 'JPY', 'star') },
  { weight: 1, arbitrary: fc.constantFrom(...softWords, ...units) },
);
const anyName = fc.oneof(
  { weight: 9, arbitrary: nameArbitrary },
  { weight: 1, arbitrary: fc.constantFrom(...joiningWords) },
);

const identifierOf = (names: fc.Arbitrary<string>): fc.Arbitrary<Identifier> =>
  names.map((name) => ({ name, span }));
const identifier = identifierOf(nameArbitrary);
/** After a dot every word is a name. */
const property = identifierOf(fc.oneof(anyName, fc.constantFrom('of', 'no', 'in', 'today')));

const digits = fc.oneof(
  fc.nat({ max: 9_999_999 }).map(String),
  fc.tuple(fc.nat({ max: 99_999 }), fc.nat({ max: 99 })).map(([whole, part]) => `${whole}.${part}0`),
);
const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, date]) => formatDay(dayOf(year, month, date)));
const value = fc
  .string({ maxLength: 8, unit: fc.constantFrom(...'ab "\'(,１（あ.'.split('')) })
  .filter((text) => !(text.includes('"') && text.includes("'")));

const literal: fc.Arbitrary<Ast> = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), digits, percent: fc.boolean(), span: fc.constant(span) }),
  fc.record({
    kind: fc.constant('unit-number' as const),
    digits,
    percent: fc.boolean(),
    unit: identifier,
    span: fc.constant(span),
  }),
  day.map((text): Ast => ({ kind: 'date', text, span })),
  day.map((text): Ast => ({ kind: 'month-day', text: text.slice(5), span })),
  value.map((text): Ast => ({ kind: 'text', value: text, span })),
  fc.boolean().map((yes): Ast => ({ kind: 'boolean', value: yes, span })),
  fc.constantFrom<Ast>({ kind: 'forever', span }, { kind: 'now', span }, { kind: 'today', span }),
);

const named: fc.Arbitrary<Ast> = fc.oneof(
  { weight: 3, arbitrary: anyName.map((name): Ast => ({ kind: 'name', name, span })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(identifierOf(anyName), property)
      .map(([object, name]): Ast => ({ kind: 'member-access', object, property: name, span })),
  },
);

const count = fc.integer({ min: 1, max: 400 });
const maybe = <V>(arbitrary: fc.Arbitrary<V>): fc.Arbitrary<V | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

function windowOf(ast: fc.Arbitrary<Ast>): fc.Arbitrary<AstWindow> {
  return fc.oneof(
    identifier.map((period): AstWindow => ({ kind: 'this', period, span })),
    fc
      .tuple(count, identifier)
      .map(([n, period]): AstWindow => ({ kind: 'previous', count: n, period, span })),
    fc.tuple(count, identifier).map(([n, unit]): AstWindow => ({ kind: 'last', count: n, unit, span })),
    fc.tuple(count, identifier, count, identifier).map(
      ([n, period, ending, endingPeriod]): AstWindow => ({
        kind: 'ending',
        count: n,
        period,
        ending,
        endingPeriod,
        span,
      }),
    ),
    ast.map((from): AstWindow => ({ kind: 'since', from, span })),
    fc.tuple(ast, ast).map(([from, to]): AstWindow => ({ kind: 'between', from, to, span })),
  );
}

function clausesOf(ast: fc.Arbitrary<Ast>): fc.Arbitrary<Clauses> {
  return fc.record({
    happening: fc.constant(undefined),
    beforeThis: maybe(fc.constant(span)),
    by: maybe(fc.array(identifier, { minLength: 1, maxLength: 3 })),
    where: maybe(ast),
    window: maybe(windowOf(ast)),
    among: maybe(ast),
  });
}

function isGiven(clauses: Clauses): boolean {
  return Object.values(clauses).some((clause) => clause !== undefined);
}

function callOf(ast: fc.Arbitrary<Ast>): fc.Arbitrary<Ast> {
  const name = identifierOf(
    fc.oneof(anyName, fc.constantFrom('count', 'sum', 'last', 'share', 'members', 'earned', 'min', 'since')),
  );
  const plain = fc
    .tuple(name, fc.array(ast, { maxLength: 3 }), clausesOf(ast))
    .map(([f, values, clauses]): Ast => {
      // Without a subject there is nothing to leave out, to group or to compare with: only a window and a filter.
      const window = clauses.window?.kind === 'since' ? undefined : clauses.window;
      const bare = { ...clauses, beforeThis: undefined, by: undefined, among: undefined, window };
      const fitting = values.length === 0 ? bare : clauses;
      const given = isGiven(fitting) ? fitting : undefined;
      return { kind: 'call', name: f, arguments: values, clauses: given, span };
    });
  const subject = fc.oneof(
    nameArbitrary.map((subjectName): Ast => ({ kind: 'name', name: subjectName, span })),
    fc
      .tuple(identifier, property)
      .map(([object, level]): Ast => ({ kind: 'member-access', object, property: level, span })),
  );
  const happening = identifierOf(fc.constantFrom('reach', 'lapse', 'earned', 'used', 'expired'));
  const happened = fc.tuple(name, subject, clausesOf(ast), happening).map(
    ([f, one, given, word]): Ast => ({
      kind: 'call',
      name: f,
      arguments: [one],
      clauses: { ...given, happening: word },
      span,
    }),
  );
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: happened });
}

function isNull(ast: Ast): boolean {
  return ast.kind === 'name' && slips.includes(ast.name);
}

/**
 * Every tree that a text can be read into without a problem. Spans are all zero. Left out: names that are reported as
 * slips (`null`, `true`), texts that hold both kinds of quotes.
 */
export const astArbitrary: fc.Arbitrary<Ast> = fc.letrec<{ ast: Ast }>((tie) => {
  const ast = tie('ast');
  const pair = fc.tuple(ast, ast);
  const triple = fc.tuple(ast, ast, ast);
  return {
    ast: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: literal },
      { weight: 3, arbitrary: named },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const), ast, ast)
          .map(([operator, left, right]): Ast => ({ kind: 'binary', operator, left, right, span })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>='), ast, ast)
          .filter(([, , right]) => !isNull(right))
          .map(([operator, left, right]): Ast => ({ kind: 'compare', operator, left, right, span }) as Ast),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('and' as const, 'or' as const), ast, ast)
          .map(([kind, left, right]): Ast => ({ kind, left, right, span })),
      },
      { weight: 1, arbitrary: ast.map((of): Ast => ({ kind: 'negate', of, span })) },
      { weight: 1, arbitrary: ast.map((of): Ast => ({ kind: 'not', of, span })) },
      { weight: 1, arbitrary: ast.map((of): Ast => ({ kind: 'has', of, span })) },
      { weight: 1, arbitrary: pair.map(([rate, amount]): Ast => ({ kind: 'of', rate, amount, span })) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(ast, ast, ast, fc.boolean())
          .map(
            ([gives, step, amount, proRata]): Ast => ({ kind: 'per', gives, step, amount, proRata, span }),
          ),
      },
      {
        weight: 1,
        arbitrary: triple.map(
          ([condition, then, otherwise]): Ast => ({ kind: 'if', condition, then, otherwise, span }),
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(ast, fc.array(ast, { minLength: 1, maxLength: 3 }))
          .map(([of, items]): Ast => ({ kind: 'in', of, items, span })),
      },
      {
        weight: 1,
        arbitrary: triple.map(([of, low, high]): Ast => ({ kind: 'between', of, low, high, span })),
      },
      {
        weight: 1,
        arbitrary: pair.map(([of, fallback]): Ast => ({ kind: 'otherwise', of, fallback, span })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('hours', 'days', 'weeks', 'months', 'years'), ast)
          .map(([unit, of]): Ast => ({ kind: 'elapsed', unit, of, span }) as Ast),
      },
      { weight: 3, arbitrary: callOf(ast) },
    ),
  };
}).ast;
