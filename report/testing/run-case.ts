import { compile } from '../../compiler/index.ts';
import { type HistoryRead, readHistory, runMember } from '../../runtime/index.ts';
import {
  civilOf,
  type Day,
  type Diagnostic,
  dayOf,
  dayOfTime,
  daysInMonth,
  type Localized,
  type Plan,
  type Span,
} from '../../schema/index.ts';
import { showDay } from '../ledger/index.ts';
import {
  compareAbsent,
  compareErrors,
  compareLedger,
  compareRejected,
  compareRows,
  compareState,
  type Difference,
} from './compare.ts';
import { expectsNothing, type TestCase } from './document.ts';
import { historyLines } from './history-lines.ts';

/** Where a case came out otherwise, with a title for its table. */
export interface TitledDifference extends Difference {
  readonly title: Localized;
}

/** What became of one case. */
export interface CaseReport {
  readonly name: string;
  readonly title: Localized | undefined;
  /** Place of its name in the tests document; so are all other places of a report. */
  readonly span: Span;
  /** `broken`: its parameters do not fit the program, see `problems`. `idle`: it expects nothing, so it cannot fail. */
  readonly verdict: 'passed' | 'failed' | 'broken' | 'idle';
  readonly differences: readonly TitledDifference[];
  readonly problems: readonly Diagnostic[];
}

interface CaseResult {
  readonly differences: readonly Difference[];
  readonly problems: readonly Diagnostic[];
}

/** A run without members has no days; any will do. */
const NO_DAY: Day = 0;

/** The program of a case: the document's, or compiled again with the case's own parameters laid over it. */
function planOf(
  source: string,
  plan: Plan,
  { parameters }: TestCase,
): { readonly plan: Plan } | { readonly problems: readonly Diagnostic[] } {
  if (parameters?.kind !== 'map') return { plan };
  const { value, diagnostics, overrides } = compile(source, { overrides: parameters });
  if (value !== undefined) return { plan: value };
  const errors = (found: readonly Diagnostic[]) => found.filter((each) => each.severity === 'error');
  const own = errors(overrides);
  if (own.length > 0) return { problems: own };
  // The program compiled before: what is wrong now is wrong because of these values.
  return { problems: errors(diagnostics).map((each) => ({ ...each, span: parameters.span, related: [] })) };
}

function endOfMonth(day: Day): Day {
  const { year, month } = civilOf(day);
  return dayOf(year, month, daysInMonth(year, month));
}

/** The last day of the run: as written, else the end of the month of the last event (of the last enrolment without any). */
function lastDayOf(test: TestCase, history: HistoryRead): Day | undefined {
  if (test.until !== undefined) return test.until;
  const days = history.members.flatMap((member) => {
    const last = member.events.at(-1);
    return [member.enrolled, ...(last === undefined ? [] : [dayOfTime(last.at)])];
  });
  const last = days.length === 0 ? history.lastDay : Math.max(...days);
  return last === undefined ? undefined : endOfMonth(last);
}

function read(plan: Plan, test: TestCase): Promise<HistoryRead> {
  const chunks = [new TextEncoder().encode(historyLines(test))];
  return readHistory(plan, [{ name: test.name, chunks }]);
}

/** Runs one case of a tests document against its program. Plain data. */
export async function reportCase(source: string, plan: Plan, test: TestCase): Promise<CaseReport> {
  const { name, title, span } = test;
  const head = { name, title, span };
  if (expectsNothing(test)) return { ...head, verdict: 'idle', differences: [], problems: [] };
  const { differences, problems } = await runCase(source, plan, test);
  const verdict = problems.length > 0 ? 'broken' : differences.length > 0 ? 'failed' : 'passed';
  const titled = differences.map((each) => ({ ...each, title: titleOf(each) }));
  return { ...head, verdict, differences: titled, problems };
}

/** What a difference is about. */
function titleOf({ kind, member, on }: Difference): Localized {
  const whose = member ?? '';
  switch (kind) {
    case 'ledger':
      return { en: `ledger of ${whose}`, ja: `${whose} の台帳` };
    case 'state':
      return on === undefined
        ? { en: `state of ${whose}`, ja: `${whose} の状態` }
        : { en: `state of ${whose} on ${showDay(on)}`, ja: `${whose} の ${showDay(on)} の状態` };
    case 'rows':
      return { en: 'a row that should be there', ja: 'あるはずの行' };
    case 'absent':
      return { en: 'a row that should not be there', ja: 'ないはずの行' };
    case 'rejected':
      return { en: 'rejected rows', ja: '除外された行' };
    case 'errors':
      return { en: 'members stopped by an error', ja: 'エラーで停止した会員' };
  }
}

/** Runs a case and says what came out otherwise. */
async function runCase(source: string, compiled: Plan, test: TestCase): Promise<CaseResult> {
  const chosen = planOf(source, compiled, test);
  if ('problems' in chosen) return { differences: [], problems: chosen.problems };
  const { plan } = chosen;
  const { expect } = test;
  const history = await read(plan, test);
  // Without anybody there is nothing to run; the expectations then differ from nothing.
  const until = lastDayOf(test, history) ?? NO_DAY;
  const runs = history.members.flatMap((member) => runMember(plan, member, { until }) ?? []);
  const rows = runs.flatMap((run) => run.rows);
  const differences: (Difference | undefined)[] = [];
  differences.push(compareRejected(expect.rejected, history.rejected));
  differences.push(
    compareErrors(
      expect.errors,
      runs.flatMap((run) => run.outcome.error ?? []),
    ),
  );
  for (const { member, rows: expected, span } of expect.ledger) {
    const own = rows.filter((row) => row.member === member);
    differences.push(compareLedger(plan, member, span, expected, own));
  }
  differences.push(...compareRows(plan, expect.rows, rows), ...compareAbsent(plan, expect.absent, rows));
  const only = history.members.length === 1 ? history.members[0]?.member : undefined;
  for (const state of expect.state) {
    const member = state.member === '' ? only : state.member;
    const own = history.members.find((each) => each.member === member);
    // What happens later does not change what was: the state of a day is the state of a run that ends on it.
    const run = own && runMember(plan, own, { until: state.on ?? until });
    differences.push(compareState(plan, { ...state, member: member ?? state.member }, run?.outcome));
  }
  return { differences: differences.filter((each) => each !== undefined), problems: [] };
}
