import fc from 'fast-check';
import { formatDay } from '../../schema/index.ts';
import { atom, type Draft, MONEY, NUMBER, type Piece, type UnitRef, unitName, type World } from './place.ts';

/** A decimal: `digits` counted in 10^-scale. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const DAY_2024 = 19_723;
const I64 = 9_223_372_036_854_775_807n;

export const smallWhole: fc.Arbitrary<Decimal> = fc
  .integer({ min: 1, max: 30 })
  .map((n) => ({ digits: BigInt(n), scale: 0 }));

/** What stands at the edges: of 64 bits, of nine decimals. */
const extreme: fc.Arbitrary<Decimal> = fc.constantFrom<Decimal>(
  { digits: I64, scale: 0 },
  { digits: I64 - 1n, scale: 9 },
  { digits: 1n, scale: 9 },
  { digits: 1_000_000_007n, scale: 9 },
  { digits: 3_037_000_500n, scale: 0 },
  { digits: 1_000_000_000_000_000_000n, scale: 0 },
  { digits: 1_000_000_000_000n, scale: 3 },
);

export const decimal: fc.Arbitrary<Decimal> = fc.oneof(
  { weight: 12, arbitrary: smallWhole },
  {
    weight: 8,
    arbitrary: fc.constantFrom(50n, 100n, 500n, 1_000n, 30_000n).map((digits) => ({ digits, scale: 0 })),
  },
  {
    weight: 3,
    arbitrary: fc.record({ digits: fc.bigInt(0n, 9_999n), scale: fc.integer({ min: 0, max: 4 }) }),
  },
  { weight: 1, arbitrary: extreme },
);

export const positive: fc.Arbitrary<Decimal> = decimal.map(({ digits, scale }) => ({
  digits: digits === 0n ? 1n : digits,
  scale,
}));

/** A rate such as 25% or 1.5. */
export const rate: fc.Arbitrary<Decimal> = fc.record({
  digits: fc.bigInt(1n, 400n),
  scale: fc.constantFrom(2, 2, 3, 1, 0),
});

export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** A literal amount; at `scale` digits behind the point at most. */
export function amountText(value: Decimal, unit: UnitRef, world: World, most = 9): Piece {
  const { digits, scale } = value;
  const kept = scale <= most ? value : { digits, scale: most };
  const name = unitName(world, unit);
  const text = decimalText(kept);
  return atom(name === '' ? text : `${text} ${name}`, { scale: kept.scale });
}

export function literal(value: Decimal): Draft {
  return (place) => amountText(value, place.unit, place.world);
}

/** Days between 2019 and 2030, with now and then one at an end of what histories hold. */
export const dayText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.integer({ min: -1800, max: 2100 }).map((n) => formatDay(DAY_2024 + n)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1900-01-01',
      '2000-02-29',
      '2024-02-29',
      '2024-12-31',
      '2199-12-31',
      '2026-01-31',
    ),
  },
);

/** A literal that can stand for any value of a kind that is not there. */
export function fallbackAmount(place: { readonly world: World; readonly unit: UnitRef }): Piece {
  const digits = place.unit.kind === 'money' ? 100n : 1n;
  return amountText({ digits, scale: 0 }, place.unit, place.world);
}

export const unitSlots: fc.Arbitrary<(world: World) => UnitRef> = fc.oneof(
  fc.constant(() => MONEY),
  fc.constant(() => NUMBER),
  fc.nat({ max: 2 }).map(
    (slot) =>
      (world: World): UnitRef => ({
        kind: 'points',
        index: slot % Math.max(1, world.points.length),
      }),
  ),
);
