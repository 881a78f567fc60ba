export { checkMessages } from './messages.ts';
export { check, type TypedProgram } from './program.ts';
