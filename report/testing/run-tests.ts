import { readDocument, validateDocument } from '../../compiler/index.ts';
import type { Diagnostic, Plan, Result } from '../../schema/index.ts';
import { type TestsDocument, testsOf } from './document.ts';
import { type CaseReport, reportCase } from './run-case.ts';

/** Reads a tests document; without a value where it has errors. */
export function readTests(text: string): Result<TestsDocument> {
  const { root, diagnostics } = readDocument(text);
  const found = [...diagnostics, ...(root === undefined ? [] : validateDocument(root, 'tests'))];
  const sound = root !== undefined && found.every((each) => each.severity !== 'error');
  return { value: sound ? testsOf(root) : undefined, diagnostics: found };
}

/** What became of a tests document. Plain data; every place is in the tests document. */
export interface TestsReport {
  readonly cases: readonly CaseReport[];
  /** Of the document itself: with an error among them, no case was run. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface TestsOptions {
  /** Called after each case. */
  readonly onCase?: (report: CaseReport) => void;
  /** Stops between two cases when it says so: what was run until then is the report. */
  readonly cancelled?: () => boolean;
}

/** Runs all cases of a tests document against a program: its text, and what it compiled to. */
export async function runTests(
  program: { readonly text: string; readonly plan: Plan },
  tests: string,
  { onCase, cancelled }: TestsOptions = {},
): Promise<TestsReport> {
  const { value: document, diagnostics } = readTests(tests);
  const cases: CaseReport[] = [];
  for (const test of document?.cases ?? []) {
    if (cancelled?.() === true) break;
    const report = await reportCase(program.text, program.plan, test);
    cases.push(report);
    onCase?.(report);
  }
  return { cases, diagnostics };
}
