import { readFileSync } from 'node:fs';
import { compile, emitPlan } from '../../compiler/index.ts';
import { type Batch, CompiledProgram, chunksOf, Dictionary, runMember } from '../../runtime/index.ts';
import { type Chunk, type Manifest, type Plan, POINTS_TOTALS } from '../../schema/index.ts';
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
  /** Can replay without posting rows. */
  readonly silent: boolean;
  /** Makes what serves for all chunks. */
  readonly open: () => Load;
}

/** Brings members into the form that the engine reads; not measured. What was loaded before need not last. */
export type Load = (members: readonly TeaMember[]) => Replay;

/** The peer: written by hand, over plain objects. */
export const byHand: ReplayEngine = {
  name: 'by hand',
  every: 1,
  silent: true,
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

export function teaHousePlan(): Plan {
  const { value } = compile(readFileSync('programs/tea-house/program.yaml', 'utf8'));
  if (value === undefined) throw new Error('the tea house does not compile');
  return value;
}

/** The engine that defines what programs mean. */
const reference: ReplayEngine = {
  name: 'reference engine',
  every: 20,
  silent: false,
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

/** Rows of a chunk: as many as the command takes. */
const CHUNK = { rows: 1 << 15 };

/** The module of a Plan. */
export function moduleOf(plan: Plan): WebAssembly.Module {
  return new WebAssembly.Module(emitPlan(plan, { source: '', compiler: '' }).bytes);
}

/** Members as columns, in chunks as the command has them. */
export function columnsOf(plan: Plan, { layout }: Manifest, members: readonly TeaMember[]): readonly Chunk[] {
  const dictionary = new Dictionary(layout);
  return [...chunksOf(plan, layout, dictionary, members.map(historyOf), CHUNK)];
}

/** Available and pending points less debts of the members in a batch. */
function starsIn({ outcomes, outcomeCount, manifest }: Batch): bigint {
  const { bytes, points } = manifest.outcome;
  let stars = 0n;
  for (let i = 0; i < outcomeCount; i += 1) {
    const at = i * bytes + points;
    stars +=
      outcomes.getBigInt64(at + POINTS_TOTALS.available, true) +
      outcomes.getBigInt64(at + POINTS_TOTALS.pending, true) -
      outcomes.getBigInt64(at + POINTS_TOTALS.debt, true);
  }
  return stars;
}

/** Replays chunks one after the other; the stars of all. */
export function starsOf(program: CompiledProgram, chunks: readonly Chunk[], ledger = true): number {
  let stars = 0n;
  for (const chunk of chunks)
    for (const batch of program.replay(chunk, UNTIL, { ledger })) stars += starsIn(batch);
  return Number(stars);
}

/** The compiled engine: columns go in, rows and outcomes come out as bytes. */
const compiled: ReplayEngine = {
  name: 'compiled engine',
  every: 1,
  silent: true,
  open: () => {
    const plan = teaHousePlan();
    const program = new CompiledProgram(moduleOf(plan));
    return (members) => {
      const chunks = columnsOf(plan, program.manifest, members);
      return (ledger) => starsOf(program, chunks, ledger);
    };
  },
};

/** Ours, each measured against the one by hand; the last is the one that is meant to be fast. */
export const OURS: readonly ReplayEngine[] = [reference, compiled];

/** The engine of ours that other peers are measured against. */
export function fastest(): ReplayEngine {
  return OURS.at(-1) ?? reference;
}
