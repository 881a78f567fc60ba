export { besideText, entryText, functionsOf, namesIn, type ProgramText } from './beside.ts';
export { manifestIn } from './manifest.ts';
export { functionName, overview } from './overview.ts';
