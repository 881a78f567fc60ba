import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fitBgNbd, fitGammaGamma, randomFrom } from '../../runtime/index.ts';

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;

interface Second {
  readonly visits: { readonly logLikelihood: number; readonly parameters: readonly number[] };
  readonly spend: { readonly logLikelihood: number; readonly parameters: readonly number[] };
}

// If one fails, a forecast rests on a maximum that is none, or on a likelihood that is not the papers'.
describe.skipIf(!HAS_PYTHON)('the likelihoods as printed, maximized by a simplex in Python', () => {
  it('have the same estimates and the same heights', () => {
    const random = randomFrom(31);
    const members = Array.from({ length: 800 }, (_, i) => {
      const age = 10 + (i % 30);
      const speed = random.gamma(1.1, 7);
      const leaves = random.beta(0.9, 2.2);
      const nu = random.gamma(3, 4_000);
      const moments: number[] = [];
      for (let time = random.exponential(speed); time <= age; time += random.exponential(speed)) {
        moments.push(time);
        if (random.uniform() < leaves) break;
      }
      const amounts = moments.map(() => random.gamma(2.5, nu));
      const spend = moments.length === 0 ? undefined : amounts.reduce((a, b) => a + b, 0) / moments.length;
      return { frequency: moments.length, recency: moments.at(-1) ?? 0, age, spend };
    });
    const visits = fitBgNbd(members, { unit: 'week' });
    const spend = fitGammaGamma(members);
    if (visits.kind === 'refused' || spend.kind === 'refused') return expect.fail('no fit');

    const input = JSON.stringify({
      visits: members.map(({ frequency, recency, age }) => [frequency, recency, age]),
      spend: members.flatMap((each) => (each.spend === undefined ? [] : [[each.frequency, each.spend]])),
    });
    const script = fileURLToPath(new URL('likelihood.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync('python3', [script], { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const second: Second = JSON.parse(stdout);
    expect(visits.logLikelihood).toBeCloseTo(second.visits.logLikelihood, 5);
    expect(spend.logLikelihood).toBeCloseTo(second.spend.logLikelihood, 5);
    const { r, alpha, a, b } = visits.parameters;
    const { p, q, gamma } = spend.parameters;
    [r, alpha, a, b].forEach((value, i) => {
      expect(value / (second.visits.parameters[i] ?? 0)).toBeCloseTo(1, 3);
    });
    [p, q, gamma].forEach((value, i) => {
      expect(value / (second.spend.parameters[i] ?? 0)).toBeCloseTo(1, 3);
    });
  });
});
