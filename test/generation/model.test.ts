import { describe, expect, it } from 'vitest';
import { drawSpend, drawThrift, drawVisits } from '../../runtime/generation/customer.ts';
import { Random } from '../../runtime/generation/random.ts';
import { customerModel } from '../../runtime/index.ts';
import { civilOf, dayOf, weekdayOf } from '../../schema/index.ts';
import { expectedRepeats, fiveErrors, meanOver, varianceBound } from './closed-forms.ts';
import { generatorOf, membersOf, programPlan } from './programs.ts';

/** The published fit for CDNOW, in weeks: Fader, Hardie and Lee (2005). */
const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

/** The calendar of docs/generate.md. */
const MONTHS = [0.95, 0.85, 1, 0.95, 0.95, 0.95, 1.05, 1, 0.95, 1, 1.05, 1.3];
const WEEKDAYS = [0.85, 0.85, 0.9, 0.9, 1.05, 1.3, 1.15];
/** r = 1.2, and alpha so that a member who stays buys 10 times in a year of 365.2425 days: 1.2 × 52.1775 / 10. */
const USUAL = { r: 1.2, alpha: 6.2613, a: 0.8, b: 12 };

function modelWeeks(from: number, until: number, only: (day: number) => boolean = () => true): number {
  let days = 0;
  for (let day = from; day <= until; day += 1)
    if (only(day)) days += (MONTHS[civilOf(day).month - 1] ?? 0) * (WEEKDAYS[weekdayOf(day) - 1] ?? 0);
  return days / 7;
}

describe('the closed form that the tests go by', () => {
  it('is that of customers who buy at a steady rate, where hardly anybody leaves', () => {
    // Beta(2, 10⁷) leaves 2 in 10 million purchases; then r t / α = 1.2 × 52 / 6 = 10.4.
    expect(expectedRepeats({ r: 1.2, alpha: 6, a: 2, b: 1e7 }, 52)).toBeCloseTo(10.4, 3);
  });
});

describe('visits', () => {
  it.each([
    ['CDNOW, 39 weeks', CDNOW, 39],
    ['CDNOW, 78 weeks', CDNOW, 78],
    ['what is usual, a year', USUAL, 52],
  ] as const)('are as many as BG/NBD expects: %s', (_, parameters, weeks) => {
    const count = 40_000;
    let repeats = 0;
    let none = 0;
    for (let index = 0; index < count; index += 1) {
      const { purchases } = drawVisits(new Random(5, index), parameters, weeks);
      repeats += purchases.length - 1;
      if (purchases.length === 1) none += 1;
    }
    const error = fiveErrors(varianceBound(parameters, weeks), count);
    expect(Math.abs(repeats / count - expectedRepeats(parameters, weeks))).toBeLessThan(error);
    // Nobody leaves before a repeat purchase: P(X = 0) = (α / (α + t))^r.
    const share = (parameters.alpha / (parameters.alpha + weeks)) ** parameters.r;
    expect(Math.abs(none / count - share)).toBeLessThan(fiveErrors(share * (1 - share), count));
  });
});

describe('spend', () => {
  it('has the mean of Gamma-Gamma, p · gamma / (q − 1)', () => {
    const { spend } = customerModel({ decimals: 0 }, { spend: 4000 });
    const { p, q, gamma } = spend;
    expect((p * gamma) / (q - 1)).toBeCloseTo(4000, 6);
    const count = 40_000;
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const random = new Random(6, index);
      sum += drawSpend(random, spend, drawThrift(random, spend));
    }
    // E[Z²] = p (p + 1) γ² / ((q − 1)(q − 2)), because 1/ν² has the mean γ² / ((q − 1)(q − 2)).
    const variance = (p * (p + 1) * gamma ** 2) / ((q - 1) * (q - 2)) - 4000 ** 2;
    expect(Math.abs(sum / count - 4000)).toBeLessThan(fiveErrors(variance, count));
  });
});

describe('a generated history', () => {
  const [from, until] = [dayOf(2024, 1, 1), dayOf(2025, 12, 31)];
  const count = 6000;
  const members = membersOf(generatorOf(programPlan('tea-house'), { seed: 11 }), count);
  const purchases = members.flatMap(({ events }) => events.filter((event) => event.type === 'purchase'));

  it('has as many purchases as the model expects of members who join at any time', () => {
    const weeks = modelWeeks(from, until);
    // The first purchase, and the repeats of the time that is left, which is anything up to all of it.
    const expected = 1 + meanOver((left) => expectedRepeats(USUAL, left), weeks);
    const bound = fiveErrors(varianceBound(USUAL, weeks), count);
    expect(Math.abs(purchases.length / count - expected)).toBeLessThan(bound);
    // The bound is no wider than it needs to be to find a purchase too many or too few.
    expect(bound).toBeLessThan(2.5);
  });

  it('has first purchases on days as busy as the calendar says', () => {
    const weeks = modelWeeks(from, until);
    const parts = [
      ['December', (day: number) => civilOf(day).month === 12],
      ['Saturdays', (day: number) => weekdayOf(day) === 6],
    ] as const;
    for (const [name, isIn] of parts) {
      const share = modelWeeks(from, until, isIn) / weeks;
      const found = members.filter((member) => isIn(member.enrolled)).length / count;
      expect(Math.abs(found - share), name).toBeLessThan(fiveErrors(share * (1 - share), count));
    }
  });

  it('has answers that are plausible: 0 to 10, three quarters of the way up on the average', () => {
    const means = members.flatMap(({ events }) => {
      const answers = events
        .filter((event) => event.type === 'survey')
        .map((event) => Number(event.fields.recommend));
      for (const answer of answers) expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).toContain(answer);
      return answers.length === 0 ? [] : [answers.reduce((sum, each) => sum + each, 0) / answers.length];
    });
    // An attitude from Beta(6, 2) has the mean 6/8; an answer is Binomial(10, attitude), so a member's mean varies at most as
    // one answer does: 10² · Var(Beta) + 10 · E[θ(1 − θ)] = 100 · 12/(64 · 9) + 10 · (6 · 2)/(8 · 9) = 2.083 + 1.667.
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    expect(Math.abs(mean - 7.5)).toBeLessThan(fiveErrors(3.75, means.length));
  });

  it('takes 5% of its purchases back, less those that would be taken back after its end', () => {
    const refunds = members.reduce(
      (sum, { events }) => sum + events.filter((event) => event.type === 'refund').length,
      0,
    );
    const share = refunds / purchases.length;
    const error = fiveErrors(0.05 * 0.95, purchases.length);
    expect(share).toBeLessThan(0.05 + error);
    // A return comes a week later on the average; far fewer than a tenth of the purchases lie in the last days.
    expect(share).toBeGreaterThan(0.045 - error);
  });
});

describe('random numbers', () => {
  it('are even, and those of neighbouring keys have nothing to do with each other', () => {
    const count = 20_000;
    let sum = 0;
    let products = 0;
    for (let index = 0; index < count; index += 1) {
      const [here, next] = [new Random(1, index, 2).next(), new Random(1, index + 1, 2).next()];
      sum += here;
      products += (here - 0.5) * (next - 0.5);
    }
    // A uniform number has the variance 1/12, a product of two centred ones 1/144.
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(fiveErrors(1 / 12, count));
    expect(Math.abs(products / count)).toBeLessThan(fiveErrors(1 / 144, count));
  });
});
