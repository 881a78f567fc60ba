import { readFileSync } from 'node:fs';
import { compile } from '../../compiler/index.ts';
import { runMember } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { TeaHouse } from './tea-house-baseline.ts';
import { historyOf, type TeaMember, UNTIL } from './tea-house-history.ts';
import { Ledger } from './tea-house-ledger.ts';

/**
 * Replays what was loaded, all ledger rows kept or none: stars that the members have at the end, available and pending
 * less debts. Whoever takes part must come to the same number.
 */
export type Replay = (ledger: boolean) => number;

/** An engine that can replay the tea house. */
export interface ReplayEngine {
  readonly name: string;
  /** Takes one of so many events: slow engines are given fewer, and are compared by events a second. */
  readonly every: number;
  /** Makes what serves for all chunks. */
  readonly open: () => Load;
}

/** Brings members into the form that the engine reads; not measured. What was loaded before need not last. */
export type Load = (members: readonly TeaMember[]) => Replay;

/** The peer: written by hand, over plain objects. */
export const byHand: ReplayEngine = {
  name: 'by hand',
  every: 1,
  open: () => {
    const ledger = new Ledger();
    const withRows = new TeaHouse(UNTIL, ledger);
    const without = new TeaHouse(UNTIL, undefined);
    return (members) => (rows) => {
      ledger.clear();
      const house = rows ? withRows : without;
      const outcomes = members.map((member) => house.run(member));
      let stars = 0;
      for (const outcome of outcomes)
        if (outcome !== undefined) stars += outcome.available + outcome.pending - outcome.debt;
      return stars;
    };
  },
};

function teaHousePlan(): Plan {
  const { value } = compile(readFileSync('programs/tea-house/program.yaml', 'utf8'));
  if (value === undefined) throw new Error('the tea house does not compile');
  return value;
}

/** The reference engine; it posts its rows always. */
const reference: ReplayEngine = {
  name: 'reference engine',
  every: 20,
  open: () => {
    const plan = teaHousePlan();
    return (members) => {
      const histories = members.map(historyOf);
      return () => {
        let stars = 0n;
        for (const history of histories) {
          const points = runMember(plan, history, { until: UNTIL })?.outcome.points[0];
          if (points !== undefined) stars += points.available + points.pending - points.debt;
        }
        return Number(stars);
      };
    };
  },
};

/** Ours, each measured against the one by hand; the last is the one that is meant to be fast. */
export const OURS: readonly ReplayEngine[] = [reference];

/** The engine of ours that other peers are measured against. */
export function fastest(): ReplayEngine {
  return OURS.at(-1) ?? reference;
}
