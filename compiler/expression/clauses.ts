import { type IToken, type ParserMethod, tokenMatcher } from 'chevrotain';
import type { Ast, AstWindow, Clauses, Identifier } from './ast.ts';
import { level } from './precedence.ts';
import { covering, Reader } from './reader.ts';
import { report, ticked } from './reporting.ts';
import * as T from './tokens.ts';

/**
 * Where an expression stands. Directly inside the brackets of a call, a `between` after a complete comparison, or after
 * the bare subject, begins the window of that call.
 */
export type Standing = 'alone' | 'clause' | 'subject';

/** The clauses of one call while they are read. */
export type OpenClauses = { -readonly [K in keyof Clauses]: Clauses[K] };

interface Range {
  readonly low: Ast;
  readonly high: Ast;
}

const happenings = ['reach', 'lapse', 'earned', 'used', 'expired'];

/** What may follow the first argument of an aggregate: the rules of clauses and windows. */
export abstract class ClauseReader extends Reader {
  abstract readonly expression: ParserMethod<[number, Standing], Ast>;
  abstract readonly unary: ParserMethod<[], Ast>;

  readonly clause: ParserMethod<[OpenClauses], void> = this.RULE('clause', (clauses: OpenClauses): void => {
    this.OR([
      {
        ALT: () => {
          const word = this.CONSUME(T.Before);
          const at = this.OPTION(() => this.CONSUME(T.This));
          this.ACTION(() => {
            if (at === undefined) this.broke(report('before-this', this.spanOf(word), {}));
            else this.put(clauses, 'beforeThis', covering(this.spanOf(word), this.spanOf(at)), word);
          });
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(T.By);
          const names = this.SUBRULE(this.names, { ARGS: [word] });
          this.ACTION(() => this.put(clauses, 'by', names, word));
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(T.Where);
          const where = this.SUBRULE(this.expression, { ARGS: [level.if, 'clause'] });
          this.ACTION(() => this.put(clauses, 'where', where, word));
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(T.Among);
          const among = this.SUBRULE1(this.expression, { ARGS: [level.if, 'clause'] });
          this.ACTION(() => this.put(clauses, 'among', among, word));
        },
      },
      {
        ALT: () => {
          const word = this.CONSUME(T.During);
          const window = this.SUBRULE(this.window, { ARGS: [word] });
          this.ACTION(() => window !== undefined && this.put(clauses, 'window', window, word));
        },
      },
      {
        ALT: () => {
          const word = this.LA(1);
          const window = this.SUBRULE1(this.fromDate);
          this.ACTION(() => this.put(clauses, 'window', window, word));
        },
      },
      {
        ALT: () => {
          const word = this.LA(1);
          const window = this.SUBRULE1(this.period, { ARGS: [word] });
          this.ACTION(() => {
            if (window === undefined) return;
            const text = `during ${this.sourceOf(window)}`;
            const fix = this.replacing(window.span, text);
            const words = { word: this.written(word), meant: ticked(text) };
            this.note(report('during-missing', window.span, words, fix));
            this.put(clauses, 'window', window, word);
          });
        },
      },
    ]);
  });

  /** One name, or several in brackets. */
  private readonly names: ParserMethod<[IToken], readonly Identifier[]> = this.RULE(
    'names',
    (word: IToken): readonly Identifier[] => {
      const names: Identifier[] = [];
      this.OR([
        {
          ALT: () => {
            const name = this.CONSUME(T.Name);
            this.ACTION(() => names.push(this.identifier(name)));
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME(T.LeftBracket);
            let complete = true;
            this.MANY_SEP({
              SEP: T.Comma,
              DEF: () => {
                const name = this.OPTION(() => this.CONSUME1(T.Name));
                this.ACTION(() => {
                  if (name === undefined) complete = false;
                  else names.push(this.identifier(name));
                });
              },
            });
            this.ACTION(() => {
              if (!complete) names.length = 0;
            });
            this.close(0, open);
          },
        },
        { ALT: () => undefined },
      ]);
      this.ACTION(() => {
        if (names.length > 0) return;
        this.broke(report('name-missing', this.spanOf(word), { word: '`by`', form: '`by month`' }));
      });
      return names;
    },
  );

