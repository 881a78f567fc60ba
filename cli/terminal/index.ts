export { frame } from './frame.ts';
export { chooseLanguage } from './language.ts';
export type { SourceText } from './source-text.ts';
export { lineText, positionOf, sourceText } from './source-text.ts';
export type { Cell, Column } from './table.ts';
export { table } from './table.ts';
export type { Output, Paint, Terminal } from './terminal.ts';
export { say, terminalOf } from './terminal.ts';
export { padEnd, widthOf } from './width.ts';
