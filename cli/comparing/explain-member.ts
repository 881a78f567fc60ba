import { type Step, stepsOf } from '../../report/index.ts';
import type { LedgerRow, MemberHistory, Plan } from '../../schema/index.ts';
import { type Day, formatDay } from '../../schema/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { pageOf, tellStep } from '../explaining/index.ts';
import type { LoadedProgram } from '../loading.ts';
import { openMembers } from '../open-history.ts';
import type { ReplayOptions } from '../replay-options.ts';
import { scaleOf, showGrouped } from '../show.ts';
import { type Column, say, type Terminal, table } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';

/** Steps shown in full, of those in which the versions part. */
const MOST_STEPS = 6;

/** One step under either version; a version may do nothing in it. */
interface PairedStep {
  readonly base: Step | undefined;
  readonly candidate: Step | undefined;
}

const keyOf = ({ day, event }: Step): string => event ?? `day ${day}`;

function postsOf(step: Step | undefined): string {
  const of = ({ kind, what, quantity, by, expires }: LedgerRow): string =>
    [kind, what, quantity ?? '', by ?? '', expires ?? ''].join(' ');
  return (step?.rows ?? []).map(of).join('\n');
}

/** Steps of both lives in which something else is posted, in their order. */
function partings(base: readonly Step[], candidate: readonly Step[]): readonly PairedStep[] {
  const before = new Map(base.map((step) => [keyOf(step), step]));
  const after = new Map(candidate.map((step) => [keyOf(step), step]));
  const steps = [...base, ...candidate.filter((step) => !before.has(keyOf(step)))];
  return steps
    .map((step) => ({ step, base: before.get(keyOf(step)), candidate: after.get(keyOf(step)) }))
    .filter((pair) => postsOf(pair.base) !== postsOf(pair.candidate))
    .sort((a, b) => a.step.day - b.step.day);
}

/** What a step posts without its figures: steps that part in the same way are shown once. */
function mannerOf({ base, candidate }: PairedStep): string {
  const of = (step: Step | undefined): string =>
    (step?.rows ?? []).map(({ kind, what, by }) => `${kind} ${what} ${by ?? ''}`).join('\n');
  return `${of(base)}\n\n${of(candidate)}`;
}

function firstOfEach(pairs: readonly PairedStep[]): readonly PairedStep[] {
  const seen = new Set<string>();
  return pairs.filter((pair) => {
    const manner = mannerOf(pair);
    return !seen.has(manner) && seen.add(manner);
  });
}

async function findMember(
  terminal: Terminal,
  { plan }: LoadedProgram,
  options: ReplayOptions,
  member: string,
): Promise<{ readonly history: MemberHistory | undefined } | { readonly exit: ExitCode }> {
  // In parts, so that a large history need not stand in memory for one of its members.
  const opened = await openMembers(terminal, plan, options, true);
  if ('exit' in opened) return opened;
  let history: MemberHistory | undefined;
  try {
    await opened.value.each((each) => {
      if (each.member === member) history = each;
    });
  } finally {
    opened.value.close();
  }
  return { history };
}

/** Quantities of all rows of a kind that a rule or reward posted. */
interface Posted {
  readonly row: LedgerRow;
  readonly base: bigint;
  readonly candidate: bigint;
}

/** What each version posted in all, by kind of row and what posted it: only where the versions differ. */
function postedInAll(base: readonly Step[], candidate: readonly Step[]): readonly Posted[] {
  const all = new Map<string, Posted>();
  const add = (steps: readonly Step[], side: 'base' | 'candidate'): void => {
    for (const row of steps.flatMap(({ rows }) => rows)) {
      const key = `${row.kind} ${row.what} ${row.by ?? ''}`;
      const known = all.get(key) ?? { row, base: 0n, candidate: 0n };
      all.set(key, { ...known, [side]: known[side] + (row.quantity ?? 1n) });
    }
  };
  add(base, 'base');
  add(candidate, 'candidate');
  return [...all.values()].filter((each) => each.base !== each.candidate);
}

