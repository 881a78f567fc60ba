import type { Fraction } from '../../schema/index.ts';
import { reduced } from '../engine/index.ts';
import type { TypeFlows } from './flows.ts';

/**
 * Share of the points that came with sales and are gone by now that were used: used ÷ (used + expired + forfeited). Missing where
 * none was used, for a history without any use says nothing about it.
 */
export function usedSoFar(flows: TypeFlows | undefined): Fraction | undefined {
  let [used, ended] = [0n, 0n];
  for (const months of flows?.sold.values() ?? [])
    for (const moves of months.values()) {
      used += moves.used;
      ended += moves.ended;
    }
  return used > 0n ? reduced({ n: used, d: used + ended }) : undefined;
}
