import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { runTests } from '../../report/index.ts';
import { tests } from '../cli/club.ts';
import { CLUB } from '../cli/command.ts';

const run = (document: string) => {
  const { value: plan } = compile(CLUB);
  if (plan === undefined) throw new Error('the club compiles');
  return runTests({ text: CLUB, plan }, document);
};

describe('a tests document, run as data', () => {
  it('passes what comes out as expected, also under parameters of its own', async () => {
    // 1 999 / 100 = 19; at 200 JPY a star, 9.
    const { cases, diagnostics } = await run(tests(19));
    expect(diagnostics).toEqual([]);
    expect(cases.map(({ name, verdict, differences }) => [name, verdict, differences])).toEqual([
      ['star', 'passed', []],
      ['dearer', 'passed', []],
    ]);
  });

  it('shows a failure as a table, where it stands, in both languages, and can be sent between threads', async () => {
    const document = tests(20);
    const report = structuredClone(await run(document));
    const failed = report.cases[0];
    expect(failed).toMatchObject({ name: 'star', verdict: 'failed' });
    expect(document.slice(failed?.span.start, failed?.span.end)).toBe('star');
    const difference = failed?.differences[0];
    expect(difference?.title).toEqual({ en: 'ledger of m1', ja: 'm1 の台帳' });
    expect(difference?.lines).toEqual([
      { expected: 'earn  star  20  base  e1', got: 'earn  star  19  base  e1', same: false },
    ]);
    const { start, end } = difference?.span ?? { start: 0, end: 0 };
    expect(document.slice(start, end)).toContain('quantity: 20');
  });

  it('does not call a test green that looks at nothing, or that could not run', async () => {
    const { cases } = await run(`kizuna: 1
tests: club
cases:
  idle: { members: { m1: { enrolled: 2026-01-01 } }, expect: { state: [ { member: m1, balance: {} } ] } }
  unfit:
    parameters: { yen_per_star: 3 stars }
    members: { m1: { enrolled: 2026-01-01 } }
    expect: { state: [ { member: m1, balance: { star: 0 } } ] }
`);
    expect(cases.map(({ verdict }) => verdict)).toEqual(['idle', 'broken']);
    expect(cases[1]?.problems.length).toBeGreaterThan(0);
  });

  it('runs nothing of a document that has errors, and says where they are', async () => {
    const { cases, diagnostics } = await run('kizuna: 1\ntests: club\ncases: 3\n');
    expect(cases).toEqual([]);
    expect(diagnostics.map(({ severity }) => severity)).toContain('error');
  });

  it('stops between two cases when it is told to', async () => {
    const { value: plan } = compile(CLUB);
    if (plan === undefined) throw new Error('the club compiles');
    const done: string[] = [];
    const report = await runTests({ text: CLUB, plan }, tests(19), {
      onCase: ({ name }) => done.push(name),
      cancelled: () => done.length > 0,
    });
    expect(report.cases.map(({ name }) => name)).toEqual(['star']);
  });
});
