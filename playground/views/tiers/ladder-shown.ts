import type { DrawingSetting } from '../../../report/index.ts';
import type { PlanLadder } from '../../../schema/index.ts';

/** A ladder in one version, and what that version came to. */
export interface LadderShown {
  readonly setting: DrawingSetting;
  readonly ladder: PlanLadder;
  readonly index: number;
}
