import { readFileSync } from 'node:fs';
import type { Completion, EditedKind, InspectionContext } from '../../compiler/service/index.ts';
import { completionsAt, inspectText } from '../../compiler/service/index.ts';

export const teaHouse = readFileSync(
  new URL('../../programs/tea-house/program.yaml', import.meta.url),
  'utf8',
);

/** Text without the `|` that marks a cursor, and the cursor. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** What is offered at the `|` in a text. */
export function completions(
  marked: string,
  kind: EditedKind = 'program',
  context: InspectionContext = {},
): readonly Completion[] {
  const { text, offset } = cursorIn(marked);
  return completionsAt(inspectText(kind, text, context), offset);
}

export function labels(
  marked: string,
  kind: EditedKind = 'program',
  context: InspectionContext = {},
): string[] {
  return completions(marked, kind, context).map(({ label }) => label);
}

/** The tea house with one stretch of its text replaced; the new text may hold a cursor. */
export function teaHouseWith(from: string, to: string): string {
  if (!teaHouse.includes(from)) throw new Error(`the tea house has no ${from}`);
  return teaHouse.replace(from, () => to);
}

/** The text after a completion was taken, placeholders as they stand. */
export function taken(
  marked: string,
  label: string,
  kind: EditedKind = 'program',
  context: InspectionContext = {},
): string {
  const { text } = cursorIn(marked);
  const completion = completions(marked, kind, context).find((each) => each.label === label);
  if (completion === undefined) throw new Error(`${label} is not offered`);
  const { start, end } = completion.replace;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^ */.exec(line)?.[0] ?? '';
  const plain = completion.snippet ? expanded(completion.insert) : completion.insert;
  return text.slice(0, start) + plain.replaceAll('\n', `\n${indent}`) + text.slice(end);
}

/** A snippet with its placeholders filled in as they are written. */
export function expanded(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$}])/g, '$1');
}
