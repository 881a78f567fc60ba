export { type Report, reportPage } from './page.ts';
