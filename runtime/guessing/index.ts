export { type FileStart, surveyColumns } from './look-at.ts';
export { refusalMessages } from './refusals.ts';
export {
  type ColumnLook,
  type Refused,
  SURVEYED_BYTES,
  type Survey,
  type SurveyedColumn,
  type SurveyLayout,
  type SurveyResult,
} from './survey.ts';
