import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compile } from '../../compiler/index.ts';
import type { Plan } from '../../schema/index.ts';
import { programArbitrary } from '../differential/program-arbitrary.ts';

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(document: unknown, key: string): readonly (readonly [string, Tree])[] {
  const section = isTree(document) ? document[key] : undefined;
  return isTree(section)
    ? Object.entries(section).map(([name, entry]) => [name, isTree(entry) ? entry : {}])
    : [];
}

/** How many of each key an entry has: the items of a list, one of anything else. */
function written(entry: Tree, keys: readonly string[]): Tree {
  return Object.fromEntries(
    keys.map((key) => {
      const value = entry[key];
      return [key, value === undefined ? 0 : Array.isArray(value) ? value.length : 1];
    }),
  );
}

const one = (value: unknown): number => (value === undefined ? 0 : 1);

/** What the document writes, counted without a look at the Plan. */
function writtenIn(document: unknown) {
  const of = (section: string, keys: readonly string[]) =>
    entriesOf(document, section).map(([name, entry]) => [name, written(entry, keys)]);
  return {
    rules: of('rules', [
      'when',
      'give',
      'take',
      'forfeit',
      'settle',
      'hold',
      'limit',
      'available',
      'expires',
    ]),
    rewards: of('rewards', ['when', 'price', 'give', 'limit', 'available', 'expires']),
    points: of('points', ['available', 'expires']),
    benefits: of('benefits', ['when']),
    levels: entriesOf(document, 'tiers').flatMap(([, ladder]) =>
      entriesOf(ladder, 'levels').map(([name, level]) => [name, written(level, ['reach', 'until'])]),
    ),
    derived: entriesOf(document, 'events').flatMap(([, event]) =>
      Object.entries(event).flatMap(([name, field]) => (isTree(field) && 'is' in field ? [name] : [])),
    ),
    kpis: of('kpis', ['target']),
    active: isTree(document) && isTree(document['standard']) ? one(document['standard']['active']) : 0,
  };
}

/** The same, of the Plan. */
function planned(plan: Plan): ReturnType<typeof writtenIn> {
  return {
    rules: plan.rules.map((rule) => [
      rule.name,
      {
        when: one(rule.when),
        give: rule.give.length,
        take: rule.take.length,
        forfeit: rule.forfeit.length,
        settle: one(rule.settle),
        hold: one(rule.hold),
        limit: rule.limits.length,
        available: one(rule.dates.available),
        expires: one(rule.dates.expires),
      },
    ]),
    rewards: plan.rewards.map((reward) => [
      reward.name,
      {
        when: one(reward.when),
        price: reward.price.length,
        give: reward.give.length,
        limit: reward.limits.length,
        available: one(reward.dates.available),
        expires: one(reward.dates.expires),
      },
    ]),
    points: plan.points.map(({ name, dates }) => [
      name,
      { available: one(dates.available), expires: one(dates.expires) },
    ]),
    benefits: plan.benefits.map((benefit) => [benefit.name, { when: one(benefit.when) }]),
    levels: plan.ladders.flatMap(({ levels }) =>
      levels.slice(1).map(({ name, reach, until }) => [name, { reach: one(reach), until: one(until) }]),
    ),
    derived: plan.events.flatMap(({ derived }) => derived.map(({ name }) => name)),
    kpis: plan.kpis.map(({ name, target }) => [name, { target: one(target) }]),
    active: one(plan.standard.active),
  };
}

/** The Plan's derived fields stand in the order in which they are worked out. */
function inNameOrder(found: ReturnType<typeof writtenIn>) {
  return { ...found, derived: [...found.derived].sort() };
}

/** Whether the program compiled, and then that nothing in it was lost. */
function nothingLost(source: string): boolean {
  const { value } = compile(source);
  if (value === undefined) return false;
  expect(inNameOrder(planned(value))).toEqual(inNameOrder(writtenIn(parse(source))));
  return true;
}

const PROGRAMS = fileURLToPath(new URL('../../programs', import.meta.url));

// If it fails, a condition that stands in a program is not in its Plan, and nobody was told.
describe('what is written stands in the Plan', () => {
  it('of every program that comes with Kizuna', () => {
    const names = readdirSync(PROGRAMS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of names)
      expect([name, nothingLost(readFileSync(`${PROGRAMS}/${name}/program.yaml`, 'utf8'))]).toEqual([
        name,
        true,
      ]);
  });

  it('of drawn programs', () => {
    const drawn = fc.sample(programArbitrary, { seed: 20260401, numRuns: 150 });
    expect(drawn.filter(nothingLost).length).toBeGreaterThan(130);
  });
});
