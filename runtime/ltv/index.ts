export type { BgNbdFit, BgNbdParameters } from './bg-nbd.ts';
export { bgNbdLogLikelihood, fitBgNbd } from './bg-nbd.ts';
export type { Convergence, Interval, Level, ParameterEstimate } from './estimate.ts';
export type {
  Forecast,
  ForecastMember,
  ForecastOptions,
  ForecastWarning,
  LtvModel,
  MemberForecast,
} from './forecast.ts';
export { forecastLtv } from './forecast.ts';
export { discountedPurchases, expectedOfNewMember, expectedPurchases, probabilityAlive } from './future.ts';
export type { GammaGammaFit, GammaGammaParameters, Independence } from './gamma-gamma.ts';
export {
  expectedSpend,
  fitGammaGamma,
  gammaGammaLogLikelihood,
} from './gamma-gamma.ts';
export type {
  FormulaAnswer,
  Lacking,
  LifetimeForecast,
  LifetimeOptions,
  LifetimeValue,
  Membership,
  RefusedForecast,
  SimpleFormulas,
} from './lifetime.ts';
export { lifetimeValue } from './lifetime.ts';
export type { OutcomeOptions, Outcomes, Spread } from './outcomes.ts';
export { drawOutcomes } from './outcomes.ts';
export type { Random } from './random.ts';
export { randomFrom } from './random.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export { refusalText } from './refusal.ts';
export type { LtvValue } from './simple.ts';
export { historicLtv, ltvAfterCost, ltvByChurn, ltvByMargin, ltvByRevenue } from './simple.ts';
export type { Purchase, PurchaseSummary, RepeatSummary, SpendSummary, TimeUnit } from './summary.ts';
export { summarizePurchases } from './summary.ts';
export { warningText } from './warning.ts';
