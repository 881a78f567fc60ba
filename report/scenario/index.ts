export { type FigureRow, figureRows, nearly } from './rows.ts';
export { figureText, figureUnit, type ScenarioPlans } from './showing.ts';
export { changedPlan, type ReadyScenario, readyScenario } from './task.ts';
export { breakEvenWords, CHANGE_WORDS, ESTIMATE_WORDS, mediansNote } from './words.ts';
