export { type CompiledResponse, type CompiledScenario, compileScenario, type GivenText } from './compile.ts';
export { scenarioMessages } from './messages.ts';
export { overlay } from './overlay.ts';
