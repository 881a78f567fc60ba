import { EOF, type ParserMethod } from 'chevrotain';
import type { Span } from '../../schema/index.ts';
import type {
  Ast,
  AstLength,
  AstLimit,
  AstReverses,
  AstReview,
  AstSettle,
  AstTarget,
  AstTrigger,
  Identifier,
} from './ast.ts';
import { Grammar } from './grammar.ts';
import { level } from './precedence.ts';
import { covering } from './reader.ts';
import { report } from './reporting.ts';
import * as T from './tokens.ts';

/** The whole of one scalar, as each kind of entry writes it. Every rule here begins a parse and reads to its end. */
export class Forms extends Grammar {
  constructor(checked = false) {
    super(checked);
    this.performSelfAnalysis();
  }

  readonly wholeExpression: ParserMethod<[], Ast> = this.RULE('wholeExpression', (): Ast => {
    const ast = this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] });
    return this.ACTION(() => (this.finish() ? ast : this.missing()));
  });

  readonly wholeLimit: ParserMethod<[], AstLimit> = this.RULE('wholeLimit', (): AstLimit => {
    const amount = this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] });
    const per = this.SUBRULE(this.segments);
    return this.ACTION(() => {
      const read = this.finish() ? amount : this.missing();
      return { amount: read, per, span: covering(amount.span, per.at(-1)?.span ?? amount.span) };
    });
  });

  readonly wholeSettle: ParserMethod<[], AstSettle> = this.RULE('wholeSettle', (): AstSettle => {
    const amount = this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] });
    const per = this.SUBRULE(this.segments);
    return this.ACTION(() => {
      const [period, second] = per;
      if (second !== undefined) this.note(report('settle-per', second.span, {}));
      const read = this.finish() ? amount : this.missing();
      return { amount: read, period, span: covering(amount.span, period?.span ?? amount.span) };
    });
  });

  /** The `per NAME`s behind an amount. */
  private readonly segments: ParserMethod<[], readonly Identifier[]> = this.RULE(
    'segments',
    (): readonly Identifier[] => {
      const names: Identifier[] = [];
      this.MANY({
        GATE: () => this.atSegment(),
        DEF: () => {
          const word = this.CONSUME(T.Per);
          const name = this.OPTION(() => this.CONSUME(T.Name));
          this.ACTION(() => {
            if (name !== undefined) names.push(this.identifier(name));
            else
              this.broke(report('name-missing', this.spanOf(word), { word: '`per`', form: '`1 per day`' }));
          });
        },
      });
      return names;
    },
  );

  readonly wholeTarget: ParserMethod<[], AstTarget> = this.RULE('wholeTarget', (): AstTarget => {
    const first = this.LA(1);
    const side = this.either<string | undefined>([
      {
        GATE: () => ['least', 'most'].includes(this.LA(2).image),
        ALT: () => {
          this.CONSUME(T.At);
          return this.CONSUME(T.Name).image;
        },
      },
      { ALT: () => this.CONSUME(T.Compare).image },
      { ALT: () => undefined },
    ]);
    const value = this.SUBRULE(this.expression, { ARGS: [level.if, 'alone'] });
    return this.ACTION(() => {
      const start = this.spanOf(first);
      const known = side !== undefined && ['least', 'most', '>=', '<='].includes(side);
      if (!known && value.kind !== 'missing')
        this.broke(report('target-form', covering(start, value.span), {}));
      return {
        direction: side === 'most' || side === '<=' ? 'at most' : 'at least',
        value: this.finish() ? value : this.missing(),
        span: covering(start, value.span),
      };
    });
  });

  readonly wholeTrigger: ParserMethod<[], AstTrigger> = this.RULE('wholeTrigger', (): AstTrigger => {
    const first = this.LA(1);
    const read = this.either<AstTrigger | undefined>([
      {
        GATE: () => this.next(T.Reach, T.Lapse) && !this.second(EOF),
        ALT: () => {
          const word = this.CONSUME(T.Name);
          const ladder = this.CONSUME1(T.Name);
          const one = this.OPTION(() => {
            this.CONSUME(T.Dot);
            return this.CONSUME(T.Word);
          });
          return this.ACTION(() =>
            one === undefined
              ? undefined
              : {
                  kind: word.image === 'lapse' ? 'lapse' : 'reach',
                  ladder: this.identifier(ladder),
                  level: this.identifier(one),
                  span: covering(this.spanOf(word), this.spanOf(one)),
                },
          );
        },
      },
      {
        ALT: () => {
          const name = this.CONSUME2(T.Name);
          return this.ACTION(() => ({ kind: 'name', name: this.identifier(name), span: this.spanOf(name) }));
        },
      },
      {
        ALT: () => {
          const date = this.CONSUME(T.DateText);
          return this.ACTION(() => ({ kind: 'date', text: date.image, span: this.spanOf(date) }));
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(T.Unreadable);
          return this.ACTION(() => ({ kind: 'missing', span: this.spanOf(token) }));
        },
      },
      { ALT: () => undefined },
    ]);
    return this.ACTION(() => {
      if (read !== undefined && this.next(EOF)) return read;
      this.broke(report('trigger-form', this.wholeFrom(this.spanOf(first)), {}));
      return { kind: 'missing', span: this.here() };
    });
  });

  readonly wholeReview: ParserMethod<[], AstReview> = this.RULE('wholeReview', (): AstReview => {
    const first = this.LA(1);
    const read = this.either<AstReview | undefined>([
      {
        ALT: () => {
          const word = this.CONSUME(T.On);
          const event = this.OPTION(() => this.CONSUME(T.Name));
          return this.ACTION(() =>
            event?.image === 'event'
              ? { kind: 'event', span: covering(this.spanOf(word), this.spanOf(event)) }
              : undefined,
          );
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(T.Every);
          const count = this.OPTION1(() => this.CONSUME(T.NumberText));
          const period = this.OPTION2(() => this.CONSUME2(T.Name));
          return this.ACTION(() => {
            const times = this.whole(count);
            if (period === undefined || times === undefined) return undefined;
            const span = covering(this.spanOf(word), this.spanOf(period));
            return { kind: 'every', count: times, period: this.identifier(period), span };
          });
        },
      },
      { ALT: () => undefined },
    ]);
    return this.ACTION(() => {
      if (read !== undefined && this.next(EOF)) return read;
      this.broke(report('review-form', this.wholeFrom(this.spanOf(first)), {}));
      return { kind: 'missing', span: this.here() };
    });
  });

  readonly wholeReverses: ParserMethod<[], AstReverses | undefined> = this.RULE(
    'wholeReverses',
    (): AstReverses | undefined => {
      const first = this.LA(1);
      const event = this.OPTION(() => this.CONSUME(T.Name));
      const by = this.OPTION1(() => {
        this.CONSUME(T.By);
        return this.CONSUME1(T.Name);
      });
      return this.ACTION(() => {
        if (event !== undefined && this.next(EOF)) {
          const last = by ?? event;
          const span = covering(this.spanOf(event), this.spanOf(last));
          return { event: this.identifier(event), by: by && this.identifier(by), span };
        }
        this.broke(report('reverses-form', this.wholeFrom(this.spanOf(first)), {}));
        return undefined;
      });
    },
  );

  readonly wholeLength: ParserMethod<[], AstLength | undefined> = this.RULE(
    'wholeLength',
    (): AstLength | undefined => {
      const first = this.LA(1);
      const count = this.OPTION(() => this.CONSUME(T.NumberText));
      const unit = this.OPTION1(() => this.CONSUME(T.Name));
      return this.ACTION(() => {
        const times = this.whole(count);
        if (count !== undefined && times !== undefined && unit !== undefined && this.next(EOF)) {
          const span = covering(this.spanOf(count), this.spanOf(unit));
          return { count: times, unit: this.identifier(unit), span };
        }
        this.broke(report('length-form', this.wholeFrom(this.spanOf(first)), {}));
        return undefined;
      });
    },
  );

  /** Whether all of the text was read; reports what was not. */
  private finish(): boolean {
    if (this.next(EOF)) return true;
    this.reportRest();
    this.skipToEnd();
    return false;
  }

  /** From a place to the end of the text, which is given up. */
  private wholeFrom(start: Span): Span {
    this.skipToEnd();
    return covering(start, this.here());
  }
}
