export type { Page } from './consideration.ts';
export { considerationLines } from './consideration.ts';
export { occasionLines } from './occasion.ts';
export { type Held, type Standings, standingsOf } from './standing.ts';
export { tookEffect } from './verdict.ts';
