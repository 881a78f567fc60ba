import { describe, expect, it } from 'vitest';
import { only } from './review-of.ts';

const BASE = 'base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }';
const rule = (text: string, rest = '') =>
  `rules:\n  ${BASE}\n  other: { on: purchase, ${text}, builds: economic }\n${rest}`;
const unserved = (program: string) =>
  only(program, 'new-members-unserved', 'loyal-members-unserved', 'dormant-members-unserved').map((found) =>
    found.replace('-members-unserved', ''),
  );

describe('who is served', () => {
  it('nobody in particular by points for everybody', () => {
    expect(unserved(`rules:\n  ${BASE}\n`)).toEqual(['new at rules', 'loyal at rules', 'dormant at rules']);
  });

  it('nothing is asked of a program without terms', () => {
    expect(unserved('segments:\n  new: months since member.enrolled < 3\n')).toEqual([]);
  });

  it.each([
    ['a short time since enrolment', 'when: months since member.enrolled < 3, give: 5 stars'],
    ['the other way round', 'when: 3 > months since member.enrolled, give: 5 stars'],
    ['not a long one', 'when: not (months since member.enrolled >= 3), give: 5 stars'],
    ['the first purchase', 'when: count(purchase before this) = 0, give: 5 stars'],
    ['the second purchase soon', 'when: (days since first(purchase) otherwise 0) <= 60, give: 5 stars'],
    ['something given once', 'give: 5 stars, limit: 1 per member'],
  ])('new members: %s', (_what, text) => {
    expect(unserved(rule(text))).toEqual(['loyal at rules', 'dormant at rules']);
  });

  it.each([
    ['a threshold of the year', 'when: sum(purchase.amount during this year) >= 10_000 JPY, give: 5 stars'],
    ['a streak', 'when: streak(purchase by month) >= 6, give: 5 stars'],
    ['long membership', 'when: years since member.enrolled >= 5, give: 5 stars'],
  ])('loyal members: %s', (_what, text) => {
    expect(unserved(rule(text))).toEqual(['new at rules', 'dormant at rules']);
  });

  it.each([
    [
      'a long time since the last',
      'when: (days since last(purchase before this) otherwise 0) > 180, give: 5 stars',
    ],
    ['nothing within a window', 'when: count(purchase before this during last 6 months) = 0, give: 5 stars'],
    ['less than one within a window', 'when: count(visit during last 6 months) < 1, give: 5 stars'],
  ])('dormant members: %s', (_what, text) => {
    expect(unserved(rule(text))).toEqual(['new at rules', 'loyal at rules']);
  });

  it('by the name of a measure or segment, and by `aimed_at`', () => {
    const rest = `segments:
  新規会員: months since member.enrolled < 3
  quiet: (days since last(purchase) otherwise 9_999) > 90
  best: sum(purchase.amount) >= 9_000 JPY
`;
    expect(unserved(rule('give: 5 stars', rest))).toEqual([
      'new at 新規会員',
      'loyal at best',
      'dormant at quiet',
    ]);
    expect(unserved(rule('give: 5 stars, aimed_at: [新規会員, quiet, best]', rest))).toEqual([]);
  });

  it('a status serves loyal members only where it brings something', () => {
    const tiers =
      'tiers:\n  status:\n    base: regular\n    levels:\n      gold: { reach: count(purchase) >= 9, until: forever }\n';
    const gift = 'benefits:\n  room: { when: tier(status) = gold, builds: psychological }\n';
    expect(unserved(rule('give: 5 stars', tiers))).toContain('loyal at rules');
    expect(unserved(rule('give: 5 stars', tiers + gift))).not.toContain('loyal at rules');
  });
});

describe('whom the program calls loyal', () => {
  const codes = (program: string) => only(program, 'loyal-undefined', 'loyal-by-contacts-alone');
  it('a segment or a ladder is a definition', () => {
    expect(codes(`rules:\n  ${BASE}\n`)).toEqual(['loyal-undefined at rules']);
    expect(codes('segments:\n  regulars: count(purchase during last 12 months) >= 4\n')).toEqual([]);
  });

  it('contacts supplement, alone they define nothing', () => {
    const segment = (text: string) => `standard: { purchase: purchase.amount }\nsegments:\n  fans: ${text}\n`;
    expect(codes(segment('count(visit) >= 9'))).toEqual(['loyal-by-contacts-alone at fans']);
    expect(codes(segment('count(visit) + count(purchase) >= 9'))).toEqual([]);
    expect(codes(segment('count(visit) >= 9 and years since member.enrolled >= 2'))).toEqual([]);
  });
});
