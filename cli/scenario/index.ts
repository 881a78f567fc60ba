export { jsonScenario } from './json.ts';
export { prettyScenario } from './pretty.ts';
export { type LoadedScenario, runScenario } from './run-scenario.ts';
export { prepareScenario, type ScenarioSetup } from './work.ts';
