import type { Fields, MemberHistory, Plan } from '../../schema/index.ts';

/** Members as columns can tell them: without places, and without optional lists that are empty. */
export function withoutPlaces(plan: Plan, members: readonly MemberHistory[]): readonly MemberHistory[] {
  const optional = new Set(
    plan.events.flatMap((event) =>
      event.fields
        .filter((field) => field.optional && field.type.kind === 'lines')
        .map((field) => `${event.name}.${field.name}`),
    ),
  );
  const told = (type: string, fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).filter(
        ([name, value]) => !(Array.isArray(value) && value.length === 0 && optional.has(`${type}.${name}`)),
      ),
    );
  return members.map((member) => ({
    ...member,
    events: member.events.map((event) => ({
      ...event,
      place: undefined,
      fields: told(event.type, event.fields),
    })),
  }));
}
