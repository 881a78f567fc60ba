import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../compiler/index.ts';
import { readHistory } from '../../runtime/index.ts';
import { type MemberHistory, type Plan, parseDay } from '../../schema/index.ts';
import { loadTimelines } from '../conformance/timeline.ts';

const PROGRAMS = new URL('../../programs/', import.meta.url);

/** A program with a history and the last day of its run. */
export interface Case {
  readonly name: string;
  readonly plan: Plan;
  readonly members: readonly MemberHistory[];
  readonly until: number;
}

/** A case of a program's text and a history in the native form. */
export async function caseOf(name: string, program: string, history: string, until: number): Promise<Case> {
  const { value: plan, diagnostics } = compile(program);
  if (plan === undefined)
    throw new Error(`${name}: ${diagnostics.map((each) => each.message.en).join('\n')}`);
  const source = { name: 'history.jsonl', chunks: [new TextEncoder().encode(history)] };
  const { members } = await readHistory(plan, [source]);
  return { name, plan, members, until };
}

/** Every program with its sample history. */
export async function programCases(): Promise<readonly Case[]> {
  const until = parseDay('2026-12-31') ?? 0;
  return Promise.all(
    readdirSync(PROGRAMS).map((name) => {
      const read = (file: string) => readFileSync(new URL(`${name}/${file}`, PROGRAMS), 'utf8');
      return caseOf(name, read('program.yaml'), read('history.jsonl'), until);
    }),
  );
}

/** Every worked ledger. */
export async function timelineCases(): Promise<readonly Case[]> {
  return Promise.all(
    loadTimelines().map(({ name, program, history, until }) => caseOf(name, program, history, until)),
  );
}
