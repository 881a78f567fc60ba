import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Side } from '../../playground/contract/index.ts';
import { LOSSES, leftOf, worthChangeOf } from '../../playground/views/members/member-change.ts';
import { answered, DEARER, given, HISTORY, PROGRAM, replay } from './desk.ts';
import { engineInPlace } from './in-place.ts';
import { planOf } from './reference.ts';

const client = engineInPlace(2);
afterAll(() => client.end());

const life = async (member: string, side: Side) => {
  const found = await answered(client, 'life', { wanted: { member, side, added: [] } });
  if (found === undefined) throw new Error(`no member ${member}`);
  return { plan: planOf(side === 'base' ? PROGRAM : DEARER), life: found };
};

/** Buys tea for 5,400 JPY, which is 100 stars at 54 JPY and 55 at 97, and takes back half of it. */
const RETURNS = [
  { member: 'half', at: '2026-01-10', type: 'enroll', plan: 'free' },
  {
    member: 'half',
    id: 'p',
    at: '2026-02-01T10:00:00',
    type: 'purchase',
    amount: 5400,
    channel: 'store',
    items: [{ category: 'tea', amount: 5400, quantity: 1 }],
  },
  { member: 'half', id: 'r', at: '2026-02-10T10:00:00', type: 'refund', of: 'p', amount: 2700 },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');

beforeAll(async () => {
  await answered(client, 'open', { source: given(HISTORY + RETURNS), program: PROGRAM });
});

// If it fails, the page of a member does not say the loss for which one opened it.
it('says of those at either end what the list says of them', async () => {
  const { comparison } = await replay(client, DEARER, PROGRAM);
  const { worst = [], best = [] } = comparison?.members ?? {};
  expect(worst.length).toBeGreaterThan(0);
  for (const { member, base, candidate } of [...worst, ...best])
    expect(worthChangeOf(await life(member, 'base'), await life(member, 'candidate'))).toMatchObject({
      base,
      candidate,
    });
});

// If it fails, the row of a member's points does not add up once something was taken back.
it('tells where the points of a purchase went that was half returned', async () => {
  await replay(client, DEARER, PROGRAM);
  const { totals } = (await life('half', 'base')).life;
  const [star] = totals;
  if (star === undefined) throw new Error('no stars');
  expect([star.issued, star.reversed, leftOf(star)]).toEqual([100n, 50n, 50n]);
  const gone = LOSSES.reduce((sum, loss) => sum + star[loss], 0n);
  expect(star.issued - gone).toBe(leftOf(star));
  // 55 stars for 5,400 JPY at 97; for the half that stays, 27 or 28.
  const change = worthChangeOf(await life('half', 'base'), await life('half', 'candidate'));
  expect(change?.base).toBe(50n);
  expect([27n, 28n]).toContain(change?.candidate);
});
