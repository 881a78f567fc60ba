import type { IOrAlt, IToken, ParserMethod, TokenType } from 'chevrotain';
import type { Span } from '../../schema/index.ts';
import type { Ast, BinaryOperator, ComparisonOperator, DurationUnit } from './ast.ts';
import { ClauseReader, type Standing } from './clauses.ts';
import { level, takesWindow } from './precedence.ts';
import { covering } from './reader.ts';
import { fixWith, report, ticked } from './reporting.ts';
import { endOf } from './slips.ts';
import * as T from './tokens.ts';

function inner(standing: Standing): Standing {
  return standing === 'alone' ? 'alone' : 'clause';
}

const durationUnits = new Map<string, DurationUnit>(
  (['hours', 'days', 'weeks', 'months', 'years'] as const).flatMap((unit) => [
    [unit, unit],
    [unit.slice(0, -1), unit],
  ]),
);

/** Those that are operators wherever an operand has been read. */
const infixLevels: ReadonlyMap<TokenType, number> = new Map([
  [T.Or, level.or],
  [T.And, level.and],
  ...[T.Compare, T.In, T.Between, T.Is].map((type) => [type, level.compare] as const),
  [T.Otherwise, level.otherwise],
  ...[T.Plus, T.Minus].map((type) => [type, level.sum] as const),
  ...[T.Star, T.Slash].map((type) => [type, level.product] as const),
  [T.Of, level.of],
]);

const missingWords = ['missing', 'null', 'nil', 'none', 'empty', 'blank', 'undefined'];
const nullWords = ['null', 'nil', 'undefined'];

function binary(operator: BinaryOperator) {
  return (left: Ast, right: Ast, span: Span): Ast => ({ kind: 'binary', operator, left, right, span });
}

/** The rules of expressions; `forms.ts` adds the other things that are written in one line. */
export abstract class Grammar extends ClauseReader {
  // The ways that a rule can go are made once; what they hang on is handed to them here, and taken first thing.
  private standing: Standing = 'alone';
  private left: Ast = { kind: 'missing', span: { start: 0, end: 0 } };

  private readonly firstWays: IOrAlt<Ast>[] = [
    { ALT: () => this.SUBRULE(this.negation, { ARGS: [this.standing] }) },
    { ALT: () => this.SUBRULE(this.conditional, { ARGS: [this.standing] }) },
    { ALT: () => this.SUBRULE(this.unary) },
  ];
  private readonly first = (): Ast => this.either(this.firstWays);

  /** One expression whose operators bind at least as tightly as `min` (precedence climbing). */
  override readonly expression: ParserMethod<[number, Standing], Ast> = this.RULE(
    'expression',
    (min: number, standing: Standing): Ast => {
      this.descend();
      // After a comparison, `not` or `if`, one more comparison would be a chain.
      let closed = this.next(T.Not, T.If);
      this.standing = standing;
      const first = this.OPTION(this.first);
      let left: Ast = first ?? this.absent();
      let bare = standing === 'subject' && (left?.kind === 'name' || left?.kind === 'member-access');
      let middle = '';
      this.MANY({
        GATE: () => {
          const next = this.nextLevel();
          const window = standing !== 'alone' && this.next(T.Between) && (closed || bare);
          return next >= min && !window;
        },
        DEF: () => {
          const compares = this.nextLevel() === level.compare;
          if (compares && closed) this.reportChain(middle);
          bare = false;
          const start = this.LA(2).startOffset;
          left = this.SUBRULE(this.infix, { ARGS: [left, inner(standing)] });
          const end = this.before();
          if (compares && end !== undefined) middle = this.scalar.text.slice(start, endOf(end));
          closed = closed || compares;
        },
      });
      this.ascend();
      return left;
    },
  );

  private readonly negation: ParserMethod<[Standing], Ast> = this.RULE(
    'negation',
    (standing: Standing): Ast => {
      const word = this.CONSUME(T.Not);
      const of = this.SUBRULE(this.expression, { ARGS: [level.not, inner(standing)] });
      return this.ACTION(() => ({ kind: 'not', of, span: covering(this.spanOf(word), of.span) }));
    },
  );

