import fc from 'fast-check';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import type { MemberHistory, Plan } from '../../schema/index.ts';
import { firstDifference, type MemberResultLike } from './difference.ts';
import { type Fixture, fixtureText, keepFixture } from './fixtures.ts';
import { type HistoryDraft, historyDraft, writeHistory } from './history-draft.ts';
import { programArbitrary } from './program-arbitrary.ts';

/** Replays members of one plan until a day (included); one result per member, in their order. */
export type Engine = (
  plan: Plan,
  members: readonly MemberHistory[],
  until: number,
) => readonly (MemberResultLike | undefined)[] | Promise<readonly (MemberResultLike | undefined)[]>;

export const referenceEngine: Engine = (plan, members, until) =>
  members.map((history) => runMember(plan, history, { until }));

/** What a run of many programs came upon. Times are in milliseconds, over all programs. */
export interface DifferentialReport {
  programs: number;
  /** Programs that did not compile, by the code of their first error; one text of each. */
  readonly refused: Map<string, { count: number; readonly text: string; readonly message: string }>;
  readonly plans: Plan[];
  histories: number;
  members: number;
  events: number;
  rejected: number;
  rows: number;
  /** Members stopped by an overflow. */
  stopped: number;
  readonly time: { compile: number; read: number; reference: number; engine: number; whole: number };
}

/** One program, and the histories that it is run over. */
export interface Case {
  readonly program: string;
  readonly histories: readonly HistoryDraft[];
}

export const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  program: programArbitrary,
  histories: fc.array(historyDraft, { minLength: 1, maxLength: 2, size: 'max' }),
});

function emptyReport(): DifferentialReport {
  return {
    programs: 0,
    refused: new Map(),
    plans: [],
    histories: 0,
    members: 0,
    events: 0,
    rejected: 0,
    rows: 0,
    stopped: 0,
    time: { compile: 0, read: 0, reference: 0, engine: 0, whole: 0 },
  };
}

function compiled(program: string, report: DifferentialReport): Plan | undefined {
  const { value, diagnostics } = compile(program);
  if (value !== undefined) return value;
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const code = error?.code ?? 'no diagnostic at all';
  const known = report.refused.get(code);
  if (known === undefined)
    report.refused.set(code, { count: 1, text: program, message: error?.message.en ?? '' });
  else known.count += 1;
  return undefined;
}

/** The first difference of an engine from the reference engine over one history in the native form. */
export async function differenceOver(
  plan: Plan,
  history: { readonly text: string; readonly until: number },
  engine: Engine,
  report: DifferentialReport = emptyReport(),
): Promise<string | undefined> {
  const { time } = report;
  const start = performance.now();
  const source = { name: 'h.jsonl', chunks: [new TextEncoder().encode(history.text)] };
  const { members, rejected } = await readHistory(plan, [source]);
  const read = performance.now();
  const expected = await referenceEngine(plan, members, history.until);
  const ran = performance.now();
  const actual = await engine(plan, members, history.until);
  time.read += read - start;
  time.reference += ran - read;
  time.engine += performance.now() - ran;
  report.histories += 1;
  report.rejected += rejected.length;
  for (const [index, member] of members.entries()) {
    const result = expected[index];
    report.members += 1;
    report.events += member.events.length;
    report.rows += result?.rows.length ?? 0;
    if (result?.outcome.error !== undefined) report.stopped += 1;
    const found = firstDifference(result, actual[index]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The case in words: what differs, the program, the history; kept as a fixture where `KIZUNA_KEEP=1` asks for it. */
function told(found: string, fixture: Omit<Fixture, 'name'>): string {
  const kept =
    process.env['KIZUNA_KEEP'] === '1'
      ? `kept as ${keepFixture(fixture)}`
      : 'KIZUNA_KEEP=1 keeps it as a fixture';
  return `${found}\n${kept}\n\n${fixtureText(fixture)}`;
}

/** Why a case fails, and the history that shows it. */
async function failureOf(one: Case, engine: Engine, report: DifferentialReport) {
  const start = performance.now();
  const plan = compiled(one.program, report);
  report.programs += 1;
  report.time.compile += performance.now() - start;
  if (plan === undefined) return undefined;
  report.plans.push(plan);
  for (const draft of one.histories) {
    const written = writeHistory(draft, plan);
    const fixture = { program: one.program, history: written.text, until: written.until };
    try {
      const found = await differenceOver(plan, written, engine, report);
      if (found !== undefined) return { found, fixture };
    } catch (error) {
      return { found: error instanceof Error ? (error.stack ?? error.message) : String(error), fixture };
    }
  }
  return undefined;
}

/**
 * Draws programs and histories, and holds an engine against the reference engine. Throws with the smallest case found when
 * they differ or one of them throws.
 */
export async function differential(
  count: number,
  engine: Engine,
  parameters: fc.Parameters<[Case]> = {},
): Promise<DifferentialReport> {
  const report = emptyReport();
  const start = performance.now();
  const property = fc.asyncProperty(caseArbitrary, async (one) => {
    const failure = await failureOf(one, engine, report);
    if (failure !== undefined) throw new Error(failure.found);
  });
  const details = await fc.check(property, { ...parameters, numRuns: count });
  report.time.whole = performance.now() - start;
  const smallest = details.counterexample?.[0];
  if (smallest !== undefined) {
    const failure = await failureOf(smallest, engine, emptyReport());
    const { found, fixture } = failure ?? { found: 'the case no longer fails', fixture: undefined };
    const seed = `seed ${details.seed}, path ${details.counterexamplePath}, ${details.numShrinks} steps smaller`;
    throw new Error(fixture === undefined ? found : `${seed}\n${told(found, fixture)}`);
  }
  return report;
}

/** Milliseconds after which so many drawn programs have hung: one takes less than a tenth of a second, mostly. */
export function patience(programs: number): number {
  return 300_000 + 1_000 * programs;
}

/** The report in lines. */
export function reportText(report: DifferentialReport): string {
  const { programs, refused, time } = report;
  const failed = [...refused.values()].reduce((sum, { count }) => sum + count, 0);
  const each = (total: number): string => `${(total / Math.max(1, programs)).toFixed(2)} ms`;
  const other = time.whole - time.compile - time.read - time.reference - time.engine;
  return [
    `${programs} programs, ${failed} of them refused (${((100 * failed) / Math.max(1, programs)).toFixed(1)}%)`,
    ...[...refused].map(([code, { count, message }]) => `  ${count} × ${code}: ${message}`),
    `${report.histories} histories, ${report.members} members (${report.stopped} stopped), ${report.events} events (${report.rejected} rows rejected), ${report.rows} rows`,
    `per program: draw ${each(other)}, compile ${each(time.compile)}, read ${each(time.read)}, reference ${each(time.reference)}, engine ${each(time.engine)}; ${(time.whole / 1000).toFixed(1)} s in all`,
  ].join('\n');
}
