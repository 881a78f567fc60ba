import { describe, expect, it } from 'vitest';
import { daysOf } from '../../cli/until.ts';

// If it fails, two versions that read a history differently are run to the last day of one of them only.
describe('the days of two readings', () => {
  it('begin with the earlier first day and end with the later last one', () => {
    const [long, late] = [
      { firstDay: 10, lastDay: 30 },
      { firstDay: 20, lastDay: 40 },
    ];
    expect(daysOf([long, late])).toEqual({ firstDay: 10, lastDay: 40 });
    expect(daysOf([late, long])).toEqual({ firstDay: 10, lastDay: 40 });
  });

  it('are those of the one that could use any row', () => {
    const none = { firstDay: undefined, lastDay: undefined };
    expect(daysOf([none, { firstDay: 7, lastDay: 9 }])).toEqual({ firstDay: 7, lastDay: 9 });
    expect(daysOf([none, none])).toEqual(none);
  });
});
