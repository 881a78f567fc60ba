export type { CheckedText, EditedKind, Finding, FoundPlace } from './check-text.ts';
export { checkText } from './check-text.ts';
export { completionsAt } from './complete.ts';
export type { Completion, CompletionKind } from './completion.ts';
export { type Inspection, type InspectionContext, inspectText } from './inspection.ts';
