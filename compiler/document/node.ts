import type { Span } from '../../schema/index.ts';

/** A YAML document as the compiler reads it: keys in order, every place kept. Anchors, aliases and tags are not part of it. */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  readonly entries: readonly Entry[];
}

export interface Entry {
  /** NFC-normalized, without the `?` of an optional entry. */
  readonly key: string;
  readonly keySpan: Span;
  /** Written `key?:`. */
  readonly optional: boolean;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  /** The text after YAML's quoting and folding; empty for a value left out. Numbers and dates stay text. */
  readonly text: string;
  readonly style: 'plain' | 'quoted' | 'block';
  /** The whole scalar in the file, quotes included; for an empty value, the place after its key. */
  readonly span: Span;
  /** Offset in the file of the character `text[index]`; `text.length` gives the end. */
  at(index: number): number;
}

/** The value under a key; undefined when the node is not a map or has no such key. */
export function childOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** The place in the file of a stretch of a scalar's text. */
export function spanWithin(scalar: ScalarNode, start: number, end: number): Span {
  if (scalar.text.length === 0) return scalar.span;
  const from = scalar.at(Math.min(start, scalar.text.length));
  const to = end > start ? scalar.at(end - 1) + 1 : from;
  return { start: from, end: Math.max(to, from) };
}
