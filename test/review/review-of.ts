import { compile, hear, readDocument, review } from '../../compiler/index.ts';
import { laidOver } from '../diagnostics/frame.ts';

/** What a review says of a program laid over the frame of the pages, each as `code at snippet`, comments heard. */
export function reviewOf(program: string): readonly string[] {
  const { source } = laidOver(program);
  const { value: plan, diagnostics } = compile(source);
  const { root } = readDocument(source);
  if (plan === undefined || root?.kind !== 'map')
    throw new Error(diagnostics.map(({ message }) => message.en).join('; '));
  return hear(source, review(plan, root), () => false).diagnostics.map(
    ({ code, span }) => `${code} at ${source.slice(span.start, span.end)}`,
  );
}

/** Its findings of one or several codes only. */
export function only(program: string, ...codes: readonly string[]): readonly string[] {
  return reviewOf(program).filter((found) => codes.some((code) => found.startsWith(`${code} at`)));
}

/** The sentences of one code, in English. */
export function sentences(program: string, code: string): readonly string[] {
  const { source } = laidOver(program);
  const { value: plan } = compile(source);
  const { root } = readDocument(source);
  if (plan === undefined || root?.kind !== 'map') throw new Error('does not compile');
  return review(plan, root)
    .filter((each) => each.code === code)
    .map(({ message }) => message.en);
}
