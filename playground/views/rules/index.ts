export { type Deed, deedsOf } from './deeds.ts';
export { Rules } from './rules.tsx';
