import { describe, expect, it } from 'vitest';
import { compile, compileScenario } from '../../compiler/index.ts';
import type { Diagnostic } from '../../schema/index.ts';
import { SHOP, shopWith } from './shop.ts';

interface Where {
  readonly code: string;
  readonly file: 'program' | 'scenario';
  readonly snippet: string;
}

/** What a scenario leads to; each finding with the file and the text that it points at. */
function overlaid(changes: string, program = SHOP) {
  const source = shopWith(changes);
  const compiled = compileScenario(source, () => ({ text: program }));
  const where = ({ code, span }: Diagnostic): Where => ({
    code,
    file: span.start >= compiled.scenarioAt ? 'scenario' : 'program',
    snippet: compiled.text.slice(span.start, span.end),
  });
  return { ...compiled, found: compiled.diagnostics.map(where) };
}

/** A Plan without its places: two texts that mean the same give the same. */
function meaning(plan: unknown): string {
  return JSON.stringify(plan, (key, value: unknown) =>
    key === 'span' || key === 'nameSpan' || key === 'text'
      ? undefined
      : typeof value === 'bigint'
        ? `${value}`
        : value,
  );
}

/** A scenario means what the program would mean with the change written into it. */
function expectSame(changes: string, from: string, to: string) {
  expect(SHOP).toContain(from);
  const { value, diagnostics } = overlaid(changes);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const written = compile(SHOP.replace(from, to)).value;
  expect(written).toBeDefined();
  expect(meaning(value)).toBe(meaning(written));
}

describe('a scenario over a program', () => {
  it('without changes is the program', () => {
    expectSame('', 'shop', 'shop');
  });

  it('changes the one entry of a rule that it names', () => {
    expectSame(
      'changes: { rules: { base: { give: 2 points } } }',
      'give: 1 point per step of amount',
      'give: 2 points',
    );
  });

  it('changes a level of a ladder, and what it says nothing of stays', () => {
    expectSame(
      'changes: { tiers: { status: { levels: { silver: { reach: spend >= 20_000 JPY } } } } }',
      'reach: spend >= 30_000 JPY',
      'reach: spend >= 20_000 JPY',
    );
  });

  it('puts a new level behind the one that it names before it', () => {
    expectSame(
      `changes:
  tiers:
    status:
      levels:
        silver: {}
        gold: { reach: spend >= 60_000 JPY }
        platinum: {}`,
      '      platinum:',
      '      gold: { reach: spend >= 60_000 JPY }\n      platinum:',
    );
  });

  it('puts a new entry before the one that it names after it', () => {
    expectSame(
      `changes:
  tiers:
    status:
      levels:
        bronze: { reach: spend >= 10_000 JPY }
        silver: {}`,
      '      silver:',
      '      bronze: { reach: spend >= 10_000 JPY }\n      silver:',
    );
  });

  it('replaces a value, adds a date to a history, and changes a cell of a table', () => {
    expectSame('changes: { parameters: { step: 50 JPY } }', 'step: { 2024-04-01: 100 JPY }', 'step: 50 JPY');
    expectSame(
      'changes: { parameters: { step: { 2026-04-01: 120 JPY } } }',
      'step: { 2024-04-01: 100 JPY }',
      'step: { 2024-04-01: 100 JPY, 2026-04-01: 120 JPY }',
    );
    expectSame('changes: { parameters: { rate: { silver: 30% } } }', 'silver: 10%', 'silver: 30%');
  });

  it('takes a table that says what it goes by as the whole parameter', () => {
    expectSame(
      'changes: { parameters: { rate: { by: member.plan otherwise free, free: 1%, paid: 2% } } }',
      'rate: { by: tier(status), regular: 0%, silver: 10%, platinum: 20%, otherwise: 5% }',
      'rate: { by: member.plan otherwise free, free: 1%, paid: 2% }',
    );
  });

  it('replaces lists', () => {
    expectSame(
      'changes: { rules: { visit: { limit: [2 per day] } } }',
      'limit: [1 per day, 9 per month]',
      'limit: [2 per day]',
    );
  });

  it('lets another trigger take the place of the first', () => {
    expectSame(
      'changes: { rules: { visit: { every: month, limit: 1 per month } } }',
      'on: visit, give: 5 points, limit: [1 per day, 9 per month]',
      'every: month, give: 5 points, limit: 1 per month',
    );
  });

  it('takes out entries, whole ones and parts', () => {
    expectSame('remove: [rules.visit.limit]', ', limit: [1 per day, 9 per month]', '');
    expectSame('remove: [rewards]', 'rewards:\n  cup: { price: 100 points, builds: economic }\n', '');
  });

  it('replaces as a whole what is both removed and changed, in its place', () => {
    expectSame(
      'remove: [rules.visit]\nchanges: { rules: { visit: { on: visit, give: 7 points, builds: behavioral } } }',
      'give: 5 points, limit: [1 per day, 9 per month]',
      'give: 7 points',
    );
  });
});

