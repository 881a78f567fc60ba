import { describe, expect, it } from 'vitest';
import { CompiledProgram, runMember } from '../../runtime/index.ts';
import { dayOf } from '../../schema/index.ts';
import { programCases } from '../abi/cases.ts';
import { firstDifference } from '../differential/difference.ts';
import { longMember } from './long-member.ts';
import { chunksIn, compiledOf, replayed, resultsOf } from './run.ts';

const programs = await programCases();
/** These two have the most rows and the most measures; the others show the same on fewer. */
const MOST = ['tea-house', 'united-million-miler'];
const FROM = dayOf(2006, 1, 1);
const DAYS = 20 * 365;
const UNTIL = FROM + DAYS;

// If one fails, a till that books everybody's purchases on one card stops the whole run.
describe('a million events of one member', () => {
  it.each(programs)('$name: fewer of them are as the reference engine says', (one) => {
    const history = longMember(one, 600, FROM, DAYS);
    const expected = runMember(one.plan, history, { until: UNTIL });
    expect(expected?.rows.length).toBeGreaterThan(100);
    const results = replayed(compiledOf(one.plan), [history], UNTIL, 1);
    expect(firstDifference(expected, results.get('long'))).toBeUndefined();
  });

  it.each(programs)('$name: they come to their end, in bounded memory', (one) => {
    const compiled = compiledOf(one.plan);
    const events = MOST.includes(one.name) ? 1_000_000 : 100_000;
    const [chunk, ...more] = chunksIn(compiled, [longMember(one, events, FROM, DAYS)], 1);
    if (chunk === undefined || more.length > 0) return expect.fail('one member is one chunk');
    const program = new CompiledProgram(compiled.module);
    const start = performance.now();
    let rows = 0;
    let outcomes = 0;
    for (const batch of program.replay(chunk, UNTIL)) {
      rows += batch.rowCount;
      outcomes += batch.outcomeCount;
      expect(batch.errors.size).toBe(0);
    }
    const seconds = (performance.now() - start) / 1_000;
    const mib = program.footprint / 2 ** 20;
    process.stdout.write(
      `${one.name}: ${events} events, ${rows} rows, ${seconds.toFixed(1)} s, ${mib.toFixed(0)} MiB\n`,
    );
    expect(outcomes).toBe(1);
    expect(rows).toBeGreaterThan(1_000);
    // Four times the bytes of the rows (docs/abi.md), and less than a kibibyte for each event with all that it counts for.
    expect(program.footprint).toBeLessThan(4 * 64 * rows + 1_024 * events);
    const [after] = one.members;
    if (after === undefined) return expect.fail('the sample has members');
    const own = resultsOf(program, chunksIn(compiled, [after], 1), one.until).get(after.member);
    expect(firstDifference(runMember(one.plan, after, { until: one.until }), own)).toBeUndefined();
  });
});

// If one fails, an old member, or one whose plan runs far ahead, is paid differently in the compiled engine.
describe('dates at both ends of the calendar', () => {
  const first = dayOf(1900, 1, 1);
  const last = dayOf(2199, 12, 31);

  it.each(programs)('$name: three hundred years are as the reference engine says', (one) => {
    const compiled = compiledOf(one.plan);
    const ends = [dayOf(1904, 2, 29), dayOf(1900, 1, 1), dayOf(1900, 2, 28)].map((birthday, i) => {
      const member = longMember(one, 80 + 60 * i, first, last - first + 1);
      const born = 'birthday' in member.attributes ? { birthday } : {};
      return { ...member, member: `born ${i}`, attributes: { ...member.attributes, ...born } };
    });
    const late = { ...longMember(one, 20, last, 1), member: 'late' };
    const results = replayed(compiled, [...ends, late], last, 1_000);
    for (const history of [...ends, late]) {
      const expected = runMember(one.plan, history, { until: last });
      expect(firstDifference(expected, results.get(history.member))).toBeUndefined();
    }
  });
});
