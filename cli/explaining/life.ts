import { consideredIn, happenings, notAsked, type Step } from '../../report/index.ts';
import { formatDay, type MemberHistory } from '../../schema/index.ts';
import { ledgerTable } from '../ledger-table.ts';
import type { LoadedProgram } from '../loading.ts';
import { showTime } from '../show.ts';
import { say, sourceText, type Terminal } from '../terminal/index.ts';
import { considerationLines, type Page } from './consideration.ts';

/** What explanations of a program are written with. */
export function pageOf(terminal: Terminal, { path, text, plan, root, files }: LoadedProgram): Page {
  return {
    written: { plan, text, document: root() },
    language: terminal.language,
    path,
    source: sourceText(text, files),
    paint: terminal.out.paint,
  };
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
  const { plan } = page.written;
  const event = history.events.find((each) => each.id === step.event);
  const title =
    event === undefined
      ? `${formatDay(step.day)}  ${say(terminal, { en: 'start of the day', ja: '一日の始まり' })}`
      : `${showTime(event.at)}  ${event.type} ${event.id}`;
  out.write(`${out.paint.bold(title)}\n`);
  // A whole life leaves out what came to nothing or changed nothing; one event shows it all.
  const shown = consideredIn(page.written, step).filter(
    ({ verdict, effect, still }) => whole || verdict === 'declined' || (effect && !still),
  );
  for (const told of happenings(plan, event, step.rows)) {
    out.write(`  ${out.paint.green('●')} ${say(terminal, told)}\n`);
  }
  for (const considered of shown) {
    for (const line of considerationLines(page, considered)) out.write(`${line}\n`);
  }
  const others = notAsked(plan, step.considered).flatMap((index) => plan.rules[index]?.name ?? []);
  if (whole && others.length > 0) {
    const words = say(terminal, { en: 'not triggered', ja: '対象外' });
    out.write(`  ${out.paint.dim(`○ ${words}: ${others.join(', ')}`)}\n`);
  }
  if (step.rows.length > 0) out.write(`\n${ledgerTable(terminal, plan, step.rows, false)}\n`);
  out.write('\n');
}
