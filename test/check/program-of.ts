import { compile } from '../../compiler/index.ts';
import type { Plan } from '../../schema/index.ts';
import { laidOver } from '../diagnostics/frame.ts';

/** Findings of a program laid over the frame of the pages, each as `code at snippet`; the loyalty of a rule is not asked. */
export function findings(program: string): readonly string[] {
  const { source } = laidOver(program);
  return compile(source)
    .diagnostics.filter(({ code }) => code !== 'builds-missing' && code !== 'free-without-limit')
    .map(({ code, span }) => `${code} at ${source.slice(span.start, span.end)}`);
}

/** The Plan of a program that must compile. */
export function planOf(program: string): Plan {
  const { value, diagnostics } = compile(laidOver(program).source);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message.en).join('; '));
  return value;
}
