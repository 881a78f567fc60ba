import {
  type CompiledScenario,
  compile,
  differences,
  type Node,
  readDocument,
} from '../../compiler/index.ts';
import type { TextEdit } from '../../schema/index.ts';

/**
 * The text of a program with a scenario's changes written into it, its layout and comments kept. Undefined where that takes more
 * than putting values in the place of others or adding to what stands in braces; what is written says just what the scenario says.
 */
export function changedText(
  program: string,
  { root, text, scenarioAt }: CompiledScenario,
): string | undefined {
  const base = readDocument(program).root;
  if (base?.kind !== 'map' || root === undefined || scenarioAt === 0) return undefined;
  const edits: TextEdit[] = [];
  const sourceOf = (node: Node): string | undefined => {
    const source = text.slice(node.span.start, node.span.end).trim();
    return node.span.start < scenarioAt || source.includes('\n') ? undefined : source;
  };
  const write = (before: Node, after: Node): boolean => {
    if (before.kind === 'map' && after.kind === 'map') {
      const keys = new Set(after.entries.map(({ key }) => key));
      if (before.entries.every(({ key }) => keys.has(key))) return writeEntries(before, after);
    }
    if (before.span.start === after.span.start && before.span.end === after.span.end) return true;
    const source = sourceOf(after);
    if (source === undefined) return false;
    edits.push({ span: before.span, text: source });
    return true;
  };
  const writeEntries = (
    before: Extract<Node, { readonly kind: 'map' }>,
    after: Extract<Node, { readonly kind: 'map' }>,
  ): boolean =>
    after.entries.every(({ key, value }) => {
      const own = before.entries.find((entry) => entry.key === key);
      if (own !== undefined) return write(own.value, value);
      const end = before.entries.at(-1)?.value.span.end;
      const source = sourceOf(value);
      if (program[before.span.start] !== '{' || end === undefined || source === undefined) return false;
      edits.push({ span: { start: end, end }, text: `, ${key}: ${source}` });
      return true;
    });
  if (!write(base, root) || edits.length === 0) return undefined;
  let made = program;
  for (const { span, text: source } of edits.toSorted((a, b) => b.span.start - a.span.start))
    made = `${made.slice(0, span.start)}${source}${made.slice(span.end)}`;
  const again = readDocument(made).root;
  const isSame = again?.kind === 'map' && differences(again, root).length === 0;
  return isSame && compile(made).value !== undefined ? made : undefined;
}
