export { AGE_EDGES, AGES, ageOn } from './age.ts';
export type { CivilDate, Day, LocalTime } from './civil.ts';
export {
  addDays,
  addMonths,
  civilOf,
  dayOf,
  dayOfTime,
  daysInMonth,
  FIRST_DAY,
  FOREVER,
  formatDay,
  formatTime,
  LAST_DAY,
  localTime,
  monthsBetween,
  parseDay,
  SECONDS_PER_DAY,
  weekdayOf,
} from './civil.ts';
export type {
  Chunk,
  Column,
  ColumnData,
  EventData,
  EventLayout,
  Layout,
  LinesData,
  LinesLayout,
  Store,
  TextPool,
} from './columns.ts';
export { layoutOf, NO_DAY } from './columns.ts';
export type {
  Diagnostic,
  Fix,
  Language,
  Localized,
  RelatedPlace,
  Result,
  Severity,
  Span,
  TextEdit,
} from './diagnostic.ts';
export { type DocumentSchema, documentSchemas } from './document-schemas.ts';
export type {
  ExpressionPlace,
  MappingDocument,
  MappingIgnored,
  MappingMembers,
  MappingMoment,
  MappingRow,
  MappingSource,
  MappingTest,
  ProgramDocument,
  ScenarioDocument,
  SchemaError,
  TestsDocument,
} from './generated/index.ts';
export {
  expressionPlaces,
  validateMapping,
  validateProgram,
  validateScenario,
  validateTests,
} from './generated/index.ts';
export type { Fields, FieldValue, HistoryEvent, MemberHistory, RowPlace } from './history.ts';
export { holds } from './holds.ts';
export type {
  LedgerKind,
  LedgerRow,
  MemberError,
  MemberOutcome,
  PointsOutcome,
  RejectedRow,
  TierOutcome,
} from './ledger.ts';
export type { Extras, MessageEntry, Parameter, ParametersOf, Registry, Template } from './message.ts';
export { msg, reporter } from './message.ts';
export type { Manifest, OutcomePlaces, RunCells, ScorePlace, TotalsCells, TotalsPlaces } from './module.ts';
export {
  ABI,
  keepsMoves,
  LEDGER_KINDS,
  MANIFEST_SECTION,
  POINTS_TOTALS,
  RETURNED_COST,
  ROW,
  ROWS_PER_CALL,
  runCells,
  totalsCells,
} from './module.ts';
export { nearest } from './nearest.ts';
export type {
  FieldType,
  GuardrailSubject,
  KpiExpr,
  LotDates,
  LotExpiry,
  Loyalty,
  ParameterContent,
  Plan,
  PlanAmount,
  PlanBenefit,
  PlanEvent,
  PlanField,
  PlanGroup,
  PlanGuardrail,
  PlanKpi,
  PlanLadder,
  PlanLevel,
  PlanLimit,
  PlanLoyalty,
  PlanNamed,
  PlanParameter,
  PlanPeriod,
  PlanPoints,
  PlanReward,
  PlanRule,
  PlanStandard,
  PlanTrigger,
  StandardKpi,
  TableKey,
} from './plan.ts';
export type {
  CivilUnit,
  CompareOperator,
  Fraction,
  MeasureSubject,
  PlanExpr,
  PlanMeasure,
  PlanWindow,
  RoundingMode,
  Unit,
  Value,
  ValueType,
} from './plan-expression.ts';
export type { KpiLeaf, PlacedLeaf } from './plan-parts.ts';
export { contains, leavesOf, parts, segmentsOf, windowParts } from './plan-parts.ts';
export type { Assumption, Estimate, ResponseKind, ResponseModel } from './response.ts';
export { VERSION } from './version.ts';
