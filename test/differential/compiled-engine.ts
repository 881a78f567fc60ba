import { emitPlan } from '../../compiler/index.ts';
import { CompiledProgram, chunksOf, Dictionary, membersIn } from '../../runtime/index.ts';
import type { MemberResultLike } from './difference.ts';
import type { Engine } from './harness.ts';

/** The compiled engine as the harness asks for it: columns in chunks of a few members, one instance. */
export const compiledEngine: Engine = (plan, members, until) => {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  const program = new CompiledProgram(new WebAssembly.Module(bytes));
  const dictionary = new Dictionary(manifest.layout);
  const results = new Map<string, MemberResultLike>();
  for (const chunk of chunksOf(plan, manifest.layout, dictionary, members, { rows: 64 })) {
    for (const batch of program.replay(chunk, until)) {
      for (const member of membersIn(batch)) results.set(member.outcome.member, member);
    }
  }
  return members.map(({ member }) => results.get(member));
};
