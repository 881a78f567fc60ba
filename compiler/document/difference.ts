import type { Entry, MapNode, Node } from './node.ts';

/** Something that two documents say differently. */
export interface Difference {
  /** Keys from the top: `rules.purchase_star.give`. */
  readonly path: readonly string[];
  /** In one line; undefined where the document does not say it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A value in one line, as it would stand in braces and brackets. */
function inOneLine(node: Node): string {
  switch (node.kind) {
    case 'scalar':
      return node.text.replace(/\s+/g, ' ').trim();
    case 'list':
      return `[${node.items.map(inOneLine).join(', ')}]`;
    case 'map':
      return `{ ${node.entries.map(({ key, value }) => `${key}: ${inOneLine(value)}`).join(', ')} }`;
  }
}

const nameOf = ({ key, optional }: Entry): string => (optional ? `${key}?` : key);

/** Where the order of entries has a meaning: rules and ladders are worked off in it, levels ascend. */
function isOrdered(path: readonly string[]): boolean {
  const [section, , part] = path;
  if (path.length === 1) return section === 'rules' || section === 'tiers';
  return path.length === 3 && section === 'tiers' && part === 'levels';
}

/** Entries that both have, where they stand in another order. */
function reordered(before: MapNode, after: MapNode, path: readonly string[]): readonly Difference[] {
  const [own, other] = [before.entries.map(nameOf), after.entries.map(nameOf)];
  const [one, two] = [own.filter((key) => other.includes(key)), other.filter((key) => own.includes(key))];
  if (!isOrdered(path) || one.join('\n') === two.join('\n')) return [];
  return [{ path, before: one.join(', '), after: two.join(', ') }];
}

/** What differs between two documents, in the order of the first, then what only the second says. Layout, quotes and comments do not count. */
export function differences(before: Node, after: Node, path: readonly string[] = []): readonly Difference[] {
  if (before.kind === 'map' && after.kind === 'map') {
    const keys = new Set([...before.entries, ...after.entries].map(nameOf));
    const inside = [...keys].flatMap((key): readonly Difference[] => {
      const [own, other] = [before, after].map(
        ({ entries }) => entries.find((each) => nameOf(each) === key)?.value,
      );
      const place = [...path, key];
      if (own !== undefined && other !== undefined) return differences(own, other, place);
      return [{ path: place, before: own && inOneLine(own), after: other && inOneLine(other) }];
    });
    return [...inside, ...reordered(before, after, path)];
  }
  const [one, other] = [inOneLine(before), inOneLine(after)];
  return one === other ? [] : [{ path, before: one, after: other }];
}
