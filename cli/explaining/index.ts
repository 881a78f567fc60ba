export type { Page } from './consideration.ts';
export { considerationLines } from './consideration.ts';
export { tookEffect } from './verdict.ts';
