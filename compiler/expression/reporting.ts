import { type Fix, reporter, type TextEdit } from '../../schema/index.ts';
import { type ScalarNode, spanWithin } from '../document/index.ts';
import { expressionMessages } from './messages.ts';

export const report = reporter(expressionMessages);
export type ExpressionCode = keyof typeof expressionMessages;

/** What the user wrote, or should write, as messages show it. */
export function ticked(text: string): string {
  return `\`${text.replace(/\s+/gu, ' ')}\``;
}

/** One replacement of the text between two offsets of a scalar. */
export interface Rewrite {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A fix that rewrites stretches of a scalar and shows `meant`. None when the new text holds quotes and the scalar is
 * itself quoted: there they would have to be escaped.
 */
export function fixWith(
  scalar: ScalarNode,
  meant: string,
  rewrites: readonly Rewrite[],
): { readonly fix: Fix } | Record<string, never> {
  if (scalar.style === 'quoted' && rewrites.some((rewrite) => /["'\\]/u.test(rewrite.text))) return {};
  const edits: TextEdit[] = rewrites.map(({ start, end, text }) => ({
    span: spanWithin(scalar, start, end),
    text,
  }));
  return { fix: { title: { en: `write ${ticked(meant)}`, ja: `${ticked(meant)} と書く` }, edits } };
}
