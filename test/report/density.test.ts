import { describe, expect, it } from 'vitest';
import { triangleChart } from '../../report/charts/index.ts';
import { densityCell } from '../../report/figures/index.ts';

// If it fails, members stand elsewhere between the loyalties than their scores say.
describe('the cell of a member in the triangle', () => {
  it('is where the shares of the scores fall', () => {
    // 50, 30, 20 of 100 in quarters: 2.0, 1.2, 0.8.
    expect(densityCell([50n, 30n, 20n], 4)).toEqual([2, 1, 0]);
    // 1, 1, 1 of 3 in quarters: 1.33 each.
    expect(densityCell([1n, 1n, 1n], 4)).toEqual([1, 1, 1]);
  });

  it('is one and in the triangle also on borders and in corners', () => {
    // All of it at one loyalty: 4 of 4, and no part left; the cell of that corner has 3.
    expect(densityCell([7n, 0n, 0n], 4)).toEqual([3, 0, 0]);
    expect(densityCell([0n, 0n, 9n], 4)).toEqual([0, 0, 3]);
    // Halves: 2 and 2 of 4.
    expect(densityCell([5n, 5n, 0n], 4)).toEqual([1, 2, 0]);
  });

  it('is none for who has no score', () => {
    expect(densityCell([0n, 0n, 0n], 4)).toBeUndefined();
  });
});

describe('density in a triangle', () => {
  const chart = (at: readonly [number, number, number]): string =>
    triangleChart({
      id: 'x',
      title: 'Loyalties',
      description: '',
      corners: [
        { name: 'a', tone: 'economic' },
        { name: 'b', tone: 'behavioral' },
        { name: 'c', tone: 'psychological' },
      ],
      marks: [],
      density: { name: 'members', parts: 2, cells: [{ at, count: 3, text: '3 members' }] },
    }).markup;

  it('draws each cell where it stands, upright or hanging', () => {
    // A side of 200 from x 60, 173 high from y 28; in halves: the corner to the left is 60..160, its height half of 173.
    expect(chart([1, 0, 0])).toContain('d="M60 201L160 201L110 114.5Z"');
    // The middle one hangs between the middles of the sides.
    expect(chart([0, 0, 0])).toContain('d="M210 114.5L110 114.5L160 201Z"');
    expect(chart([0, 0, 0])).toContain('<title>3 members</title>');
  });
});
