import { childOf, type Entry, type Node } from '../../compiler/index.ts';
import type { TestCase } from './document.ts';

/** A number as the reader of histories takes it: `1_000` is `1000`. Other scalars stay as written. */
function scalarText(node: Node & { readonly kind: 'scalar' }): string {
  const number = node.style === 'plain' && /^[+-]?\d[\d_]*(\.[\d_]+)?$/.test(node.text);
  return number ? node.text.replaceAll('_', '') : node.text;
}

function plain(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return scalarText(node);
    case 'list':
      return node.items.map(plain);
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.value)]));
  }
}

function textAt(node: Node, key: string): string | undefined {
  const value = childOf(node, key);
  return value?.kind === 'scalar' ? value.text : undefined;
}

function earliest(times: readonly string[]): string | undefined {
  return [...times].sort()[0];
}

/** The enrolment of a member; without `enrolled`, the day of the first event. */
function enrolment({ key: member, value }: Entry, { events }: TestCase, only: boolean): unknown {
  const own = events.filter((event) => only || textAt(event, 'member') === member);
  const first = earliest(own.flatMap((event) => textAt(event, 'at') ?? []));
  const attributes = value.kind === 'map' ? value.entries.filter((entry) => entry.key !== 'enrolled') : [];
  return {
    type: 'enroll',
    member,
    at: textAt(value, 'enrolled') ?? first?.slice(0, 10),
    fields: Object.fromEntries(attributes.map((entry) => [entry.key, plain(entry.value)])),
  };
}

/**
 * The members and events of a case as lines of a history, so that they pass through the same reader as real files:
 * same types, same zones, same reasons for rejecting a row. An event that names no member is of the only one.
 */
export function historyLines(test: TestCase): string {
  const only = test.members.length === 1 ? test.members[0]?.key : undefined;
  const rows: unknown[] = test.members.map((entry) => enrolment(entry, test, only !== undefined));
  for (const event of test.events) {
    const fields = childOf(event, 'fields');
    rows.push({
      type: textAt(event, 'event'),
      id: textAt(event, 'id'),
      member: textAt(event, 'member') ?? only,
      at: textAt(event, 'at'),
      sequence: textAt(event, 'sequence'),
      of: textAt(event, 'of'),
      ...(fields && { fields: plain(fields) }),
    });
  }
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
