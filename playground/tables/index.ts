export { SectionTable } from './section-table.tsx';
