import { type Diagnostic, reporter, type Span } from '../../schema/index.ts';
import { checkMessages } from './messages.ts';

export const report = reporter(checkMessages);

/** Collects what a check finds, in the order in which it is found. */
export class Findings {
  readonly list: Diagnostic[] = [];
  /** Expressions that could not be typed: each of them, or what it stands on, has an error in the list. */
  readonly untyped: Span[] = [];

  add(diagnostic: Diagnostic): undefined {
    this.list.push(diagnostic);
  }

  addAll(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.list.push(diagnostic);
  }
}
