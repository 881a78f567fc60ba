import { NOT_LOADED, type Refusal } from '../contract/index.ts';

/** What dies so often without having been of use will die again. */
export const MOST_DEATHS = 3;

export const GIVEN_UP: Refusal = { why: 'unreadable', reason: NOT_LOADED, help: undefined };
