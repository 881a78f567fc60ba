export { kpiCourse, kpiShown, kpiSparkline, kpiTarget, VERDICT_WORDS } from './kpi.ts';
export { LOYALTY_WORDS, mixBars, mixGaps, mixTriangle } from './mix.ts';
export {
  COST_TITLE,
  costCourse,
  costDrawing,
  costPerMember,
  LIABILITY_TITLE,
  liabilityAt,
  liabilityDrawing,
  noCostSentence,
  noLiability,
  toneOf,
} from './money.ts';
export {
  ageTitle,
  FLOW_WORDS,
  FLOWS,
  type Flow,
  flowDrawing,
  flowsDrawing,
  hasNoAges,
  outstandingDrawing,
} from './points.ts';
export {
  type Before,
  type DrawingSetting,
  MONTHS_SHOWN,
  monthLabels,
  perMonth,
  shownMonths,
} from './setting.ts';
export { isStay, levelsDrawing, type Move, type MoveMatrix, movesDrawing, movesIn } from './tiers.ts';
export { type Drawn, monthTimeline, SIDE_WORDS, timelineOf } from './timeline.ts';
