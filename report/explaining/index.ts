export type { AmountSeen, Considered, LimitSeen, WrittenProgram } from './considered.ts';
export type { WrittenField } from './fields.ts';
export { happenings } from './happening.ts';
export { type Life, type LotLeft, type LoyaltyScores, lifeOf } from './life.ts';
export type { Occasion, StateAfter } from './occasion.ts';
export type { BalanceSample, BalanceSeries, TierBand, TierBands } from './series.ts';
export { notAsked, type Step, stepsOf } from './steps.ts';
export type { ValueTree } from './tree.ts';
export { consideredIn, type NotAsked, type Source, type Why, whyOf } from './why.ts';
