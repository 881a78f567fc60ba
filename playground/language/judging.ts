import { compile } from '../../compiler/index.ts';
import { reviewProgram, runTests } from '../../report/index.ts';
import type { Documents, LanguageCalls } from '../contract/index.ts';

/** What became of the tests; undefined while the program has errors. */
export async function testsOf({ program, tests }: Documents): Promise<LanguageCalls['tests']['answer']> {
  const { value } = compile(program);
  return value && (await runTests({ text: program, plan: value }, tests));
}

/** What a review finds; undefined while the program has errors. */
export function reviewOf({
  program,
  figures,
}: LanguageCalls['review']['ask']): LanguageCalls['review']['answer'] {
  const { value } = compile(program);
  return value && reviewProgram(program, value, figures);
}
