/** Under these keys stand places, types and words: none of the parts that a walk looks for. */
const ASIDE: ReadonlySet<string> = new Set(['span', 'nameSpan', 'type', 'unit', 'title']);

/** Visits every object in a part of a Plan, outer ones first, but for places, types and titles. */
export function eachNode(part: unknown, visit: (node: Readonly<Record<string, unknown>>) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    for (const each of part) eachNode(each, visit);
    return;
  }
  const node = part as Readonly<Record<string, unknown>>;
  visit(node);
  for (const key of Object.keys(node)) {
    const each = node[key];
    if (typeof each === 'object' && !ASIDE.has(key)) eachNode(each, visit);
  }
}
