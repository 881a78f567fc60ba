import { layoutOf, type Plan } from '../../schema/index.ts';

/** What the reader of histories and the columns that it makes depend on, as text; places in the file aside. */
function readingOf(plan: Plan): string {
  const { timezone, currency, attributes, events, ladders, rewards, parameters } = plan;
  // A share can be of a derived field, which the reader works out by the parameters of that day (ruling R8).
  const bySums = events.filter(
    ({ reverses, derived }) => reverses?.by !== undefined && derived.some(({ name }) => name === reverses.by),
  );
  const parts = {
    layout: layoutOf(plan),
    timezone,
    currency,
    attributes,
    events: events.map(({ name, fields, reverses, derived }) => ({
      name,
      fields,
      reverses,
      derived: derived.map((field) => (bySums.length > 0 ? field : field.name)),
    })),
    ladders: ladders.map(({ name, levels }) => ({ name, levels: levels.map((level) => level.name) })),
    rewards: rewards.map(({ name }) => name),
    parameters: bySums.length > 0 ? parameters : [],
  };
  return JSON.stringify(parts, (key, value: unknown) => {
    if (key === 'span' || key === 'text' || key === 'title') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

/** True where both versions read a history alike: then it is read once, into columns that serve both. */
export function readAlike(base: Plan, candidate: Plan): boolean {
  return readingOf(base) === readingOf(candidate);
}
