export { MOST_MEMBERS, type RowsWritten, writeRows } from './write-rows.ts';
