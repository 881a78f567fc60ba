import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenOriginals } from '../../runtime/history/open-originals.ts';
import { event, events, field, isWhole, plan, read, types } from './plan.ts';

test('finds what looking at every original from the last one back finds', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const), key: fc.constantFrom('a', 'b'), left: fc.bigInt(-1n, 9n) }),
    fc.record({ do: fc.constant('change' as const), index: fc.nat(40), left: fc.bigInt(-1n, 9n) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.bigInt(0n, 9n), (steps, wanted) => {
      const open = new OpenOriginals<number>();
      const plain: { key: string; left: bigint }[] = [];
      for (const s of steps) {
        if (s.do === 'add') {
          open.add(s.key, plain.length, s.left);
          plain.push({ key: s.key, left: s.left });
        } else {
          open.change(s.index, s.left);
          const known = plain[s.index];
          if (known !== undefined) known.left = s.left;
        }
      }
      for (const key of ['a', 'b', 'c']) {
        const last = plain.findLastIndex((p) => p.key === key && p.left >= wanted);
        expect(open.last(key, wanted)).toBe(last < 0 ? undefined : last);
      }
    }),
  );
});

test('one member with 20,000 sales and 20,000 refunds that nothing covers does not hang the reader', async () => {
  const program = plan({
    events: [
      event('purchase', [field('amount', types.yen)]),
      event('refund', [field('amount?', types.yen)], { event: 'purchase', by: 'amount' }),
    ],
  });
  const row = { member: { column: 'm' }, at: { column: 'd' } };
  const day = '2026-05-01';
  const text = ['m,d,a', ...new Array(20_000).fill(`c,${day},5`), ...new Array(20_000).fill(`c,${day},-6`)];
  const result = await read(program, text.join('\n'), {
    kizuna: 1,
    mapping: 'till',
    format: 'csv',
    rows: [
      {
        ...row,
        when: { column: 'a', below: 0 },
        event: 'refund',
        of: { find: 'last', event: 'purchase', where_left: 'covers' },
        fields: { amount: { column: 'a', negate: true } },
      },
      { ...row, event: 'purchase', fields: { amount: { column: 'a' } } },
    ],
  });
  expect(events(result)).toHaveLength(20_000);
  expect(result.rejected).toHaveLength(20_000);
  expect(isWhole(result)).toBe(true);
});
