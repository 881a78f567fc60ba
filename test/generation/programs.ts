import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../compiler/index.ts';
import type { RowFormat } from '../../runtime/index.ts';
import { customerModel, type GenerationOptions, Generator, rowWriter } from '../../runtime/index.ts';
import { dayOf, type MemberHistory, type Plan } from '../../schema/index.ts';
import { root } from '../cli/command.ts';

export const PROGRAMS = readdirSync(join(root, 'programs'));

export function planOf(text: string): Plan {
  const { value, diagnostics } = compile(text);
  if (value === undefined) throw new Error(diagnostics.map((each) => each.message.en).join('\n'));
  return value;
}

export function programPlan(name: string): Plan {
  return planOf(readFileSync(join(root, 'programs', name, 'program.yaml'), 'utf8'));
}

export function generatorOf(plan: Plan, options: Partial<GenerationOptions> = {}): Generator {
  const generator = Generator.of(plan, {
    seed: 1,
    from: dayOf(2024, 1, 1),
    until: dayOf(2025, 12, 31),
    model: customerModel(plan.currency),
    ...options,
  });
  if (generator === undefined) throw new Error('the program has no events');
  return generator;
}

export function membersOf(generator: Generator, count: number): readonly MemberHistory[] {
  return Array.from({ length: count }, (_, index) => generator.member(index));
}

/** The text of the first `rows` rows of these members. */
export function textOfMembers(
  plan: Plan,
  members: Iterable<MemberHistory>,
  rows: number,
  format: RowFormat = 'jsonl',
): string {
  const writer = rowWriter(plan, format);
  const lines: string[] = [];
  for (const member of members) {
    if (lines.length >= rows) break;
    lines.push(...writer.rowsOf(member));
  }
  return writer.head + lines.slice(0, rows).join('');
}

/** The text of the first `rows` rows, members in order. */
export function textOf(generator: Generator, rows: number, format: RowFormat = 'jsonl'): string {
  function* everybody() {
    for (let index = 0; ; index += 1) yield generator.member(index);
  }
  return textOfMembers(generator.plan, everybody(), rows, format);
}
