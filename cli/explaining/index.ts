export { pageOf, tellStep } from './life.ts';
