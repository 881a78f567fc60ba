export { pageOf, type Step, stepsOf, tellStep } from './life.ts';
