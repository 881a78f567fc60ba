import { describe, expect, it } from 'vitest';
import { edited, inspectText } from '../../compiler/service/index.ts';
import { teaHouse, teaHouseWith } from './cursor.ts';

const WHEN = 'when: (days since last(purchase before this) otherwise 0) > 180';

/** What is written instead, by the code that it mends: each as one who knows the language would have written it. */
const SLIPS: readonly (readonly [code: string, wrong: string, right: string])[] = [
  ['unknown-name', teaHouseWith('reach: yearly_spend >= 30_000', 'reach: yearly_spent >= 30_000'), teaHouse],
  ['unknown-key', teaHouseWith('    limit: 1 per year', '    limt: 1 per year'), teaHouse],
  ['unit-mismatch', teaHouseWith('yearly_spend >= 30_000 JPY', 'yearly_spend >= 30_000'), teaHouse],
  ['unknown-level', teaHouseWith('when: tier(status) >= silver', 'when: tier(status) >= sliver'), teaHouse],
  ['unknown-word', teaHouseWith('category != gift_card', 'category != gift_crad'), teaHouse],
  ['unknown-event', teaHouseWith('on: review\n', 'on: reveiw\n'), teaHouse],
  ['unknown-segment', teaHouseWith('aimed_at: [dormant]', 'aimed_at: [dormnt]'), teaHouse],
  ['unknown-choice', teaHouseWith('builds: behavioral', 'builds: behavioural'), teaHouse],
  ['missing-key', teaHouseWith('timezone: Asia/Tokyo\n', ''), teaHouse],
  [
    'missing-key',
    teaHouseWith('currency: JPY\n', ''),
    teaHouseWith('currency: JPY\n', '').replace('version:', 'currency: JPY\nversion:'),
  ],
  [
    'comma-in-braces',
    teaHouseWith(
      'star_rate: { by: tier(status),',
      'x: { by: max(1, 2), 1: 2 }\n  star_rate: { by: tier(status),',
    ),
    teaHouseWith(
      'star_rate: { by: tier(status),',
      'x: { by: "max(1, 2)", 1: 2 }\n  star_rate: { by: tier(status),',
    ),
  ],
  [
    'maybe-missing',
    teaHouseWith(WHEN, 'when: days since last(purchase before this) > 180'),
    teaHouseWith(WHEN, 'when: (days since last(purchase before this) otherwise 0) > 180'),
  ],
  [
    'maybe-missing',
    teaHouseWith('10 * (last(survey.recommend) otherwise 5)', '10 * last(survey.recommend)'),
    teaHouseWith('10 * (last(survey.recommend) otherwise 5)', '10 * (last(survey.recommend) otherwise 0)'),
  ],
  [
    'rounding-missing',
    teaHouseWith(WHEN, 'when: amount / 54 JPY + 1 > 3'),
    teaHouseWith(WHEN, 'when: floor(amount / 54 JPY) + 1 > 3'),
  ],
];

const errorsIn = (text: string) =>
  inspectText('program', text).diagnostics.filter(({ severity }) => severity === 'error');

describe('a quick fix', () => {
  // One that leaves the finding, or brings another, is worse than none.
  it.each(SLIPS.map(([code, wrong, right], index) => ({ code, wrong, right, index })))(
    'of $code mends it and nothing else ($index)',
    ({ code, wrong, right }) => {
      const errors = errorsIn(wrong);
      const found = errors.find((each) => each.code === code && each.fix !== undefined);
      expect(found?.fix, errors.map((each) => `${each.code} ${each.message.en}`).join('; ')).toBeDefined();
      const mended = edited(wrong, found?.fix?.edits ?? []);
      expect(mended).toBe(right);
      const left = errorsIn(mended);
      expect(left.filter((each) => each.code === code)).toEqual([]);
      expect(left.length).toBeLessThan(errors.length);
    },
  );
});
