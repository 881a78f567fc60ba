export { dayEndingEarly } from './day-sample.ts';
export { checkMessages } from './messages.ts';
export { check, type TypedProgram } from './program.ts';
