export { applyChoice, asNative } from './choose.ts';
export {
  type Choice,
  type Confidence,
  documentOf,
  IGNORED,
  type MappingDraft,
  type Picked,
  type Target,
  withMembers,
} from './draft.ts';
export { guessMapping, guessMembers } from './guess.ts';
export { type FileStart, surveyColumns } from './look-at.ts';
export { mappingText } from './mapping-text.ts';
export { type BadReason, type Preview, type PreviewBad, type PreviewEvent, previewRows } from './preview.ts';
export {
  type ColumnLook,
  PREVIEWED_BYTES,
  type Refused,
  SURVEYED_BYTES,
  type Survey,
  type SurveyedColumn,
  type SurveyLayout,
  type SurveyResult,
} from './survey.ts';
export { missingTargets, type TargetRow, targetsOf } from './targets.ts';
