import {
  collectChunk,
  PurchaseCollector,
  type PurchaseFacts,
  purchaseTerms,
} from '../../../runtime/index.ts';
import type { Holdings } from './holdings.ts';
import type { KeptVersion } from './replays.ts';

/** What members bought in the chunks of a thread; whoever stopped under the version is left out, as in its figures. */
export async function purchasesUnder(
  holdings: Holdings,
  { plan, reading, until, manifest, outcomes }: KeptVersion,
  next: (events: number) => Promise<void>,
): Promise<PurchaseFacts | undefined> {
  const terms = purchaseTerms(plan);
  if (terms === undefined) return undefined;
  const collector = new PurchaseCollector(until);
  for (const { number, chunk } of holdings.reading(reading).chunks) {
    const stopped = outcomes.get(number)?.stopped;
    const isLeftOut = (member: number) => stopped?.has(member) === true;
    collectChunk(collector, plan, terms, manifest.layout, chunk, until, isLeftOut);
    await next(chunk.rows);
  }
  return collector.facts;
}