describe('what is wrong with a scenario', () => {
  it('points into the scenario where the scenario wrote it', () => {
    const { value, found } = overlaid('changes: { rules: { base: { give: 1 pint per step of amount } } }');
    expect(value).toBeUndefined();
    expect(found).toContainEqual({ code: 'unknown-unit', file: 'scenario', snippet: 'pint' });
    expect(found.every(({ file }) => file === 'scenario')).toBe(true);
  });

  it('points into the program where something there no longer holds', () => {
    const { found } = overlaid('remove: [measures.spend]');
    expect(found[0]).toEqual({ code: 'unknown-name', file: 'program', snippet: 'spend' });
    expect(found.every(({ file }) => file === 'program')).toBe(true);
  });

  it('tells what a rule of the scenario lacks at its name there', () => {
    const { found } = overlaid('changes: { rules: { extra: { give: 5 points, builds: economic } } }');
    expect(found).toEqual([{ code: 'trigger-missing', file: 'scenario', snippet: 'extra' }]);
  });

  it('knows a slip of the scenario by its own shape', () => {
    const { found } = overlaid('changes: { rulse: { base: { give: 2 points } } }');
    expect(found).toEqual([{ code: 'unknown-key', file: 'scenario', snippet: 'rulse' }]);
  });

  it('tells a slip inside an entry once', () => {
    const { found } = overlaid('changes: { rules: { base: { giev: 2 points } } }');
    expect(found).toEqual([{ code: 'unknown-key', file: 'scenario', snippet: 'giev' }]);
  });

  it('says what was probably to be removed', () => {
    const { diagnostics, found } = overlaid('remove: [rules.bsae]');
    expect(found).toEqual([{ code: 'remove-unknown', file: 'scenario', snippet: 'rules.bsae' }]);
    expect(diagnostics[0]?.message.en).toBe('there is no `bsae` in `rules`, so it cannot be removed');
    expect(diagnostics[0]?.help?.en).toBe('did you mean `rules.base`?');
    expect(diagnostics[0]?.fix?.edits[0]?.text).toBe('rules.base');
  });

  it('says what is there when nothing is near', () => {
    const { diagnostics } = overlaid('remove: [rewards.television]');
    expect(diagnostics[0]?.help?.en).toBe('what is there: `cup`');
  });

  it('says why there is no program', () => {
    const source = shopWith('');
    const { value, diagnostics, scenarioAt } = compileScenario(source, () => ({
      why: { en: 'no such file', ja: 'ファイルがありません' },
    }));
    expect(value).toBeUndefined();
    expect(scenarioAt).toBe(0);
    expect(diagnostics.map(({ code, span }) => [code, source.slice(span.start, span.end)])).toEqual([
      ['program-not-here', '../program.yaml'],
    ]);
  });

  it('keeps places apart where the program does not end its last line', () => {
    const { found } = overlaid('remove: [rules.bsae]', SHOP.trimEnd());
    expect(found).toEqual([{ code: 'remove-unknown', file: 'scenario', snippet: 'rules.bsae' }]);
  });
});
