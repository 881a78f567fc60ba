export type { ComparedLine, Difference } from './compare.ts';
export type { TestCase, TestsDocument } from './document.ts';
export { type CaseReport, reportCase, type TitledDifference } from './run-case.ts';
export { readTests, runTests, type TestsOptions, type TestsReport } from './run-tests.ts';
