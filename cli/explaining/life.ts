import { type Consideration, runMember } from '../../runtime/index.ts';
import { type Day, formatDay, type LedgerRow, type MemberHistory } from '../../schema/index.ts';
import { ledgerTable } from '../ledger-table.ts';
import type { LoadedProgram } from '../loading.ts';
import { showTime } from '../show.ts';
import { say, sourceText, type Terminal } from '../terminal/index.ts';
import { considerationLines, type Page } from './consideration.ts';
import { occasionLines } from './occasion.ts';
import { type Held, type Standings, standingsOf } from './standing.ts';
import { tookEffect } from './verdict.ts';

/** What explanations of a program are written with. */
export function pageOf(terminal: Terminal, { path, text, plan, root, files }: LoadedProgram): Page {
  return {
    setting: { plan, text, language: terminal.language },
    path,
    source: sourceText(text, files),
    document: root(),
    paint: terminal.out.paint,
  };
}

/** What was considered and posted in one step: an event, an enrolment, or the start of a day. */
export interface Step {
  readonly day: Day;
  readonly event: string | undefined;
  readonly considered: readonly Consideration[];
  readonly rows: readonly LedgerRow[];
  /** What the reviews of levels meant, given what was held before. */
  readonly standings: Standings;
}

/** A member's life under a program, step by step, by the engine that defines what programs mean. */
export function stepsOf(page: Page, history: MemberHistory, until: Day): readonly Step[] {
  const steps: Step[] = [];
  let waiting: Consideration[] = [];
  const held: Held = new Map();
  runMember(page.setting.plan, history, {
    until,
    trace: {
      considered: (consideration) => void waiting.push(consideration),
      posted: ({ day, event, rows }) => {
        steps.push({ day, event, considered: waiting, rows, standings: standingsOf(waiting, rows, held) });
        waiting = [];
      },
    },
  });
  return steps;
}

/** Reviews repeat until nothing rises: a level that came out the same again is told once. */
function withoutRepeats(considered: readonly Consideration[]): readonly Consideration[] {
  const told = new Set<string>();
  return considered.filter(({ subject, verdict }) => {
    if (subject.kind !== 'level') return true;
    const key = `${subject.ladder} ${subject.level} ${verdict.kind}`;
    return !told.has(key) && told.add(key);
  });
}

/** Writes a step: what happened, what was considered and why, what was posted; `whole`: also what came to nothing. */
export function tellStep(
  terminal: Terminal,
  page: Page,
  history: MemberHistory,
  step: Step,
  whole: boolean,
): void {
  const { out } = terminal;
  const { plan } = page.setting;
  const event = history.events.find((each) => each.id === step.event);
  const title =
    event === undefined
      ? `${formatDay(step.day)}  ${say(terminal, { en: 'start of the day', ja: '一日の始まり' })}`
      : `${showTime(event.at)}  ${event.type} ${event.id}`;
  out.write(`${out.paint.bold(title)}\n`);
  // A whole life leaves out what came to nothing or changed nothing; one event shows it all.
  const shown = withoutRepeats(step.considered).filter(
    (each) =>
      whole ||
      each.verdict.kind === 'declined' ||
      (tookEffect(each) && step.standings.get(each)?.kind !== 'still'),
  );
  for (const line of occasionLines(page, event, step.rows)) out.write(`${line}\n`);
  for (const consideration of shown) {
    const standing = step.standings.get(consideration);
    for (const line of considerationLines(page, consideration, standing)) out.write(`${line}\n`);
  }
  const asked = new Set(
    step.considered.flatMap(({ subject }) => (subject.kind === 'rule' ? [subject.rule] : [])),
  );
  const others = plan.rules.filter((_, index) => !asked.has(index)).map((rule) => rule.name);
  if (whole && others.length > 0) {
    const words = say(terminal, { en: 'not triggered', ja: '対象外' });
    out.write(`  ${out.paint.dim(`○ ${words}: ${others.join(', ')}`)}\n`);
  }
  if (step.rows.length > 0) out.write(`\n${ledgerTable(terminal, plan, step.rows, false)}\n`);
  out.write('\n');
}
