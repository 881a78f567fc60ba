import type { ReplayResult } from '../../contract/index.ts';

/** Two versions over one history. */
export type Compared = NonNullable<ReplayResult['comparison']>;
