import { dayOf } from '../../../schema/index.ts';
import type { Facts, Question } from '../tea-house-facts.ts';

export type EventType = Question['type'];

/** A rule engine that was told the conditions of the tea house beforehand. */
export interface Peer {
  readonly name: string;
  readonly aim: string | undefined;
  /** Names of what holds for an event of this type with these facts. */
  readonly decide: (type: EventType, facts: Facts) => readonly string[] | Promise<readonly string[]>;
}

/** A comparison of a fact with a number, or with another fact. */
export interface Test {
  readonly fact: string;
  readonly is: '<' | '<=' | '>' | '>=' | '=';
  readonly to: number | string;
}

/** All tests of one of the lists hold. */
export interface Condition {
  readonly name: string;
  readonly anyOf: readonly (readonly Test[])[];
}

const LEVELS: readonly Condition[] = [
  { name: 'silver', anyOf: [[{ fact: 'yearlySpend', is: '>=', to: 30_000 }]] },
  {
    name: 'gold',
    anyOf: [
      [{ fact: 'yearlySpend', is: '>=', to: 100_000 }],
      [
        { fact: 'monthsEnrolled', is: '>=', to: 120 },
        { fact: 'yearlySpend', is: '>=', to: 1 },
      ],
    ],
  },
];

/**
 * The conditions of programs/tea-house by the type of event that asks for them; peers are asked for those only. Limits
 * are facts: how much of them is used up.
 */
export function conditionsOf(type: EventType): readonly Condition[] {
  switch (type) {
    case 'purchase':
      return [
        {
          name: 'win_back',
          anyOf: [
            [
              { fact: 'daysSincePurchase', is: '>', to: 180 },
              { fact: 'today', is: '>=', to: dayOf(2026, 4, 1) },
              { fact: 'today', is: '<=', to: dayOf(2027, 3, 31) },
              { fact: 'welcomesThisYear', is: '<', to: 1 },
            ],
          ],
        },
        ...LEVELS,
      ];
    case 'review':
      return [
        {
          name: 'review_star',
          anyOf: [
            [
              { fact: 'reviewsToday', is: '<', to: 1 },
              { fact: 'reviewsOfProduct', is: '<', to: 1 },
              { fact: 'starsThisMonth', is: '<', to: 30 },
            ],
          ],
        },
        ...LEVELS,
      ];
    case 'redeem':
      return [
        {
          name: 'free_cup',
          anyOf: [
            [
              { fact: 'tier', is: '>=', to: 1 },
              { fact: 'balance', is: '>=', to: 'price' },
            ],
          ],
        },
        ...LEVELS,
      ];
    case 'tasting_visit':
      return [{ name: 'tasting_room', anyOf: [[{ fact: 'tier', is: '=', to: 2 }]] }, ...LEVELS];
    case 'refund':
    case 'visit':
    case 'survey':
    case 'profile':
      return LEVELS;
  }
}

/** Something for each type of event, made once. */
export function byType<T>(types: readonly EventType[], make: (type: EventType) => T): (type: EventType) => T {
  const made = new Map(types.map((type) => [type, make(type)]));
  return (type) => {
    const found = made.get(type);
    if (found === undefined) throw new Error(`no conditions for ${type}`);
    return found;
  };
}
