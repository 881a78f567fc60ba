import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type MemberRun, readHistory, runMember } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { difference, rowText } from './ledger-text.ts';
import { loadTimelines, type Timeline } from './timeline.ts';

const timelines = loadTimelines();

function planOf(timeline: Timeline): Plan {
  const { value, diagnostics } = compile(timeline.program);
  const errors = diagnostics
    .filter((found) => found.severity === 'error')
    .map(({ code, message, span }) => {
      const line = timeline.program.slice(0, span.start).split('\n').length;
      return `${code} (line ${line}: \`${timeline.program.slice(span.start, span.end)}\`): ${message.en}`;
    });
  if (value === undefined || errors.length > 0)
    expect.fail(`the program does not compile\n${errors.join('\n')}\n\n${timeline.program}`);
  return value;
}

async function replay(timeline: Timeline) {
  const plan = planOf(timeline);
  const chunks = [new TextEncoder().encode(timeline.history)];
  const read = await readHistory(plan, [{ name: 'history.jsonl', chunks }]);
  const runs = new Map<string, MemberRun>();
  for (const history of read.members) {
    const run = runMember(plan, history, { until: timeline.until });
    if (run !== undefined) runs.set(history.member, run);
  }
  return { plan, read, runs };
}

// If one fails, a member is paid what the language does not say, or not paid what it does.
describe('timelines', () => {
  for (const timeline of timelines)
    it(`${timeline.name}: ${timeline.title}`, async () => {
      const { plan, read, runs } = await replay(timeline);

      expect(read.problems, 'the file could not be read').toEqual([]);
      const rejected = [...read.rejected].sort((a, b) => a.line - b.line);
      expect(
        rejected.map(({ line, event, reason }) => `line ${line} ${event}: ${reason}`),
        'bad rows',
      ).toEqual(timeline.bad.map(({ line, event, reason }) => `line ${line} ${event}: ${reason}`));

      const members = [...new Set([...timeline.ledgers.keys(), ...runs.keys()])].sort();
      const found = members.flatMap((member) => {
        const rows = runs.get(member)?.rows.map((row) => rowText(plan, row)) ?? [];
        return difference(member, timeline.ledgers.get(member) ?? [], rows) ?? [];
      });
      if (found.length > 0) expect.fail(`\n${found.join('\n\n')}`);

      const errors = [...runs.values()].flatMap((run) => run.outcome.error ?? []);
      expect(
        errors.map(({ member, event, code }) => ({ member, event, code })),
        'members that stop',
      ).toEqual(timeline.errors.map(({ member, event, code }) => ({ member, event, code })));
      timeline.errors.forEach((expected, index) => {
        if (expected.in !== undefined) expect(errors[index]?.in).toBe(expected.in);
      });
    });
});

// If one fails, available points and the ledger tell a member two different stories.
describe('books of the timelines', () => {
  for (const timeline of timelines)
    it(`${timeline.name}: rows add up to the outcome`, async () => {
      const { runs } = await replay(timeline);
      for (const [member, { rows, outcome }] of runs) {
        for (const { points, available, debt, pending } of outcome.points) {
          const moved = rows.filter((row) => row.what === points && row.kind !== 'decline');
          const sum = moved.reduce((total, row) => total + (row.quantity ?? 0n), 0n);
          expect(available - debt + pending, `${member}: ${points}`).toBe(sum);
          expect(available === 0n || debt === 0n, `${member}: a debt beside available ${points}`).toBe(true);
        }
      }
    });
});

describe('coverage of the language', () => {
  const covered = new Set(timelines.flatMap((timeline) => timeline.covers));
  const rulings: readonly (readonly [string, number])[] = [
    ['R', 9],
    ['O', 10],
    ['T', 7],
    ['W', 7],
    ['C', 3],
    ['P', 15],
    ['X', 5],
  ];
  const ids = rulings.flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  );

  it.each([...ids, 'K3'])('ruling %s has a timeline', (id) => {
    expect([...covered]).toContain(id);
  });

  it.each([5, 6, 7, 8, 9])('section %d has a timeline', (section) => {
    expect([...covered].some((topic) => topic.startsWith(`${section} `))).toBe(true);
  });

  it('names only what there is', () => {
    const unknown = [...covered].filter(
      (topic) => !/^[5-9] /.test(topic) && topic !== 'K3' && !ids.includes(topic),
    );
    expect(unknown).toEqual([]);
  });
});
