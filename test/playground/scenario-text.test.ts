import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, compileScenario } from '../../compiler/index.ts';
import { languageDesk } from '../../playground/language/desk.ts';
import { parseDay } from '../../schema/index.ts';
import { PROGRAM } from './desk.ts';

const desk = languageDesk(() => 0);
const SCENARIO = readFileSync('programs/tea-house/scenarios/cheaper-silver.yaml', 'utf8');
const assumption = (name: string) => ({ kind: 'assumption', name }) as const;

// If it fails, dragging a slider rewrites what a consultant wrote by hand.
describe('a slider', () => {
  it('changes exactly the value', () => {
    const moved = desk.adjust({ scenario: SCENARIO, of: assumption('hurry_to_silver'), share: 0.185 });
    expect(moved).toBe(SCENARIO.replace('value: 15%', 'value: 18.5%'));
    const margin = desk.adjust({ scenario: SCENARIO, of: { kind: 'margin' }, share: 0.42 });
    expect(margin).toBe(SCENARIO.replace('value: 45%', 'value: 42%'));
  });

  it('keeps to shares where the value is written as one', () => {
    const scenario = SCENARIO.replace('value: 4%', 'value: 0.04');
    const moved = desk.adjust({ scenario, of: assumption('silver_stays'), share: 0.05 });
    expect(moved).toBe(SCENARIO.replace('value: 4%', 'value: 0.05'));
  });

  it('adds the value that a range alone does not have, in lines and in braces', () => {
    const moved = desk.adjust({ scenario: SCENARIO, of: assumption('sleepers'), share: 0.02 });
    expect(moved).toBe(SCENARIO.replace('range: [0%, 3%]', 'value: 2%\n      range: [0%, 3%]'));
    const braces = 'response: { assumptions: { more: { changes: frequency, range: [0, 0.1] } } }';
    expect(desk.adjust({ scenario: braces, of: assumption('more'), share: 0.05 })).toBe(
      'response: { assumptions: { more: { changes: frequency, value: 0.05, range: [0, 0.1] } } }',
    );
  });

  it('does nothing to an assumption that is not there', () => {
    expect(desk.adjust({ scenario: SCENARIO, of: assumption('nobody'), share: 0.1 })).toBeUndefined();
    expect(desk.adjust({ scenario: '', of: { kind: 'margin' }, share: 0.1 })).toBeUndefined();
  });
});

// If it fails, the page cannot offer another first day for a history that ends before the response begins.
it('begins a response on another day', () => {
  const from = parseDay('2025-09-01') ?? 0;
  expect(desk.begin({ scenario: SCENARIO, from })).toBe(
    SCENARIO.replace('from: 2025-07-01', 'from: 2025-09-01'),
  );
  expect(desk.begin({ scenario: 'kizuna: 1', from })).toBeUndefined();
});

// If it fails, the button of the empty state writes a scenario with errors for somebody's program.
describe('the scenario to begin with', () => {
  const from = parseDay('2025-10-01') ?? 0;
  it.each(readdirSync('programs'))('compiles for %s, and changes nothing yet', (name) => {
    const program = readFileSync(`programs/${name}/program.yaml`, 'utf8');
    const scenario = desk.starter({ program, from });
    if (typeof scenario !== 'string') throw new Error('there is none');
    const { value, response, diagnostics } = compileScenario(scenario, () => ({ text: program }));
    const own = compile(program).diagnostics.length;
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(diagnostics.length).toBe(own);
    expect(value).toBeDefined();
    expect(response?.model.assumptions.length).toBeGreaterThan(0);
  });
});

// If it fails, the button that applies a scenario puts another program into the editor than the one that was simulated.
describe('a scenario written into the program', () => {
  const read = (scenario: string) => desk.scenario({ documents: { program: PROGRAM, tests: '', scenario } });
  const head = 'kizuna: 1\nscenario: other\nprogram: ../program.yaml\nchanges:\n';

  it('is the program with the values in their place, all else untouched', () => {
    expect(read(SCENARIO)).toMatchObject({
      changed: PROGRAM.replace('reach: yearly_spend >= 30_000 JPY', 'reach: yearly_spend >= 20_000 JPY'),
    });
    expect(read(`${head}  parameters: { yen_per_star: { 2026-10-01: 65 JPY } }\n`)).toMatchObject({
      changed: PROGRAM.replace('2026-04-01: 60 JPY }', '2026-04-01: 60 JPY, 2026-10-01: 65 JPY }'),
    });
  });

  it('is not offered where it would take more than that', () => {
    const answer = read(`${head}remove: [rewards]\n`.replace('changes:\n', ''));
    expect(answer === undefined || ('changed' in answer && answer.changed === undefined)).toBe(true);
  });
});
