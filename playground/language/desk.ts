import { compile, emitPlan } from '../../compiler/index.ts';
import type { LanguageCall, LanguageCalls } from '../contract/index.ts';

type Handlers = {
  readonly [K in LanguageCall]: (ask: LanguageCalls[K]['ask']) => LanguageCalls[K]['answer'];
};

/** Answers the calls of the page. `now`: milliseconds of a steady clock. */
export function languageDesk(now: () => number): Handlers {
  return {
    inspect({ documents }) {
      const started = now();
      const { value, diagnostics } = compile(documents.program);
      return {
        diagnostics: { program: diagnostics, tests: [], scenario: [] },
        plan: value,
        millis: now() - started,
      };
    },
    module({ program }) {
      const { value } = compile(program);
      return value && emitPlan(value, { source: program, compiler: '' }).bytes;
    },
  };
}
