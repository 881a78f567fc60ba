export type { TestCase, TestsDocument } from './document.ts';
export { expectsNothing, testsOf } from './document.ts';
export { reportDifference } from './report.ts';
export type { CaseResult } from './run-case.ts';
export { runCase } from './run-case.ts';
