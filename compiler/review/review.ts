import type { Diagnostic, Plan } from '../../schema/index.ts';
import type { MapNode } from '../document/index.ts';
import { reviewJapan } from './japan.ts';
import { reviewLoyalties } from './loyalties.ts';
import { reviewMembers } from './members.ts';
import { reviewLimits } from './occasions.ts';
import { reviewFeedback, reviewPurpose } from './purpose.ts';
import { reviewRefunds, reviewReturns } from './returns.ts';
import { reviewCosts, reviewExchanges, reviewFree, reviewReach } from './terms.ts';

/**
 * What a designer would ask of a program that compiles: the check list of program design, what its terms can be made
 * to do, and rules of Japanese law that it touches. `root` is the document that the Plan came from.
 */
export function review(plan: Plan, root: MapNode): readonly Diagnostic[] {
  return [
    ...reviewPurpose(plan, root),
    ...reviewLoyalties(plan, root),
    ...reviewMembers(plan, root),
    ...reviewFeedback(plan, root),
    ...reviewFree(plan),
    ...reviewLimits(plan),
    ...reviewReach(plan),
    ...reviewExchanges(plan),
    ...reviewReturns(plan, root),
    ...reviewRefunds(plan, root),
    ...reviewCosts(plan),
    ...reviewJapan(plan, root),
  ];
}
