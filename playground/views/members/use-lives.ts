import { useEffect, useState } from 'react';
import type { Life, Why } from '../../../report/index.ts';
import type { HistoryEvent, Plan } from '../../../schema/index.ts';
import type { Refusal, ReplayResult, Side } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import type { Lived } from './member-change.ts';

/** A member's life under each version, with the program that it was lived under. */
export interface Lives {
  readonly member: string;
  readonly plan: Plan;
  readonly life: Life | undefined;
  readonly base: Lived | undefined;
  readonly refusal: Refusal | undefined;
  /** Why an occasion of these lives came out as it did. */
  readonly loadWhy: (occasion: string, side: Side) => Promise<Why | undefined>;
}

/** Lives a member's history, undefined until it was lived; another result or another event by hand lives it again, and what stands stays until then. */
export function useLives(
  member: string,
  added: readonly HistoryEvent[],
  result: ReplayResult,
): Lives | undefined {
  const { engine } = useController();
  const [lives, setLives] = useState<Lives | undefined>();
  useEffect(() => {
    let isCurrent = true;
    const ask = (side: Side) => engine.ask('life', { wanted: { member, side, added } }).outcome;
    const live = async (): Promise<void> => {
      const [candidate, base] = await Promise.all([
        ask('candidate'),
        result.base === undefined ? undefined : ask('base'),
      ]);
      if (!isCurrent) return;
      // Whoever cancelled it asks for something newer.
      if (candidate.kind === 'refused' && candidate.refusal.why === 'cancelled') return;
      setLives({
        member,
        plan: result.candidate.plan,
        life: candidate.kind === 'answer' ? candidate.answer : undefined,
        base:
          result.base !== undefined && base?.kind === 'answer' && base.answer !== undefined
            ? { plan: result.base.plan, life: base.answer }
            : undefined,
        refusal: candidate.kind === 'refused' ? candidate.refusal : undefined,
        async loadWhy(occasion, side) {
          const outcome = await engine.ask('why', { wanted: { member, side, added }, occasion }).outcome;
          return outcome.kind === 'answer' ? outcome.answer : undefined;
        },
      });
    };
    void live();
    return () => {
      isCurrent = false;
    };
  }, [engine, member, added, result]);
  return lives?.member === member ? lives : undefined;
}
