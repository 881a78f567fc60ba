import { expect } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type MemberRun, readHistory, runMember } from '../../runtime/index.ts';
import { type Plan, parseDay } from '../../schema/index.ts';
import { rowText } from '../conformance/ledger-text.ts';
import { laidOver } from '../diagnostics/frame.ts';

/** What became of the one member of a short history. */
export interface Replayed {
  /** Rows as `kind what quantity by`, in posting order. */
  readonly rows: readonly string[];
  readonly run: MemberRun;
  /** `event: reason` of the rows that were kept out. */
  readonly bad: readonly string[];
}

export function planOf(program: string): Plan {
  const { value, diagnostics } = compile(laidOver(program).source);
  if (value === undefined)
    expect.fail(diagnostics.map(({ code, message }) => `${code}: ${message.en}`).join('\n'));
  return value;
}

/** Replays JSON Lines of the member `m`, enrolled on 2026-01-01, up to a day. */
export async function replay(program: string, events: readonly string[], until: string): Promise<Replayed> {
  const plan = planOf(program);
  const lines = ['{"member":"m","type":"enroll","at":"2026-01-01"}'];
  for (const event of events) lines.push(event.replace('{', '{"member":"m",'));
  const chunks = [new TextEncoder().encode(lines.join('\n'))];
  const read = await readHistory(plan, [{ name: 'history.jsonl', chunks }]);
  const [member] = read.members;
  const day = parseDay(until);
  const run = member && day !== undefined ? runMember(plan, member, { until: day }) : undefined;
  if (run === undefined) expect.fail('nobody was replayed');
  return {
    rows: run.rows.map((row) => rowText(plan, row)),
    run,
    bad: read.rejected.map(({ event, reason }) => `${event}: ${reason}`),
  };
}
