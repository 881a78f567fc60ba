export { type CompiledResponse, type CompiledScenario, compileScenario, type GivenText } from './compile.ts';
export { type CompiledCondition, compileCondition } from './condition.ts';
export { scenarioMessages } from './messages.ts';
export { overlay } from './overlay.ts';
