import { expect, it } from 'vitest';
import { emitPlan } from '../../compiler/index.ts';
import { replay } from './bare-host.ts';
import { type Case, programCases, timelineCases } from './cases.ts';
import { expectedOf, foundOf } from './reference.ts';

function found({ plan, members, until }: Case) {
  const { bytes } = emitPlan(plan, { source: '', compiler: '' });
  return foundOf(replay(bytes, members, until));
}

// If one fails, docs/abi.md no longer tells how to run a module: whoever built a host on it pays wrong points.
it.each(await programCases())('a host built on docs/abi.md alone replays $name', (one) => {
  const expected = expectedOf(one.plan, one.members, one.until);
  expect(expected.rows.length).toBeGreaterThan(100);
  expect(found(one)).toEqual(expected);
});

it('and every worked ledger, members who stop at an overflow among them', async () => {
  const cases = await timelineCases();
  const expected = cases.map((one) => ({
    name: one.name,
    ...expectedOf(one.plan, one.members, one.until),
  }));
  expect(cases.map((one) => ({ name: one.name, ...found(one) }))).toEqual(expected);
  expect(expected.flatMap(({ errors }) => errors).length).toBeGreaterThan(3);
});
