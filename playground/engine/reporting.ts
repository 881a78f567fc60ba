import { lifetimeOf, reportPage } from '../../report/index.ts';
import { PurchaseCollector, type PurchaseFacts } from '../../runtime/index.ts';
import { type Day, type Language, VERSION } from '../../schema/index.ts';
import type { Shown } from './shown.ts';
import type { AskedThread, Wanted } from './threads/asking.ts';

/** So many months a lifetime is looked ahead, as `kizuna simulate` does unless it is told otherwise. */
const FORECAST_MONTHS = 12;

/** The page of what is shown: of the candidate, and where there is a base, of what the change does. */
export async function writeReport(
  threads: readonly AskedThread[],
  shown: Shown,
  { language, histories }: { readonly language: Language; readonly histories: readonly string[] },
  wanted: Wanted,
): Promise<string> {
  const { version, label } = shown.named('candidate');
  const {
    key,
    compiled: { plan, text },
    until,
    totals,
    figures,
  } = version;
  const { comparison } = shown;
  const found = await Promise.all(threads.map((thread) => thread.ask('purchases', { key }, { wanted })));
  const lifetime = lifetimeOf(plan, until, addedUp(found, until), totals.result.months, {
    months: FORECAST_MONTHS,
    margin: undefined,
    acquisition: undefined,
    discount: undefined,
  });
  const source = { name: `${label}.yaml`, text };
  return reportPage({ plan, figures, lifetime, comparison, language, histories, source, version: VERSION });
}

function addedUp(found: readonly (PurchaseFacts | undefined)[], until: Day): PurchaseFacts | undefined {
  const known = found.filter((facts) => facts !== undefined);
  if (known.length === 0) return undefined;
  const all = new PurchaseCollector(until);
  for (const facts of known) all.add(facts);
  return all.facts;
}
