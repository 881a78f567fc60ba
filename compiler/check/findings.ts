import { type Diagnostic, reporter } from '../../schema/index.ts';
import { checkMessages } from './messages.ts';

export const report = reporter(checkMessages);

/** Collects what a check finds, in the order in which it is found. */
export class Findings {
  readonly list: Diagnostic[] = [];

  add(diagnostic: Diagnostic): undefined {
    this.list.push(diagnostic);
  }

  addAll(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.list.push(diagnostic);
  }
}
