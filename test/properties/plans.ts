import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../compiler/index.ts';
import type { Plan } from '../../schema/index.ts';
import { loadTimelines } from '../conformance/timeline.ts';

/** A program that compiles, and its text. */
export interface Specimen {
  readonly name: string;
  readonly source: string;
  readonly plan: Plan;
}

function specimen(name: string, source: string): Specimen {
  const { value, diagnostics } = compile(source);
  if (value === undefined) throw new Error(`${name}: ${diagnostics.map((one) => one.message.en).join('; ')}`);
  return { name, source, plan: value };
}

const PROGRAMS = new URL('../../programs/', import.meta.url);

/** The programs of the repository. */
export function programs(): readonly Specimen[] {
  return readdirSync(PROGRAMS)
    .sort()
    .map((folder) => specimen(folder, readFileSync(new URL(`${folder}/program.yaml`, PROGRAMS), 'utf8')));
}

/** The programs of the timelines: between them they use every construct of the language. */
export function fragments(): readonly Specimen[] {
  return loadTimelines().map((timeline) => specimen(timeline.name, timeline.program));
}
