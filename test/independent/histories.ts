import { dayOf, formatDay } from '../../schema/index.ts';

/** A row of the native form. */
export type Row = Readonly<Record<string, string | number | boolean>>;

/** How often an event happens, and its fields. */
interface Habit {
  readonly type: string;
  readonly weight: number;
  readonly fields?: (draw: Draw) => Readonly<Record<string, string | number | boolean>>;
}

/** Draws whole numbers; the same seed draws the same ones in every place. */
type Draw = (below: number) => number;

function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

// Round amounts meet thresholds, odd ones meet rounding, nothing at all meets divisions.
const AMOUNTS = [0, 1, 54, 99, 100, 333, 500, 777, 1000, 1333, 2000, 2500, 3000, 4000, 4001, 5000];
const amount = (draw: Draw): number => (draw(3) === 0 ? draw(4000) : (AMOUNTS[draw(AMOUNTS.length)] ?? 0));

const purchase = (more: Habit['fields'] = () => ({})): Habit => ({
  type: 'purchase',
  weight: 8,
  fields: (draw) => ({ amount: amount(draw), ...more(draw) }),
});
const refund: Habit = { type: 'refund', weight: 4 };
const cancel: Habit = { type: 'cancel', weight: 2 };
const undo: Habit = { type: 'undo', weight: 2 };
const redeem = (...rewards: readonly string[]): Habit => ({
  type: 'redeem',
  weight: 4,
  fields: (draw) => ({ reward: rewards[draw(rewards.length)] ?? '', quantity: 1 + (draw(4) === 0 ? 1 : 0) }),
});

/** What members do in each of the programs in `shapes/`. */
export const HABITS: Readonly<Record<string, readonly Habit[]>> = {
  points: [purchase(), refund, cancel, redeem('cup', 'pot'), { type: 'visit', weight: 3 }],
  settle: [
    purchase(),
    refund,
    cancel,
    redeem('cup'),
    { type: 'visit', weight: 3 },
    { type: 'spend_visit', weight: 3 },
  ],
  tiers: [
    purchase(),
    refund,
    cancel,
    undo,
    redeem('cup'),
    { type: 'visit', weight: 3, fields: (draw) => ({ dare: draw(2) === 0 }) },
  ],
  limits: [
    purchase((draw) => ({ shop: ['A', 'B', 'C'][draw(3)] ?? '', app: draw(2) === 0 })),
    refund,
    cancel,
    undo,
    redeem('cup', 'ring'),
    { type: 'visit', weight: 4 },
  ],
  decimals: [purchase(), refund, cancel, redeem('trip', 'cup')],
  paying: [
    purchase((draw) => ({ paid: draw(2) === 0 ? 0 : draw(60) })),
    refund,
    cancel,
    undo,
    redeem('cup', 'book'),
    { type: 'visit', weight: 4 },
    { type: 'misuse', weight: 2 },
  ],
};

const REVERSED: Readonly<Record<string, string>> = { refund: 'purchase', cancel: 'redeem', undo: 'visit' };
const FIRST_DAY = dayOf(2025, 1, 1);

/** A day on which no generated event happens any more and most of what can end has ended. */
export const UNTIL: string = formatDay(dayOf(2026, 4, 30));

/**
 * The history of one member, enrolment first. Days come in clusters, so that refunds, limits, expiries and debts meet;
 * refunds fit (ruling R7). A cancelled redemption may have been declined: then nothing comes back.
 */
export function historyOf(shape: string, seed: number): readonly Row[] {
  const draw = drawFrom(seed);
  const habits = HABITS[shape] ?? [];
  const total = habits.reduce((sum, habit) => sum + habit.weight, 0);
  const enrolled = FIRST_DAY + draw(40);
  const rows: Row[] = [{ member: 'm', type: 'enroll', at: formatDay(enrolled) }];
  const left = new Map<string, { readonly type: string; readonly whole: number; rest: number }>();
  const length = 10 + draw(45);
  let day = enrolled + draw(3);
  let minute = 0;
  for (let index = 0; index < length; index += 1) {
    const stride = draw(10);
    const days = stride < 4 ? 0 : stride < 8 ? 1 + draw(4) : stride < 9 ? draw(20) : draw(70);
    if (days > 0) minute = 0;
    day += days;
    if (day > FIRST_DAY + 420) break;
    minute = Math.min(1439, minute + draw(3) * 30);
    const at = `${formatDay(day)}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    let ticket = draw(total);
    const habit = habits.find((one) => {
      ticket -= one.weight;
      return ticket < 0;
    });
    if (habit === undefined) continue;
    const id = `e${index}`;
    const reversed = REVERSED[habit.type];
    if (reversed === undefined) {
      const row: Row = { member: 'm', id, at, type: habit.type, ...habit.fields?.(draw) };
      rows.push(row);
      const whole = typeof row.amount === 'number' ? row.amount : 1;
      left.set(id, { type: habit.type, whole, rest: whole });
      continue;
    }
    const open = [...left].filter(([, original]) => original.type === reversed);
    // The latest ones mostly: a refund long after is there too, but rarer.
    const picked = open[draw(2) === 0 ? open.length - 1 : draw(Math.max(1, open.length))];
    if (picked === undefined) continue;
    const [of, original] = picked;
    const row = { member: 'm', id, at, type: habit.type, of };
    const isWhole = habit.type !== 'refund' || draw(3) === 0;
    if (isWhole) {
      left.delete(of);
      rows.push(row);
      continue;
    }
    const part = draw(5) === 0 ? original.rest : draw(original.rest + 1);
    original.rest -= part;
    if (original.rest === 0) left.delete(of);
    rows.push({ ...row, amount: part });
  }
  return rows;
}
