export { plan } from './plan.ts';
export { printPlan } from './print.ts';
