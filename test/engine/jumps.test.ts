import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { dayOfTime, type MemberHistory, type Plan } from '../../schema/index.ts';
import { loadTimelines } from '../conformance/timeline.ts';
import { BOOLEAN, constant, DAY, rule } from './build.ts';

const PROGRAMS = new URL('../../programs/', import.meta.url);

async function sample(
  name: string,
): Promise<{ plan: Plan; members: readonly MemberHistory[]; until: number }> {
  const { value: plan } = compile(readFileSync(new URL(`${name}/program.yaml`, PROGRAMS), 'utf8'));
  if (plan === undefined) throw new Error(`${name} does not compile`);
  const chunks = [new Uint8Array(readFileSync(new URL(`${name}/history.jsonl`, PROGRAMS)))];
  const { members } = await readHistory(plan, [{ name: 'history.jsonl', chunks }]);
  const days = members.flatMap((each) => [each.enrolled, ...each.events.map((event) => dayOfTime(event.at))]);
  // Ten members show what there is to see.
  return { plan, members: members.slice(0, 10), until: Math.max(...days) + 400 };
}

/** The same program with a rule that looks at every day and never fires: no day can be jumped over. */
function everyDay(plan: Plan): Plan {
  const look = rule('never', {
    trigger: { kind: 'every', period: DAY, afterDays: 0 },
    when: constant(false, BOOLEAN),
  });
  return { ...plan, rules: [...plan.rules, look] };
}

function expectSame(plan: Plan, history: MemberHistory, until: number): void {
  const jumped = runMember(plan, history, { until });
  const walked = runMember(everyDay(plan), history, { until });
  expect(jumped?.rows).toEqual(walked?.rows);
  expect(jumped?.outcome).toEqual(walked?.outcome);
}

describe.each(readdirSync(PROGRAMS))('%s over its sample history', (name) => {
  it('loses nothing by jumping from due date to due date', async () => {
    const { plan, members, until } = await sample(name);
    for (const history of members) expectSame(plan, history, until);
  });

  it('keeps its books: what was issued is used, gone, taken back or there', async () => {
    const { plan, members, until } = await sample(name);
    for (const history of members) {
      for (const points of runMember(plan, history, { until })?.outcome.points ?? []) {
        const { issued, used, expired, forfeited, reversed, available, pending, debt } = points;
        expect(issued - used - expired - forfeited - reversed).toBe(available + pending - debt);
        expect(available === 0n || debt === 0n).toBe(true);
      }
    }
  });
});

describe('the worked timelines', () => {
  it('lose nothing by jumping either', async () => {
    for (const { program, history, until } of loadTimelines()) {
      const { value: plan } = compile(program);
      // That every timeline compiles is the conformance test's to say.
      if (plan === undefined) continue;
      const chunks = [new TextEncoder().encode(history)];
      const { members } = await readHistory(plan, [{ name: 'history.jsonl', chunks }]);
      for (const member of members) expectSame(plan, member, until);
    }
  });
});
