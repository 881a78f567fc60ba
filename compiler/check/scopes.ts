import type { PlanExpr, ValueType } from '../../schema/index.ts';
import type { EventInfo, FieldInfo } from './declarations.ts';
import { fieldOf } from './names.ts';
import { walk } from './reads.ts';
import type { EventScope, Site } from './site.ts';

/** Events that may cause such a flow. */
export function causesOf(sources: readonly string[] | undefined, site: Site): readonly EventInfo[] {
  const { program } = site;
  const rules = [...program.rules.values()].filter(
    (rule) => sources === undefined || sources.includes(rule.name),
  );
  const names = new Set(rules.flatMap((rule) => rule.events));
  if (sources === undefined || sources.some((source) => program.rewards.has(source))) names.add('redeem');
  return [...names].map((name) => program.events.get(name)).filter((event) => event !== undefined);
}

/** Which of the events have every field that a `where` reads, with the type it was given. */
export function withFields(
  events: readonly EventInfo[],
  where: PlanExpr | undefined,
  same: readonly { field: string }[],
  site: Site,
): readonly string[] {
  const read = new Map<string, ValueType | undefined>(same.map(({ field }) => [field, undefined]));
  if (where !== undefined)
    for (const part of walk(where, site.program.measures)) {
      if (part.kind === 'field') read.set(part.name, part.type);
      if (part.kind === 'lines') read.set(part.list, undefined);
    }
  return events
    .filter((event) =>
      [...read].every(([name, type]) => {
        const field = fieldOf(event, name, site);
        return (
          field !== undefined && (type === undefined || JSON.stringify(field.type) === JSON.stringify(type))
        );
      }),
    )
    .map((event) => event.name);
}

/** The fields that all of several events have, with one type. */
export function commonScope(events: readonly EventInfo[], site: Site): EventScope {
  const [first, ...rest] = events;
  const fields = new Map<string, FieldInfo>();
  if (first === undefined) return { name: 'this', fields };
  // One event: its derived fields are typed when a name asks for them, so that they may read its history.
  if (rest.length === 0) return first;
  for (const name of [...first.fields.keys(), ...first.derived.keys()]) {
    const mine = fieldOf(first, name, site);
    const others = rest.map((event) => fieldOf(event, name, site));
    if (mine === undefined || others.some((other) => other === undefined || !sameField(mine, other)))
      continue;
    fields.set(name, {
      ...mine,
      optional: mine.optional || others.some((other) => other?.optional === true),
    });
  }
  return { name: events.map((event) => event.name).join(', '), fields };
}

function sameField(a: FieldInfo, b: FieldInfo): boolean {
  return (
    JSON.stringify(a.type) === JSON.stringify(b.type) && (a.lines === undefined) === (b.lines === undefined)
  );
}