function postedTable(terminal: Terminal, plan: Plan, posted: readonly Posted[]): string {
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns = [
    { title: say(terminal, { en: 'in all', ja: '全期間の合計' }) },
    { title: '' },
    { title: '' },
    right(say(terminal, { en: 'base', ja: '変更前' })),
    right(say(terminal, { en: 'candidate', ja: '変更案' })),
    right(say(terminal, { en: 'change', ja: '差' })),
  ];
  const rows = posted.map(({ row: { kind, what, by }, base, candidate }) => {
    const scale = scaleOf(plan, what);
    const [one, other, change] = [base, candidate, candidate - base].map((each) => showGrouped(each, scale));
    return [kind, what, by ?? '', one ?? '', other ?? '', candidate > base ? `+${change}` : (change ?? '')];
  });
  return table(columns, rows, terminal.out.paint);
}

/** Shows where the versions part for one member, and why: each such step under the base, then under the candidate. */
export async function explainMember(
  terminal: Terminal,
  [base, candidate]: readonly [LoadedProgram, LoadedProgram],
  options: ReplayOptions,
  member: string,
  until: Day,
): Promise<ExitCode> {
  const lives: {
    readonly program: LoadedProgram;
    readonly history: MemberHistory;
    readonly steps: readonly Step[];
  }[] = [];
  for (const program of [base, candidate]) {
    const found = await findMember(terminal, program, options, member);
    if ('exit' in found) return found.exit;
    const { history } = found;
    if (history === undefined)
      return misuse(terminal, {
        en: `there is no member \`${member}\` in this history, as ${program.path} reads it`,
        ja: `${program.path} で読み込んだこの履歴に、会員 \`${member}\` はいません`,
      });
    lives.push({ program, history, steps: stepsOf(program.plan, history, until) });
  }
  const [before, after] = lives;
  if (before === undefined || after === undefined) return EXIT.clean;
  const { out } = terminal;
  const pairs = partings(before.steps, after.steps);
  const name = out.paint.bold(member);
  out.write(
    `${say(
      terminal,
      pairs.length === 0
        ? { en: `${name}: both versions post the same`, ja: `${name}: どちらの版でも台帳は同じです` }
        : {
            en: `${name}: the versions post different rows in ${pairs.length} of ${before.steps.length} steps`,
            ja: `${name}: ${before.steps.length} 回の処理のうち ${pairs.length} 回で、台帳の行が異なります`,
          },
    )}\n\n`,
  );
  const posted = postedInAll(before.steps, after.steps);
  if (posted.length > 0) out.write(`${postedTable(terminal, base.plan, posted)}\n\n`);
  const shown = firstOfEach(pairs).slice(0, MOST_STEPS);
  for (const pair of shown) {
    for (const [side, life, step] of [
      [{ en: 'base', ja: '変更前' }, before, pair.base],
      [{ en: 'candidate', ja: '変更案' }, after, pair.candidate],
    ] as const) {
      out.write(`${out.paint.cyan(`── ${say(terminal, side)}`)}\n`);
      if (step === undefined) {
        const day = formatDay((pair.base ?? pair.candidate)?.day ?? until);
        out.write(`${say(terminal, { en: `${day}  nothing happens`, ja: `${day}  何も起きません` })}\n\n`);
      } else tellStep(terminal, pageOf(terminal, life.program), life.history, step, false);
    }
  }
  const rest = pairs.length - shown.length;
  if (rest > 0)
    out.write(
      `${say(terminal, {
        en: `and ${rest} more, most of them alike; \`kizuna explain PROGRAM --history … --member ${member}\` shows a whole life under one version`,
        ja: `ほか ${rest} 回（多くは同様です）。\`kizuna explain プログラム --history … --member ${member}\` で一方の版の全履歴を表示します`,
      })}\n`,
    );
  return EXIT.clean;
}
