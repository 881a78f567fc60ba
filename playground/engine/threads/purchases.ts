import {
  collectChunk,
  PurchaseCollector,
  type PurchaseFacts,
  purchaseTerms,
} from '../../../runtime/index.ts';
import type { Holdings } from './holdings.ts';
import { partsOf } from './parts.ts';
import type { KeptVersion } from './replays.ts';

/** What members bought in the chunks of a thread; whoever stopped under the version is left out, as in its figures. */
export async function purchasesUnder(
  holdings: Holdings,
  { plan, reading, until, manifest, outcomes, instead }: KeptVersion,
  next: (events: number) => Promise<void>,
): Promise<PurchaseFacts | undefined> {
  const terms = purchaseTerms(plan);
  if (terms === undefined) return undefined;
  const collector = new PurchaseCollector(until);
  const { layout, chunks } = holdings.reading(reading);
  for (const held of chunks) {
    const stopped = outcomes.get(held.number)?.stopped;
    for (const { chunk, first } of partsOf(held, layout, instead)) {
      const isLeftOut = (member: number) => stopped?.has(member + first) === true;
      collectChunk(collector, plan, terms, manifest.layout, chunk, until, isLeftOut);
    }
    await next(held.chunk.rows);
  }
  return collector.facts;
}
