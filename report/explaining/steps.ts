import {
  type Consideration,
  type MemberRun,
  type RunOptions,
  runMember,
  type Tracer,
} from '../../runtime/index.ts';
import type { Day, LedgerRow, MemberHistory, Plan } from '../../schema/index.ts';
import { type Held, type Standings, standingsOf } from './standing.ts';

export type StepState = Parameters<NonNullable<Tracer['posted']>>[0]['state'];

/** What was considered and posted in one step: an event, an enrolment, or the start of a day. */
export interface Step {
  /** True for the enrolment only: the first step of a life. */
  readonly first: boolean;
  readonly day: Day;
  readonly event: string | undefined;
  readonly considered: readonly Consideration[];
  readonly rows: readonly LedgerRow[];
  /** What the reviews of levels meant, given what was held before. */
  readonly standings: Standings;
  /** What the member had after it. */
  readonly state: StepState;
}

/** Walks a member's life under a program, step by step, by the engine that defines what programs mean. */
export function eachStep(
  plan: Plan,
  history: MemberHistory,
  options: Omit<RunOptions, 'trace'>,
  take: (step: Step) => void,
): MemberRun | undefined {
  let waiting: Consideration[] = [];
  let first = true;
  const held: Held = new Map();
  return runMember(plan, history, {
    ...options,
    trace: {
      considered: (consideration) => void waiting.push(consideration),
      posted: (step) => {
        take({ ...step, first, considered: waiting, standings: standingsOf(waiting, step.rows, held) });
        waiting = [];
        first = false;
      },
    },
  });
}

/** A whole life until the end of a day. */
export function stepsOf(plan: Plan, history: MemberHistory, until: Day): readonly Step[] {
  const steps: Step[] = [];
  eachStep(plan, history, { until }, (step) => steps.push(step));
  return steps;
}

/** Reviews repeat until nothing rises: a level that came out the same again is told once. */
export function withoutRepeats(considered: readonly Consideration[]): readonly Consideration[] {
  const told = new Set<string>();
  return considered.filter(({ subject, verdict }) => {
    if (subject.kind !== 'level') return true;
    const key = `${subject.ladder} ${subject.level} ${verdict.kind}`;
    return !told.has(key) && told.add(key);
  });
}

/** Rules that a step did not ask, as it was not what they wait for; indices into the plan. */
export function notAsked(plan: Plan, considered: readonly Consideration[]): readonly number[] {
  const asked = new Set(considered.flatMap(({ subject }) => (subject.kind === 'rule' ? [subject.rule] : [])));
  return plan.rules.flatMap((_, index) => (asked.has(index) ? [] : [index]));
}
