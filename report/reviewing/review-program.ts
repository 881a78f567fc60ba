import {
  type Allowed,
  compile,
  FIGURE_CODES,
  hear,
  readDocument,
  review,
  reviewFigures,
  reviewMessages,
} from '../../compiler/index.ts';
import type { Diagnostic, Plan } from '../../schema/index.ts';
import type { ReportFigures } from '../figures/index.ts';
import { reviewFiguresOf } from './figures.ts';

/** What a review of a program finds, in the order of its text. */
export interface Reviewed {
  readonly diagnostics: readonly Diagnostic[];
  /** Allowed by comments in the program, with their reasons. */
  readonly allowed: readonly Allowed[];
}

const isFigure = (code: string): boolean => FIGURE_CODES.some((each) => each === code);

/** Findings of the compiler, of the review, and of figures where there are any; comments in the program are heard. */
export function reviewProgram(text: string, plan: Plan, figures: ReportFigures | undefined): Reviewed {
  const { root } = readDocument(text);
  const compiled = compile(text);
  const asked = figures && reviewFiguresOf(plan, figures);
  const found =
    root?.kind === 'map'
      ? [...review(plan, root), ...(asked === undefined ? [] : reviewFigures(plan, root, asked))]
      : [];
  // A comment about figures is not vain because nobody looked at figures.
  const isLookedFor = (code: string) => code in reviewMessages && (asked !== undefined || !isFigure(code));
  const heard = hear(text, found, isLookedFor);
  const inOrder = (a: Diagnostic, b: Diagnostic) => a.span.start - b.span.start || a.span.end - b.span.end;
  return {
    diagnostics: [...compiled.diagnostics, ...heard.diagnostics].sort(inOrder),
    allowed: [...compiled.allowed, ...heard.allowed],
  };
}
