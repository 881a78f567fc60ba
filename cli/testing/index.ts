export { reportDifference } from './report.ts';
