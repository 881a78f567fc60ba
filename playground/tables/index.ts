export { Coded } from './coded.tsx';
export { fileName } from './file-name.ts';
export { PlainTable } from './plain-table.tsx';
export { SaveCsv } from './save-csv.tsx';
export { saveCsvFile } from './save-csv-file.ts';
export { Scrolled } from './scrolled.tsx';
export { SectionTable } from './section-table.tsx';
