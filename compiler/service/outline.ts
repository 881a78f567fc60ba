import type { Localized, Span } from '../../schema/index.ts';
import { childOf, type Entry, type Node, textOf } from '../document/index.ts';
import type { Inspection } from './inspection.ts';
import { keySlot, type NameKind } from './names.ts';
import type { Path } from './spot.ts';

/** An entry of a document, as a list of contents shows it. */
export interface OutlineItem {
  readonly name: string;
  readonly kind: NameKind | 'section';
  readonly title?: Localized;
  /** The whole entry. */
  readonly span: Span;
  /** Its key. */
  readonly selectionSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** Keys that hold entries worth a line of their own, though they name nothing. */
const PASSED: readonly string[] = ['levels', 'each', 'changes', 'response', 'assumptions', 'cases'];

/** What a document contains: its sections, and everything that is named in them. */
export function outlineOf(inspection: Inspection): readonly OutlineItem[] {
  const { kind } = inspection;
  const items = (node: Node, path: Path): readonly OutlineItem[] => {
    if (node.kind !== 'map') return [];
    const slot = keySlot(kind, path, () => undefined);
    return node.entries.flatMap((entry): readonly OutlineItem[] => {
      const inner = [...path, entry.key];
      const named = slot?.defines === true && !['title', 'description', 'reverses'].includes(entry.key);
      if (named) return [item(entry, slot.kinds[0] ?? 'section', items(entry.value, inner))];
      // Levels stand directly below their ladder.
      if (path.length > 0 && PASSED.includes(entry.key)) return items(entry.value, inner);
      const isSection =
        path.length === 0 || (kind === 'scenario' && path.length === 1 && path[0] === 'changes');
      if (!isSection || entry.value.kind === 'scalar') return [];
      const children = items(entry.value, inner);
      return children.length === 0 ? [] : [item(entry, 'section', children)];
    });
  };
  return items(inspection.root(), []);
}

function item(
  { key, keySpan, value }: Entry,
  kind: OutlineItem['kind'],
  children: readonly OutlineItem[],
): OutlineItem {
  const title = value.kind === 'map' ? textOf(childOf(value, 'title')) : undefined;
  return {
    name: key,
    kind,
    ...(title && { title }),
    span: { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) },
    selectionSpan: keySpan,
    children,
  };
}
