import {
  EmbeddedActionsParser,
  EOF,
  type IOrAlt,
  type IToken,
  type TokenType,
  tokenMatcher,
} from 'chevrotain';
import type { Diagnostic, Fix, Span } from '../../schema/index.ts';
import { type ScalarNode, spanWithin } from '../document/index.ts';
import type { Ast, Identifier } from './ast.ts';
import { fixWith, report, ticked } from './reporting.ts';
import { endOf, type Mended } from './slips.ts';
import * as T from './tokens.ts';

/** Deeper nesting than this is refused, long before the stack of any host would end. */
export const DEPTH_LIMIT = 100;

const nothing: ScalarNode = {
  kind: 'scalar',
  text: '',
  style: 'plain',
  span: { start: 0, end: 0 },
  at: () => 0,
};

/** From the first of two places to the last: a mended `¥500` has its unit in front. */
export function covering(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

function isOne(token: IToken, types: readonly TokenType[]): boolean {
  for (const type of types) if (tokenMatcher(token, type)) return true;
  return false;
}

/**
 * What the grammar stands on: the text at hand, places in the file, and the rule of one problem of structure per text.
 * The rules of the grammar accept every sequence of tokens: what is missing is reported and stood in for.
 */
export abstract class Reader extends EmbeddedActionsParser {
  protected scalar: ScalarNode = nothing;
  private found: Diagnostic[] = [];
  /** Set at the first problem of structure: what follows would only be its echo. */
  private broken = false;
  private depth = 0;

  /**
   * `checked` lets chevrotain look for ambiguities in the grammar. That is a test's work: it doubles the time to start,
   * and asks for a newer host than the parsing itself.
   */
  constructor(checked: boolean) {
    super(T.allTokens, { recoveryEnabled: false, maxLookahead: 2, skipValidations: !checked });
  }

  /** Makes the parser read the tokens of one scalar; forgets everything before. */
  start(scalar: ScalarNode, mended: Mended): void {
    this.input = [...mended.tokens];
    this.scalar = scalar;
    this.found = [];
    this.broken = mended.broken;
    this.depth = 0;
  }

  /** What was found since {@link start}. */
  get problems(): readonly Diagnostic[] {
    return this.found;
  }

  /** Enters one more level of nesting; past the limit the rest of the text is given up. */
  protected descend(): void {
    this.depth += 1;
    if (this.RECORDING_PHASE || this.depth <= DEPTH_LIMIT) return;
    const token = this.next(EOF) ? (this.before() ?? this.LA(1)) : this.LA(1);
    this.broke(report('too-deep', this.spanOf(token), { limit: DEPTH_LIMIT }));
    this.skipToEnd();
  }

  protected ascend(): void {
    this.depth -= 1;
  }

  protected skipToEnd(): void {
    while (!this.next(EOF)) this.SKIP_TOKEN();
  }

  protected next(...types: readonly TokenType[]): boolean {
    return isOne(this.LA(1), types);
  }

  protected second(...types: readonly TokenType[]): boolean {
    return isOne(this.LA(2), types);
  }

  /** The token just read; undefined at the start. */
  protected before(): IToken | undefined {
    const token: IToken | undefined = this.LA(0);
    return token === undefined || tokenMatcher(token, EOF) ? undefined : token;
  }

  protected written(token: IToken): string {
    return ticked(this.scalar.text.slice(token.startOffset, endOf(token)));
  }

  /** The place of a token; chevrotain's end of input has none and stands behind what was read last. */
  protected spanOf(token: IToken): Span {
    return tokenMatcher(token, EOF) ? this.here() : spanWithin(this.scalar, token.startOffset, endOf(token));
  }

  /** An empty place just behind what was read last. */
  protected here(): Span {
    const token = this.before();
    if (token === undefined) return { start: this.scalar.span.start, end: this.scalar.span.start };
    const { end } = spanWithin(this.scalar, token.startOffset, endOf(token));
    return { start: end, end };
  }

  protected identifier(token: IToken): Identifier {
    return { name: token.image.normalize('NFC'), span: this.spanOf(token) };
  }

  protected missing(): Ast {
    return { kind: 'missing', span: this.here() };
  }

  /** The text of the scalar between two places in the file. */
  protected sourceOf(part: { readonly span: Span }): string {
    return this.scalar.text.slice(this.offsetOf(part.span.start), this.offsetOf(part.span.end));
  }

  protected replacing(span: Span, text: string): { readonly fix?: Fix } {
    const [start, end] = [this.offsetOf(span.start), this.offsetOf(span.end)];
    return fixWith(this.scalar, text, [{ start, end, text }]);
  }

  /** The offset in the scalar's text of an offset in the file. */
  private offsetOf(place: number): number {
    let index = 0;
    while (index < this.scalar.text.length && this.scalar.at(index) < place) index += 1;
    return index;
  }

  /** The first way that can go on; once per rule. */
  protected either<V>(ways: IOrAlt<V>[]): V {
    return this.or(0, ways);
  }

  /** Reads a word that has to come; without it the rest of the text is given up. */
  protected keyword(index: number, type: TokenType, problem: () => Diagnostic): void {
    const word = this.option(index, () => this.consume(index + 10, type));
    this.ACTION(() => {
      if (word !== undefined) return;
      this.broke(problem());
      this.skipToEnd();
    });
  }

  /**
   * Reads the closing bracket and yields its place. At the end of the text the bracket is reported and thought there;
   * before anything else the rest is given up and the place is undefined.
   */
  protected close(index: number, open: IToken): Span | undefined {
    const bracket = this.option(index + 30, () => this.consume(index + 30, T.RightBracket));
    return this.ACTION(() => {
      if (bracket !== undefined) return this.spanOf(bracket);
      if (!this.next(EOF)) {
        this.reportRest();
        this.skipToEnd();
        return undefined;
      }
      const end = endOf(this.before() ?? open);
      const fix = fixWith(this.scalar, ')', [{ start: end, end, text: ')' }]);
      this.broke(report('bracket-unclosed', this.spanOf(open), { bracket: '`)`' }, fix));
      return this.here();
    });
  }

  /** An operand that is not there. */
  protected absent(): Ast {
    if (this.RECORDING_PHASE) return this.missing();
    const [before, after] = [this.before(), this.LA(1)];
    if (before !== undefined) {
      const word = this.written(before);
      const place = { en: `after ${word}`, ja: `${word} の後` };
      this.broke(report('operand-missing', this.spanOf(before), { word, place }));
    } else if (!this.next(EOF)) {
      const word = this.written(after);
      const place = { en: `before ${word}`, ja: `${word} の前` };
      this.broke(report('operand-missing', this.spanOf(after), { word, place }));
    }
    return this.missing();
  }

  /** Says why the next token cannot follow. */
  protected reportRest(): void {
    const token = this.LA(1);
    const before = this.before();
    const span = this.spanOf(token);
    const written = this.written(token);
    const aggregate = [T.Where, T.During, T.Before, T.By, T.Since, T.Among];
    if (this.next(T.RightBracket)) this.broke(report('bracket-extra', span, {}));
    else if (this.next(T.Per)) this.broke(report('per-without-of', span, {}));
    else if (this.next(...aggregate)) this.broke(report('clause-outside', span, { word: written }));
    else if (before !== undefined && this.startsOperand() && !this.opensClause()) {
      this.broke(report('operator-missing', span, { left: this.written(before), right: written }));
    } else this.broke(report('trailing-text', span, { written }));
  }

  protected abstract opensClause(): boolean;

  private startsOperand(): boolean {
    return this.next(
      ...[T.Name, T.NumberText, T.DateText, T.MonthDay, T.Text, T.LeftBracket, T.Unreadable],
      ...[T.Yes, T.No, T.Forever, T.Now, T.Today, T.Not, T.If, T.Has],
    );
  }

  /** Whether a `per NAME` comes next that counts (`1 per day`), rather than a `per STEP of AMOUNT`. */
  protected atSegment(): boolean {
    if (this.second(EOF)) return true;
    const third = this.LA(3);
    return this.second(T.Name) && (tokenMatcher(third, EOF) || tokenMatcher(third, T.Per));
  }

  /** Reports a problem that leaves the structure intact. */
  protected note(problem: Diagnostic): void {
    if (!this.RECORDING_PHASE && !this.broken) this.found.push(problem);
  }

  /** Reports a problem of structure; the text gets no second one. */
  protected broke(problem: Diagnostic): void {
    this.note(problem);
    if (!this.RECORDING_PHASE) this.broken = true;
  }
}