  private readonly window: ParserMethod<[IToken], AstWindow | undefined> = this.RULE(
    'window',
    (word: IToken): AstWindow | undefined =>
      this.either<AstWindow | undefined>([
        { ALT: () => this.SUBRULE(this.period, { ARGS: [word] }) },
        { ALT: () => this.SUBRULE(this.fromDate) },
        { ALT: () => this.ACTION(() => this.unreadableWindow(word)) },
      ]),
  );

  /** A window counted in periods or up to its end. */
  private readonly period: ParserMethod<[IToken], AstWindow | undefined> = this.RULE(
    'period',
    (word: IToken): AstWindow | undefined =>
      this.either<AstWindow | undefined>([
        {
          ALT: () => {
            const first = this.CONSUME(T.This);
            const period = this.word(0);
            return this.ACTION(() =>
              period === undefined
                ? this.unreadableWindow(word)
                : {
                    kind: 'this',
                    period: this.identifier(period),
                    span: covering(this.spanOf(first), this.spanOf(period)),
                  },
            );
          },
        },
        {
          ALT: () => {
            const first = this.CONSUME(T.Previous);
            const count = this.OPTION1(() => this.CONSUME1(T.NumberText));
            const period = this.word(2);
            return this.ACTION(() => {
              const times = this.whole(count);
              if (period === undefined || times === undefined) return this.unreadableWindow(word);
              const span = covering(this.spanOf(first), this.spanOf(period));
              return { kind: 'previous', count: times, period: this.identifier(period), span };
            });
          },
        },
        {
          ALT: () => {
            const first = this.CONSUME(T.Last);
            const count = this.OPTION3(() => this.CONSUME3(T.NumberText));
            const unit = this.word(4);
            return this.ACTION(() => {
              const times = this.whole(count);
              if (unit === undefined || times === undefined) return this.unreadableWindow(word);
              const span = covering(this.spanOf(first), this.spanOf(unit));
              return { kind: 'last', count: times, unit: this.identifier(unit), span };
            });
          },
        },
        {
          ALT: () => {
            const count = this.CONSUME5(T.NumberText);
            const period = this.word(5);
            const back = this.OPTION6(() => {
              this.CONSUME(T.Ending);
              return this.CONSUME6(T.NumberText);
            });
            const unit = this.word(7);
            const ago = this.OPTION8(() => this.CONSUME(T.Ago));
            return this.ACTION(() => {
              const [times, ending] = [this.whole(count), this.whole(back)];
              if (period === undefined || unit === undefined || ago === undefined || back === undefined) {
                return this.unreadableWindow(word);
              }
              if (times === undefined || ending === undefined) return this.unreadableWindow(word);
              return {
                kind: 'ending',
                count: times,
                period: this.identifier(period),
                ending,
                endingPeriod: this.identifier(unit),
                span: covering(this.spanOf(count), this.spanOf(ago)),
              };
            });
          },
        },
      ]),
  );

  /** `since DATE` and `between DATE and DATE`. */
  private readonly fromDate: ParserMethod<[], AstWindow> = this.RULE(
    'fromDate',
    (): AstWindow =>
      this.either<AstWindow>([
        {
          ALT: () => {
            const word = this.CONSUME(T.Since);
            const from = this.SUBRULE(this.expression, { ARGS: [level.otherwise, 'clause'] });
            return this.ACTION(() => ({ kind: 'since', from, span: covering(this.spanOf(word), from.span) }));
          },
        },
        {
          ALT: () => {
            const word = this.LA(1);
            const range = this.SUBRULE(this.range, { ARGS: ['clause'] });
            return this.ACTION(() => ({
              kind: 'between',
              from: range.low,
              to: range.high,
              span: covering(this.spanOf(word), range.high.span),
            }));
          },
        },
      ]),
  );

