import fc from 'fast-check';
import { drafts } from './drafts.ts';
import { dayText } from './literals.ts';
import { atom, type Draft, inner, type Place, piece } from './place.ts';
import { solidDate } from './solid.ts';

/** `available:` and `expires:` as drawn. */
export interface DatesDraft {
  readonly available: Draft | undefined;
  readonly expires: Draft | undefined;
}

/** A place that sees nothing that changes later: what a date fixed at posting may read. */
function fixed(place: Place): Place {
  return { ...place, history: false, awards: [], special: 'earned' };
}

/** A place that sees no event: a sliding date is asked again when there is none. */
function sliding(place: Place): Place {
  return { ...place, fields: [], lists: [], awards: [], special: 'earned' };
}

const earned: Draft = () => atom('earned');

function later(of: Draft, by: Draft): Draft {
  return (place) => {
    const date = of(place);
    return piece(`${inner(date)} + ${inner(by(place))}`, { optional: date.optional });
  };
}

const length = fc.oneof(drafts.months, drafts.days);
const own: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 5,
    arbitrary: length.map(
      (by): Draft =>
        (place) =>
          later(earned, by)(fixed(place)),
    ),
  },
  {
    weight: 3,
    arbitrary: length.map(
      (by): Draft =>
        (place) =>
          atom(`end_of(month, ${later(earned, by)(fixed(place)).text})`),
    ),
  },
  {
    weight: 1,
    arbitrary: dayText.map(
      (text): Draft =>
        () =>
          atom(text),
    ),
  },
  {
    weight: 3,
    arbitrary: drafts.date.map(
      (date): Draft =>
        (place) =>
          solidDate(date)(fixed(place)),
    ),
  },
);
const slid: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(drafts.date, length).map(
      ([date, by]): Draft =>
        (place) => {
          const there = sliding(place);
          const found = date(there);
          const base = found.optional ? piece(`${inner(found)} otherwise earned`) : found;
          return later(() => base, by)(there);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: drafts.date.map(
      (date): Draft =>
        (place) =>
          solidDate(date)(sliding(place)),
    ),
  },
);
const latest: fc.Arbitrary<Draft> = fc
  .tuple(
    fc.array(drafts.date, { minLength: 1, maxLength: 2 }),
    fc.option(length, { nil: undefined }),
    fc.boolean(),
  )
  .map(
    ([dates, by, edge]): Draft =>
      (place) => {
        const there = sliding(place);
        const items = ['earned', ...dates.map((date) => date(there).text)].join(', ');
        const plus = by === undefined ? '' : ` + ${inner(by(there))}`;
        return piece(edge ? `end_of(month, max(${items})${plus})` : `max(${items})${plus}`);
      },
  );

/** Last days of every kind: fixed at posting, sliding, the later of both. */
export const datesDraft: fc.Arbitrary<DatesDraft> = fc.record({
  // Mostly soon: points that can never be used do not compile.
  available: fc.option(
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.integer({ min: 0, max: 9 }).map(
          (n): Draft =>
            () =>
              atom(`(earned + ${n} days)`),
        ),
      },
      { weight: 1, arbitrary: own },
    ),
    { nil: undefined, freq: 2 },
  ),
  expires: fc.option(
    fc.oneof({ weight: 4, arbitrary: own }, { weight: 2, arbitrary: slid }, { weight: 2, arbitrary: latest }),
    { nil: undefined, freq: 3 },
  ),
});

/** The two dates as text; each may see another event. */
export function datesText({ available, expires }: DatesDraft, place: Place, expiresPlace: Place = place) {
  const last = expires?.(expiresPlace).text;
  // A last day that lies near could never be reached: then the points are there at once.
  const near =
    last !== undefined &&
    /^earned(?: [+-]|$)/.test(last) &&
    !/^earned \+ [1-9]\d* (?:month|year)s?$/.test(last);
  return { available: near ? undefined : available?.(place).text, expires: last };
}
