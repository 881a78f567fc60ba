import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldsOf, readFields } from '../../playground/views/members/typed-event.ts';
import { planOf } from './reference.ts';

const PLAN = planOf(readFileSync('programs/tea-house/program.yaml', 'utf8'));
const FIELDS = fieldsOf(PLAN, 'purchase').filter(({ name }) => name === 'amount');
const amount = (text: string) => readFields(FIELDS, { amount: text }, '');

it('takes the largest amount that a ledger counts, and none beyond: it would be counted as another number', () => {
  // 2^63 − 1 and the next whole number; yen have no decimals.
  expect(amount('9,223,372,036,854,775,807')).toEqual({
    kind: 'value',
    value: { amount: 9_223_372_036_854_775_807n },
  });
  expect(amount('9223372036854775808')).toEqual({ kind: 'large' });
  // 2^64 + 500 would have become 500.
  expect(amount('18446744073709552116')).toEqual({ kind: 'large' });
});

it('tells a number that is too large from one that is none, is missing or has parts of a yen', () => {
  for (const text of ['many', '', '1.5']) expect(amount(text)).toEqual({ kind: 'wrong' });
  expect(amount('1_080')).toEqual({ kind: 'value', value: { amount: 1080n } });
});