  /** `between LOW and HIGH`. */
  readonly range: ParserMethod<[Standing], Range> = this.RULE('range', (standing: Standing): Range => {
    const word = this.CONSUME(T.Between);
    const low = this.SUBRULE(this.expression, { ARGS: [level.otherwise, standing] });
    this.keyword(0, T.And, () => report('between-incomplete', this.spanOf(word), {}));
    const high = this.SUBRULE1(this.expression, { ARGS: [level.otherwise, standing] });
    return { low, high };
  });

  /** A name that is not the beginning of the next clause. */
  private word(index: number): IToken | undefined {
    return this.option(index + 20, {
      GATE: () => !this.opensClause(),
      DEF: () => this.consume(index + 20, T.Name),
    });
  }

  /** A count written or left out (one); undefined when it is not a whole number above zero. */
  protected whole(token: IToken | undefined): number | undefined {
    const digits = token?.image.replaceAll('_', '') ?? '1';
    return /^0*[1-9]\d{0,5}$/u.test(digits) ? Number(digits) : undefined;
  }

  private unreadableWindow(word: IToken): undefined {
    this.broke(report('window-form', this.spanOf(word), {}));
    return undefined;
  }

  protected noClauses(): OpenClauses {
    return {
      happening: undefined,
      beforeThis: undefined,
      by: undefined,
      where: undefined,
      window: undefined,
      among: undefined,
    };
  }

  private put<K extends keyof Clauses>(clauses: OpenClauses, key: K, value: Clauses[K], word: IToken): void {
    if (clauses[key] === undefined) clauses[key] = value;
    else this.note(report('clause-twice', this.spanOf(word), { word: this.written(word) }));
  }

  /** One more plain argument; after `by a` it is a name that lacks its brackets. */
  protected addArgument(values: Ast[], clauses: OpenClauses, value: Ast, comma: IToken): void {
    const { by } = clauses;
    const last = by?.at(-1);
    const isName = value.kind === 'name' && last !== undefined && last.span.end === this.spanOf(comma).start;
    if (by === undefined || last === undefined || !isName) {
      values.push(value);
      return;
    }
    const first = by[0] ?? last;
    const span = covering(first.span, value.span);
    const form = `by (${[...by.map((name) => name.name), value.name].join(', ')})`;
    this.note(report('by-list', span, { form: ticked(form) }, this.replacing(span, form.slice(3))));
    clauses.by = [...by, { name: value.name, span: value.span }];
  }

  /** Whether the next word begins a clause, or joins what stands before it, rather than being a unit or a name. */
  protected opensClause(): boolean {
    if (this.next(T.Before, T.By, T.Since, T.Among, T.Is, T.Ending, T.Ago)) return true;
    if (this.next(T.At)) return ['least', 'most'].includes(this.LA(2).image);
    return this.next(T.Pro) && this.second(T.Rata);
  }

  /** Whether a call without a subject begins with a clause: `program_cost(since 2026-01-01)`, but `max(since(status), …)`. */
  protected opensBareClause(): boolean {
    // two such words in a row: the first is the subject, except in `since since(status)`
    if (this.second(T.Before, T.By, T.Among)) return false;
    if (this.second(T.Since) && !tokenMatcher(this.LA(3), T.LeftBracket)) return false;
    return (
      this.next(T.Before, T.By, T.Since, T.Among) &&
      this.second(T.Name, T.NumberText, T.DateText, T.MonthDay, T.Today, T.Now)
    );
  }

  /** `count(redeem …)` has a subject; in `count(earned star …)` a happening stands before it. */
  protected leadsHappening(): boolean {
    return (
      happenings.includes(this.LA(1).image) &&
      this.second(T.Name) &&
      !this.second(T.Before, T.By, T.Since, T.Among)
    );
  }
}
