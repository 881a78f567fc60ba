import { describe, expect, it } from 'vitest';
import { choices, found, telling } from '../../playground/gallery/chosen.ts';
import { neighbour } from '../../playground/gallery/walk.ts';
import type { GalleryEntry, MechanismId } from '../../report/index.ts';

const entry = (slug: string, mechanisms: readonly MechanismId[]): GalleryEntry => ({
  slug,
  title: { en: slug, ja: slug },
  description: undefined,
  purpose: undefined,
  mechanisms,
  rules: 1,
  levels: 0,
  rewards: 0,
  currency: 'JPY',
  names: [],
});

const TEA = entry('tea', ['points', 'tier', 'birthday']);
const SOY = entry('soy', ['points', 'tier', 'referral']);
const RAIL = entry('rail', ['points']);
const ALL = [TEA, SOY, RAIL];

describe('narrowing the gallery down', () => {
  it('shows what has every chosen mechanism and every word', () => {
    expect(found(ALL, '', ['tier'], 'en')).toEqual([TEA, SOY]);
    expect(found(ALL, '', ['tier', 'referral'], 'en')).toEqual([SOY]);
    expect(found(ALL, 'tea', ['tier'], 'en')).toEqual([TEA]);
    expect(found(ALL, 'tea', ['referral'], 'en')).toEqual([]);
  });

  it('offers only what tells programs apart, and counts what would be left', () => {
    // All three have points; nobody has a streak.
    expect(choices(ALL, [TEA, SOY], ['tier'], ['points', 'tier', 'birthday', 'referral', 'streak'])).toEqual([
      { id: 'tier', isChosen: true, programs: 2 },
      { id: 'birthday', isChosen: false, programs: 1 },
      { id: 'referral', isChosen: false, programs: 1 },
    ]);
  });

  it('says first of a program what was asked for, then what few others have', () => {
    expect(telling(TEA, ALL, [])).toEqual(['birthday', 'tier', 'points']);
    expect(telling(TEA, ALL, ['tier'])).toEqual(['tier', 'birthday', 'points']);
  });
});

describe('walking over the cards with the arrows', () => {
  // 0 1 2 / 3 4
  const tops = [10, 10, 10, 90, 90];

  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 4, 4],
    ['ArrowLeft', 3, 2],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 2, 4],
    ['ArrowUp', 4, 1],
    ['Home', 4, 0],
    ['End', 0, 4],
  ] as const)('%s from %i leads to %i', (key, from, to) => {
    expect(neighbour(key, from, tops)).toBe(to);
  });

  it('leads back to the search from the first row, and leaves other keys alone', () => {
    expect(neighbour('ArrowUp', 1, tops)).toBe('above');
    expect(neighbour('a', 1, tops)).toBeUndefined();
  });
});