  private readonly conditional: ParserMethod<[Standing], Ast> = this.RULE(
    'conditional',
    (standing: Standing): Ast => {
      const word = this.CONSUME(T.If);
      const condition = this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] });
      this.keyword(0, T.Then, () => report('if-incomplete', this.spanOf(word), { word: '`then`' }));
      const then = this.SUBRULE1(this.expression, { ARGS: [level.if, 'alone'] });
      this.keyword(1, T.Else, () => report('if-incomplete', this.spanOf(word), { word: '`else`' }));
      const otherwise = this.SUBRULE2(this.expression, { ARGS: [level.if, inner(standing)] });
      return this.ACTION(() => ({
        kind: 'if',
        condition,
        then,
        otherwise,
        span: covering(this.spanOf(word), otherwise.span),
      }));
    },
  );

  private readonly infixWays: IOrAlt<Ast>[] = [
    this.joining(1, T.Or, level.and, (left, right, span) => ({ kind: 'or', left, right, span })),
    this.joining(2, T.And, level.not, (left, right, span) => ({ kind: 'and', left, right, span })),
    this.joining(3, T.Otherwise, level.otherwise, (of, fallback, span) => ({
      kind: 'otherwise',
      of,
      fallback,
      span,
    })),
    this.joining(4, T.Plus, level.product, binary('+')),
    this.joining(5, T.Minus, level.product, binary('-')),
    this.joining(6, T.Star, level.of, binary('*')),
    this.joining(7, T.Slash, level.of, binary('/')),
    this.joining(8, T.Of, level.of, (rate, amount, span) => ({ kind: 'of', rate, amount, span })),
    { ALT: () => this.SUBRULE(this.stepwise, { ARGS: [this.left, this.standing] }) },
    { ALT: () => this.SUBRULE(this.comparison, { ARGS: [this.left, this.standing] }) },
    {
      ALT: () => {
        const { left, standing } = this;
        this.CONSUME(T.Not);
        const of = this.SUBRULE1(this.comparison, { ARGS: [left, standing] });
        return this.ACTION(() => ({ kind: 'not', of, span: of.span }));
      },
    },
  ];
  /** What follows a left operand: the operator and all to its right. */
  private readonly infix: ParserMethod<[Ast, Standing], Ast> = this.RULE(
    'infix',
    (left: Ast, standing: Standing): Ast => {
      this.left = left;
      this.standing = standing;
      return this.either(this.infixWays);
    },
  );

  /** An operator and its right operand, whose operators bind at least as tightly as `min`. */
  private joining(
    index: number,
    type: TokenType,
    min: number,
    build: (left: Ast, right: Ast, span: Span) => Ast,
  ): IOrAlt<Ast> {
    return {
      ALT: () => {
        const { left, standing } = this;
        this.consume(index, type);
        const right = this.subrule(index, this.expression, { ARGS: [min, standing] });
        return this.ACTION(() => build(left, right, covering(left.span, right.span)));
      },
    };
  }

  /** `… per STEP of AMOUNT [pro rata]`. */
  private readonly stepwise: ParserMethod<[Ast, Standing], Ast> = this.RULE(
    'stepwise',
    (gives: Ast, standing: Standing): Ast => {
      const word = this.CONSUME(T.Per);
      const step = this.SUBRULE(this.operand);
      this.keyword(0, T.Of, () => report('per-without-of', this.spanOf(word), {}));
      const amount = this.SUBRULE1(this.expression, { ARGS: [level.of, standing] });
      const rata = this.OPTION2({
        GATE: () => this.second(T.Rata),
        DEF: () => {
          this.CONSUME(T.Pro);
          return this.CONSUME(T.Rata);
        },
      });
      return this.ACTION(() => ({
        kind: 'per',
        gives,
        step,
        amount,
        proRata: rata !== undefined,
        span: covering(gives.span, rata === undefined ? amount.span : this.spanOf(rata)),
      }));
    },
  );

  private readonly comparison: ParserMethod<[Ast, Standing], Ast> = this.RULE(
    'comparison',
    (left: Ast, standing: Standing): Ast => {
      const right = (index: number): Ast =>
        this.subrule(index, this.expression, { ARGS: [level.otherwise, standing] });
      return this.either<Ast>([
        {
          ALT: () => {
            const sign = this.CONSUME(T.Compare);
            const operand = right(1);
            return this.ACTION(() => this.compared(left, sign, operand));
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.At);
            const side = this.CONSUME(T.Name);
            const operand = right(2);
            return this.ACTION(() => ({
              kind: 'compare',
              operator: side.image === 'least' ? '>=' : '<=',
              left,
              right: operand,
              span: covering(left.span, operand.span),
            }));
          },
        },
        {
          ALT: () => {
            const word = this.CONSUME(T.Is);
            const not = this.OPTION1(() => this.CONSUME(T.Not));
            const operand = right(3);
            return this.ACTION(() => this.isTest(left, word, not, operand));
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.In);
            return this.SUBRULE(this.members, { ARGS: [left, standing] });
          },
        },
        {
          ALT: () => {
            const range = this.SUBRULE(this.range, { ARGS: [standing] });
            return this.ACTION(() => ({
              kind: 'between',
              of: left,
              low: range.low,
              high: range.high,
              span: covering(left.span, range.high.span),
            }));
          },
        },
      ]);
    },
  );

  /** The list after `in`. */
  private readonly members: ParserMethod<[Ast, Standing], Ast> = this.RULE(
    'members',
    (of: Ast, standing: Standing): Ast =>
      this.either<Ast>([
        {
          // an expression may begin with a bracket too: `in (a)` is the list
          IGNORE_AMBIGUITIES: true,
          ALT: () => {
            const items: Ast[] = [];
            const open = this.CONSUME(T.LeftBracket);
            this.MANY_SEP({
              SEP: T.Comma,
              DEF: () => {
                items.push(this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] }));
              },
            });
            const close = this.close(0, open);
            return this.ACTION(() =>
              close === undefined
                ? this.missing()
                : { kind: 'in', of, items, span: covering(of.span, close) },
            );
          },
        },
        {
          ALT: () => {
            const item = this.SUBRULE1(this.expression, { ARGS: [level.otherwise, standing] });
            return this.ACTION(() => {
              if (item.kind !== 'missing') {
                const text = `(${this.sourceOf(item)})`;
                this.note(
                  report(
                    'in-list',
                    item.span,
                    { form: ticked(`in ${text}`) },
                    this.replacing(item.span, text),
                  ),
                );
              }
              return { kind: 'in', of, items: [item], span: covering(of.span, item.span) };
            });
          },
        },
      ]),
  );

  private readonly unaryWays: IOrAlt<Ast>[] = [
    {
      ALT: () => {
        const sign = this.CONSUME(T.Minus);
        const of = this.SUBRULE(this.operand);
        return this.ACTION(() => ({ kind: 'negate', of, span: covering(this.spanOf(sign), of.span) }));
      },
    },
    {
      ALT: () => {
        const word = this.CONSUME(T.Has);
        const of = this.SUBRULE1(this.operand);
        return this.ACTION(() => ({ kind: 'has', of, span: covering(this.spanOf(word), of.span) }));
      },
    },
    {
      GATE: () => durationUnits.has(this.LA(1).image),
      ALT: () => {
        const word = this.CONSUME(T.Name);
        this.CONSUME(T.Since);
        const of = this.SUBRULE2(this.operand);
        return this.ACTION(() => ({
          kind: 'elapsed',
          unit: durationUnits.get(word.image) ?? 'days',
          of,
          span: covering(this.spanOf(word), of.span),
        }));
      },
    },
    { ALT: () => this.SUBRULE(this.primary) },
  ];
  /** Prefixes that bind tighter than every infix operator. */
  override readonly unary: ParserMethod<[], Ast> = this.RULE('unary', () => this.either(this.unaryWays));

  private readonly operand: ParserMethod<[], Ast> = this.RULE('operand', (): Ast => {
    this.descend();
    const of = this.OPTION(() => this.SUBRULE(this.unary)) ?? this.absent();
    this.ascend();
    return of;
  });

  private readonly primaryWays: IOrAlt<Ast>[] = [
    { ALT: () => this.SUBRULE(this.number) },
    this.plain(T.DateText, (token) => ({ kind: 'date', text: token.image, span: this.spanOf(token) })),
    this.plain(T.MonthDay, (token) => ({ kind: 'month-day', text: token.image, span: this.spanOf(token) })),
    this.plain(T.Text, (token) => ({
      kind: 'text',
      value: token.image.slice(1, -1),
      span: this.spanOf(token),
    })),
    this.plain(T.Yes, (token) => ({ kind: 'boolean', value: true, span: this.spanOf(token) })),
    this.plain(T.No, (token) => ({ kind: 'boolean', value: false, span: this.spanOf(token) })),
    this.plain(T.Forever, (token) => ({ kind: 'forever', span: this.spanOf(token) })),
    this.plain(T.Now, (token) => ({ kind: 'now', span: this.spanOf(token) })),
    this.plain(T.Today, (token) => ({ kind: 'today', span: this.spanOf(token) })),
    this.plain(T.Unreadable, (token) => ({ kind: 'missing', span: this.spanOf(token) })),
    {
      ALT: () => {
        const open = this.CONSUME(T.LeftBracket);
        const ast = this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] });
        const close = this.close(0, open);
        return this.ACTION(() =>
          close === undefined ? this.missing() : { ...ast, span: covering(this.spanOf(open), close) },
        );
      },
    },
    { ALT: () => this.SUBRULE(this.named) },
  ];
  private readonly primary: ParserMethod<[], Ast> = this.RULE('primary', () => this.either(this.primaryWays));

  private plain(type: TokenType, build: (token: IToken) => Ast): IOrAlt<Ast> {
    return {
      ALT: () => {
        const token = this.CONSUME(type);
        return this.ACTION(() => build(token));
      },
    };
  }

  private readonly number: ParserMethod<[], Ast> = this.RULE('number', (): Ast => {
    const number = this.CONSUME(T.NumberText);
    const percent = this.OPTION(() => this.CONSUME(T.Percent));
    const unit = this.OPTION1({ GATE: () => !this.opensClause(), DEF: () => this.CONSUME(T.Name) });
    return this.ACTION((): Ast => {
      const digits = number.image.replaceAll('_', '');
      const value = { digits, percent: percent !== undefined };
      const bare = covering(this.spanOf(number), this.spanOf(percent ?? number));
      return unit === undefined
        ? { kind: 'number', ...value, span: bare }
        : {
            kind: 'unit-number',
            ...value,
            unit: this.identifier(unit),
            span: covering(bare, this.spanOf(unit)),
          };
    });
  });

  private readonly named: ParserMethod<[], Ast> = this.RULE('named', (): Ast => {
    const name = this.CONSUME(T.Name);
    const more = this.OPTION(() =>
      this.either<Ast>([
        { ALT: () => this.SUBRULE(this.access, { ARGS: [name] }) },
        { ALT: () => this.SUBRULE(this.call, { ARGS: [name] }) },
      ]),
    );
    return more ?? { kind: 'name', name: name.image.normalize('NFC'), span: this.spanOf(name) };
  });

  private readonly access: ParserMethod<[IToken], Ast> = this.RULE('access', (name: IToken): Ast => {
    const dot = this.CONSUME(T.Dot);
    const property = this.OPTION(() => this.CONSUME(T.Word));
    return this.ACTION(() => {
      if (property === undefined) {
        const form = ticked(`${name.image}.amount`);
        this.broke(report('name-missing', this.spanOf(dot), { word: '`.`', form }));
        return this.missing();
      }
      if (this.next(T.Dot)) this.broke(report('path-too-long', this.spanOf(this.LA(1)), {}));
      return {
        kind: 'member-access',
        object: this.identifier(name),
        property: this.identifier(property),
        span: covering(this.spanOf(name), this.spanOf(property)),
      };
    });
  });

  private readonly call: ParserMethod<[IToken], Ast> = this.RULE('call', (name: IToken): Ast => {
    const open = this.CONSUME(T.LeftBracket);
    const subject: Standing = this.RECORDING_PHASE || takesWindow(name.image) ? 'subject' : 'clause';
    const values: Ast[] = [];
    const clauses = this.noClauses();
    const happening = this.OPTION({ GATE: () => this.leadsHappening(), DEF: () => this.CONSUME(T.Name) });
    this.OPTION1({
      GATE: () => !this.next(T.RightBracket, T.Where, T.During, T.Between) && !this.opensBareClause(),
      DEF: () => {
        values.push(this.SUBRULE(this.expression, { ARGS: [level.if, subject] }));
      },
    });
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const comma = this.CONSUME(T.Comma);
            const value = this.SUBRULE1(this.expression, { ARGS: [level.if, 'clause'] });
            this.ACTION(() => this.addArgument(values, clauses, value, comma));
          },
        },
        { ALT: () => this.SUBRULE(this.clause, { ARGS: [clauses] }) },
      ]);
    });
    const close = this.close(0, open);
    return this.ACTION(() => {
      if (close === undefined) return this.missing();
      if (happening !== undefined) clauses.happening = this.identifier(happening);
      const given = Object.values(clauses).some((clause) => clause !== undefined);
      return {
        kind: 'call',
        name: this.identifier(name),
        arguments: values,
        clauses: given ? clauses : undefined,
        span: covering(this.spanOf(name), close),
      };
    });
  });

  /** The level of the operator that comes next; below every level when none does. */
  private nextLevel(): number {
    const { tokenType } = this.LA(1);
    switch (tokenType) {
      case T.At:
        return ['least', 'most'].includes(this.LA(2).image) ? level.compare : -1;
      case T.Not:
        return this.second(T.In, T.Between) ? level.compare : -1;
      case T.Per:
        return this.atSegment() ? -1 : level.of;
      default:
        return infixLevels.get(tokenType) ?? -1;
    }
  }

  private reportChain(middle: string): void {
    const sign = this.LA(1);
    const joined = ` and ${middle} `;
    const simple = middle !== '' && !this.next(T.Between, T.In, T.Not, T.Is, T.At);
    const start = endOf(this.before() ?? sign);
    const fix = simple
      ? fixWith(this.scalar, `and ${middle} ${sign.image} …`, [
          { start, end: sign.startOffset, text: joined },
        ])
      : {};
    this.broke(report('comparison-chain', this.spanOf(sign), { written: ticked(sign.image) }, fix));
  }

  private compared(left: Ast, sign: IToken, right: Ast): Ast {
    const span = covering(left.span, right.span);
    if (right.kind === 'name' && nullWords.includes(right.name.toLowerCase())) {
      return this.hasInstead(left, span, sign.image === '!=');
    }
    return { kind: 'compare', operator: sign.image as ComparisonOperator, left, right, span };
  }

  /** `x is missing`, `x is not null`, and `x is y`. */
  private isTest(left: Ast, word: IToken, not: IToken | undefined, right: Ast): Ast {
    const span = covering(left.span, right.span);
    if (right.kind === 'name' && missingWords.includes(right.name.toLowerCase())) {
      return this.hasInstead(left, span, not !== undefined);
    }
    const operator = not === undefined ? '=' : '!=';
    const place = covering(this.spanOf(word), this.spanOf(not ?? word));
    const written = ticked(not === undefined ? 'is' : 'is not');
    const words = { written, meant: ticked(operator) };
    this.note(report('is-comparison', place, words, this.replacing(place, operator)));
    return { kind: 'compare', operator, left, right, span };
  }

  private hasInstead(left: Ast, span: Ast['span'], present: boolean): Ast {
    const simple = ['name', 'member-access', 'call'].includes(left.kind);
    const source = this.sourceOf(left);
    const meant = `${present ? '' : 'not '}has ${simple || source.startsWith('(') ? source : `(${source})`}`;
    this.note(report('missing-test', span, { meant: ticked(meant) }, this.replacing(span, meant)));
    const has: Ast = { kind: 'has', of: left, span };
    return present ? has : { kind: 'not', of: has, span };
  }
}
