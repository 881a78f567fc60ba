import type { ListNode, MapNode, Node, ScalarNode } from '../document/index.ts';
import { type Ast, parseExpression } from '../expression/index.ts';
import type { Declarations, EventInfo, FieldInfo } from './declarations.ts';
import { type Check, type EventScope, memberSite, type Site } from './site.ts';

/**
 * The scalar under a node. INVARIANT: a map or list where an expression stands does not fit the shape of a document, which
 * has been reported, and so has a written `null`; nothing more is said here.
 */
export function scalarOf(node: Node): ScalarNode | undefined {
  if (node.kind !== 'scalar') return undefined;
  return node.style === 'plain' && /^(?:~|null|Null|NULL)$/.test(node.text) ? undefined : node;
}

/** Reads the expression in a scalar, reporting what cannot be read. */
export function parseOf(node: Node, program: Declarations): Ast | undefined {
  const scalar = scalarOf(node);
  if (scalar === undefined) return undefined;
  const { value, diagnostics } = parseExpression(scalar);
  program.findings.addAll(diagnostics);
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error') ? undefined : value;
}

/** Measures and segments: about one member, no event at hand. */
export function namedSite(program: Declarations, check: Check): Site {
  return memberSite(program, check);
}

/** Derived fields: their own event, and the state before it. */
export function recordedSite(program: Declarations, check: Check, event: EventScope): Site {
  return { ...memberSite(program, check), event };
}

/**
 * The fields that any of several events has; of one type wherever it stands. Derived ones are typed when a name asks for
 * them: one of them may be what asks.
 */
export function unionScope(events: readonly EventInfo[]): EventScope {
  const fields = new Map<string, FieldInfo>();
  for (const event of events)
    for (const [name, field] of event.fields)
      if (!event.derived.has(name) && !fields.has(name)) fields.set(name, field);
  return { name: 'this', fields, among: events };
}

export type { ListNode, MapNode, Node };
