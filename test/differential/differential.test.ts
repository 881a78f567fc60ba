import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { compiledEngine } from './compiled-engine.ts';
import { coverageOf, coverageTable, neverReached } from './coverage.ts';
import { loadFixtures } from './fixtures.ts';
import {
  differenceOver,
  differential,
  type Engine,
  patience,
  referenceEngine,
  reportText,
} from './harness.ts';

/** `KIZUNA_PROGRAMS=5000 npx vitest run test/differential` looks further; `KIZUNA_SEED=7` elsewhere. */
const PROGRAMS = Number(process.env['KIZUNA_PROGRAMS'] ?? 150);

/** Loses the last row of a member: what a comparison has to notice. */
const forgetful: Engine = async (plan, members, until) =>
  (await referenceEngine(plan, members, until)).map(
    (result) => result && { ...result, rows: result.rows.slice(0, -1) },
  );

// If it fails, an engine throws on a program that compiled, or drawn programs no longer compile.
describe('drawn programs over drawn histories', () => {
  it(
    'compile nearly always, and run',
    async () => {
      const report = await differential(PROGRAMS, compiledEngine);
      const coverage = coverageOf(report.plans);
      if (process.env['KIZUNA_REPORT'] === '1')
        process.stdout.write(`${reportText(report)}\n${coverageTable(coverage)}\n`);
      // Dates are drawn without a thought for the order of lots: what of that has no bound is told apart.
      const unordered = report.refused.get('expiry-order')?.count ?? 0;
      const refused = [...report.refused.values()].reduce((sum, { count }) => sum + count, 0);
      expect(refused - unordered).toBeLessThan(report.programs * 0.05);
      expect(unordered).toBeLessThan(report.programs * 0.1);
      if (PROGRAMS >= 3000) expect(neverReached(coverage)).toEqual([]);
    },
    patience(PROGRAMS),
  );
});

// If it fails, two ledgers may differ and nobody is told.
describe('the comparison', () => {
  it('finds a row that an engine lost, and shows the program', async () => {
    await expect(differential(100, forgetful)).rejects.toThrow(/got \d+[\s\S]*program: \|[\s\S]*history: \|/);
  });
});

// If it fails, a difference that was mended has come back.
describe('cases found before', () => {
  it('are equal', async () => {
    for (const fixture of loadFixtures()) {
      const { value } = compile(fixture.program);
      const history = { text: fixture.history, until: fixture.until };
      const found =
        value === undefined ? 'does not compile' : await differenceOver(value, history, compiledEngine);
      expect([fixture.name, found]).toEqual([fixture.name, undefined]);
    }
  });
});
