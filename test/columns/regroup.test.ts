import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersByName } from '../../runtime/columns/members-by-name.ts';
import { TextTable } from '../../runtime/columns/text-table.ts';
import { bytes, event, field, lines, plan as planOf, reward, types } from '../history/plan.ts';
import { readBoth } from './both.ts';

// If it fails, members come in another order than the reader of rows has them.
describe('members sorted by name', () => {
  const names = (texts: readonly string[]) => {
    const table = new TextTable();
    for (const text of texts) table.add(text);
    return Array.from(membersByName(table), (number) => table.text(number));
  };
  const piece = fc.constantFrom(
    'a',
    'b',
    'm',
    '1',
    '12345678',
    'é',
    '店',
    '\uffee',
    '😀',
    '\u0000',
    '\ud800',
  );

  it('are in the order of code units', () => {
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 80 }), (texts) => {
        expect(names(texts)).toEqual([...texts].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('are so where many begin alike, and one is the beginning of others', () => {
    const texts = Array.from(
      { length: 3000 },
      (_, n) => `${'x'.repeat((n % 40) * 3)}${(n * 7919) % 100_003}`,
    );
    expect(names(texts)).toEqual([...new Set(texts)].sort());
    const nested = Array.from({ length: 2000 }, (_, n) => 'y'.repeat(n));
    expect(names([...nested].reverse())).toEqual(nested);
  });
});

// If it fails, rows of large histories come to other members, or with other values, than they were read with.
describe('rows that are moved to stand by member', () => {
  const plan = planOf({
    attributes: [field('enrolled', types.date), field('birthday?', types.date)],
    events: [
      event('purchase', [
        field('amount', types.yen),
        field('note?', types.text),
        lines('items?', [field('sku', types.text), field('price', types.yen), field('gift?', types.boolean)]),
      ]),
      event('refund', [field('amount?', types.yen)], { event: 'purchase', by: 'amount' }),
      event('visit', []),
    ],
    rewards: [reward('cup')],
  });

  /** Rows of every kind in the order of time, of members who are met again and again; some of them do not fit. */
  function history(rows: number, members: number): string {
    let state = 7;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const last = new Map<string, string>();
    const text: string[] = [];
    for (let row = 0; row < rows; row += 1) {
      const member = `${draw(9) === 0 ? '会員' : 'm'}${draw(members)}`;
      const minute = Math.floor((row * 500_000) / rows);
      const at = new Date(Date.UTC(2025, 0, 1, 0, minute, draw(3), draw(2) * 5)).toISOString();
      const id = draw(5) === 0 ? undefined : `e${draw(40) === 0 ? row - 1 : row}`;
      const common = {
        member,
        at,
        ...(id === undefined ? {} : { id }),
        ...(draw(7) === 0 ? { sequence: draw(3) } : {}),
      };
      const kind = draw(12);
      if (kind < 6) {
        const items = Array.from({ length: draw(4) }, (_, n) => ({
          sku: `s${draw(50)}`,
          price: n + row,
          ...(draw(2) === 0 ? { gift: true } : {}),
        }));
        text.push(
          JSON.stringify({
            type: 'purchase',
            ...common,
            amount: row,
            ...(draw(2) === 0 ? { note: `n${draw(9)}` } : {}),
            ...(draw(3) === 0 ? {} : { items }),
          }),
        );
        if (id !== undefined) last.set(member, id);
      } else if (kind < 8) {
        const of = draw(9) === 0 ? 'e1' : (last.get(member) ?? 'none');
        text.push(
          JSON.stringify({ type: 'refund', ...common, of, ...(draw(2) === 0 ? { amount: draw(rows) } : {}) }),
        );
      } else if (kind < 9) {
        text.push(JSON.stringify({ type: 'redeem', ...common, reward: draw(30) === 0 ? 'hat' : 'cup' }));
      } else if (kind < 10) {
        text.push(
          JSON.stringify({ type: 'enroll', ...common, ...(draw(2) === 0 ? { birthday: '1990-02-03' } : {}) }),
        );
      } else {
        text.push(JSON.stringify({ type: 'visit', ...common }));
      }
    }
    return text.join('\n');
  }

  it.each([
    ['many members', 30_000, 2000],
    ['few members with thousands of rows each', 20_000, 2],
  ])(
    'are the same rows: %s',
    async (_name, rows, members) => {
      const text = history(rows, members);
      const cut = text.indexOf('\n', text.length / 2) + 1;
      const read = await readBoth(plan, [
        { name: 'one.jsonl', chunks: [bytes(text.slice(0, cut))] },
        { name: 'two.jsonl', chunks: [bytes(text.slice(cut))] },
      ]);
      expect(read.rows).toBe(rows);
      expect(new Set(read.rejected.map((row) => row.reason)).size).toBeGreaterThan(2);
      expect(read.accepted).toBeGreaterThan(rows / 20);
    },
    60_000,
  );
});
