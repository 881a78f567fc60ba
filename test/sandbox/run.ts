import { emitPlan } from '../../compiler/index.ts';
import { CompiledProgram, chunksOf, Dictionary, membersIn } from '../../runtime/index.ts';
import type { Chunk, Manifest, MemberHistory, Plan } from '../../schema/index.ts';
import type { MemberResultLike } from '../differential/difference.ts';

/** A program's module and what it says of itself. */
export interface Compiled {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly manifest: Manifest;
}

export function compiledOf(plan: Plan): Compiled {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  return { plan, module: new WebAssembly.Module(bytes), manifest };
}

/** Chunks of about `rows` rows. */
export function chunksIn(
  compiled: Compiled,
  members: readonly MemberHistory[],
  rows: number,
): readonly Chunk[] {
  const { plan, manifest } = compiled;
  return [...chunksOf(plan, manifest.layout, new Dictionary(manifest.layout), members, { rows })];
}

/** What an instance finds of the members of chunks, by id. */
export function resultsOf(
  program: CompiledProgram,
  chunks: Iterable<Chunk>,
  until: number,
): Map<string, MemberResultLike> {
  const results = new Map<string, MemberResultLike>();
  for (const chunk of chunks)
    for (const batch of program.replay(chunk, until))
      for (const member of membersIn(batch)) results.set(member.outcome.member, member);
  return results;
}

/** Results of members in chunks of about `rows` rows, by a new instance. */
export function replayed(
  compiled: Compiled,
  members: readonly MemberHistory[],
  until: number,
  rows: number,
): Map<string, MemberResultLike> {
  return resultsOf(new CompiledProgram(compiled.module), chunksIn(compiled, members, rows), until);
}

/** The same numbers in every run: Lehmer's generator. */
export function* drawn(seed: number): Generator<number, never> {
  for (let state = seed % 0x7fff_ffff || 1; ; ) {
    state = (state * 48_271) % 0x7fff_ffff;
    yield state;
  }
}

export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const draw = drawn(seed);
  return items
    .map((item) => ({ item, key: draw.next().value }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
