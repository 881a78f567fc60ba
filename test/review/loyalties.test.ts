import { describe, expect, it } from 'vitest';
import { only } from './review-of.ts';

const LOYALTY = `loyalty:
  economic: count(purchase)
  behavioral: count(visit)
  mix: { economic: 70%, behavioral: 30% }
`;
const RULES = `rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
  checkin: { on: visit, give: 1 star, limit: 1 per day, builds: behavioral }
`;

describe('whether a loyalty can cost anything', () => {
  // As docs/kpis.md counts: a reward's own expense is the reward's; otherwise points cost where they were given.
  const cost = (points: string, rest: string) =>
    only(`points:\n  star: ${points}\n${LOYALTY}${RULES}${rest}`, 'mix-without-cost').map((found) =>
      found.split(' ').at(-1),
    );
  const pay = (expense: string) => `rewards:\n  pay: { price: 1 star, ${expense}builds: economic }\n`;

  it('points cost for whom they were given, unless the reward states its own expense', () => {
    expect(cost('{ expense: 1 JPY }', pay(''))).toEqual([]);
    expect(cost('{ expense: 1 JPY }', pay('expense: 1 JPY, '))).toEqual(['behavioral']);
  });

  it('points that nobody can use, or that cost nothing, cost nobody', () => {
    expect(cost('{ expense: 1 JPY }', '')).toEqual(['economic', 'behavioral']);
    expect(cost('{}', pay(''))).toEqual(['economic', 'behavioral']);
  });

  it('a benefit costs with an expense and an event', () => {
    const benefit = (text: string) =>
      `${pay('expense: 1 JPY, ')}benefits:\n  room: { ${text}, builds: behavioral }\n`;
    expect(cost('{}', benefit('expense: 90 JPY, per: visit'))).toEqual([]);
    expect(cost('{}', benefit('when: count(visit) >= 3'))).toEqual(['behavioral']);
  });

  it('points turned into others cost in their turn', () => {
    const program = `points:\n  star: { expense: 1 JPY }\n  cup: { expense: 200 JPY }\n${LOYALTY}${RULES}rewards:
  swap: { price: 100 stars, give: 1 cup, builds: behavioral }
  drink: { price: 1 cup, builds: economic }
`;
    // The swap is free; the cup that it gives costs when it is drunk, and `swap` gave it. No star is ever paid for.
    expect(only(program, 'mix-without-cost')).toEqual(['mix-without-cost at economic']);
  });
});

describe('balance', () => {
  it('says once that all is monetary, and nothing of the loyalties that are missing', () => {
    const program = `${LOYALTY}rules:\n  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }\n`;
    expect(only(program, 'all-monetary', 'mix-unserved')).toEqual(['all-monetary at rules']);
  });

  it('asks for a mix, and for a score of whatever it names', () => {
    expect(only(RULES, 'mix-missing')).toEqual(['mix-missing at rules']);
    const program = `${LOYALTY.replace('  behavioral: count(visit)\n', '')}${RULES}`;
    expect(only(program, 'loyalty-unscored')).toEqual(['loyalty-unscored at behavioral']);
  });
});
