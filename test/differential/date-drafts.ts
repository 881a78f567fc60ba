import fc from 'fast-check';
import { measureDraft } from './aggregate-drafts.ts';
import { dayText } from './literals.ts';
import {
  atom,
  type Draft,
  inner,
  namedHere,
  type Piece,
  type Place,
  parametersHere,
  pick,
  piece,
} from './place.ts';
import { solidDate } from './solid.ts';
import { DEPTH, type Tie } from './tie.ts';

type Kind = 'date' | 'datetime';

/** Everything of such a type that has a name here. */
function named(kind: Kind, place: Place): readonly Piece[] {
  const fields = [...place.line, ...place.fields].filter((field) => field.type.kind === kind);
  const attributes = place.member ? place.world.attributes.filter((one) => one.type.kind === kind) : [];
  return [
    ...fields.map(({ name, optional }) => atom(name, { optional })),
    ...attributes.map(({ name, optional }) => atom(`member.${name}`, { optional })),
    ...parametersHere(place, (type) => type.kind === kind).map(({ name }) => atom(name)),
    ...namedHere(place, (type) => type.kind === kind).map(({ name, optional }) => atom(name, { optional })),
  ];
}

function dateName(slot: number): Draft {
  return (place) => {
    const { world, history, member, special } = place;
    const ladders = history ? world.ladders.slice(0, place.ladders) : [];
    const found = [
      ...(special === undefined ? [] : [atom(special), atom(special), atom(special)]),
      ...(member ? [atom('today'), atom('member.enrolled')] : []),
      ...ladders.map(({ name }) => atom(`since(${name})`)),
      ...ladders.map(({ name }) => atom(`held(${name})`, { optional: true })),
      ...named('date', place),
    ];
    return pick(found, slot) ?? atom('2024-06-01');
  };
}

function timeName(slot: number): Draft {
  return (place) =>
    pick([...(place.member ? [atom('now')] : []), ...named('datetime', place)], slot) ?? noTime(place);
}

/** There is no literal of a time: what has none is asked of a place that has one, or of none. */
function noTime(place: Place): Piece {
  return place.member ? atom('now') : atom('sent', { optional: true });
}

/** Whether a time can be named here at all. */
export function hasTime(place: Place): boolean {
  return place.member || named('datetime', place).length > 0;
}

function shiftDraft(of: Draft, by: Draft, sign: '+' | '-'): Draft {
  return (place) => {
    const date = of(place);
    return piece(`${inner(date)} ${sign} ${inner(by(place))}`, { optional: date.optional });
  };
}

function edgeDraft(edge: string, slot: number, of: Draft): Draft {
  return (place) => {
    const periods = place.world.periods.filter(({ since }) => since === undefined);
    const date = of(place);
    return atom(`${edge}(${pick(periods, slot)?.name ?? 'month'}, ${date.text})`, {
      optional: date.optional,
    });
  };
}

function eitherDraft(condition: Draft, then: Draft, otherwise: Draft): Draft {
  return (place) => {
    const [a, b] = [then(place), otherwise(place)];
    const optional = a.optional || b.optional;
    return piece(`if ${condition(place).text} then ${inner(a)} else ${inner(b)}`, { optional });
  };
}

function extremeDraft(name: string, items: readonly Draft[]): Draft {
  return (place) => {
    const found = items.map((item) => item(place));
    const optional = found.some((one) => one.optional);
    return atom(`${name}(${found.map(({ text }) => text).join(', ')})`, { optional });
  };
}

function lengthName(family: 'calendar' | 'clock', slot: number, count: number, word: string): Draft {
  return (place) => {
    const parameters = parametersHere(place, (type) => type.kind === 'duration' && type.family === family);
    const found = pick([undefined, undefined, ...parameters.map(({ name }) => name)], slot);
    return atom(found ?? `${count} ${word}${count === 1 ? '' : 's'}`);
  };
}

export function dateDrafts(tie: Tie) {
  const date = tie('date');
  const time = tie('datetime');
  const slot = fc.nat({ max: 30 });
  const sign = fc.constantFrom('+' as const, '+' as const, '-' as const);
  const order = fc.constantFrom('min', 'max');
  const length = (family: 'calendar' | 'clock', words: readonly string[]) =>
    fc
      .tuple(
        slot,
        fc.oneof(fc.integer({ min: 0, max: 14 }), fc.constantFrom(24, 36, 120)),
        fc.constantFrom(...words),
      )
      .map(([at, count, word]) => lengthName(family, at, count, word));
  const lengths = (key: 'months' | 'days', leaf: fc.Arbitrary<Draft>) =>
    fc.oneof(
      DEPTH,
      { weight: 8, arbitrary: leaf },
      {
        weight: 1,
        arbitrary: fc.tuple(tie('condition'), tie(key), tie(key)).map((args) => eitherDraft(...args)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(order, fc.array(tie(key), { minLength: 2, maxLength: 2 }))
          .map((args) => extremeDraft(...args)),
      },
    );
  return {
    date: fc.oneof(
      DEPTH,
      { weight: 8, arbitrary: slot.map(dateName) },
      {
        weight: 2,
        arbitrary: dayText.map(
          (text): Draft =>
            () =>
              atom(text),
        ),
      },
      { weight: 1, arbitrary: fc.constant<Draft>(() => atom('forever')) },
      { weight: 5, arbitrary: measureDraft(tie, 'date') },
      { weight: 4, arbitrary: fc.tuple(date, tie('months'), sign).map((args) => shiftDraft(...args)) },
      { weight: 3, arbitrary: fc.tuple(date, tie('days'), sign).map((args) => shiftDraft(...args)) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('start_of', 'end_of'), slot, date)
          .map((args) => edgeDraft(...args)),
      },
      { weight: 1, arbitrary: fc.tuple(tie('condition'), date, date).map((args) => eitherDraft(...args)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(order, fc.array(date, { minLength: 2, maxLength: 3 }))
          .map((args) => extremeDraft(...args)),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(date, date).map(
          ([of, fallback]): Draft =>
            (place) => {
              const found = of(place);
              const text = `${inner(found)} otherwise ${inner(solidDate(fallback)(place))}`;
              return found.optional ? piece(text) : found;
            },
        ),
      },
    ),
    datetime: fc.oneof(
      DEPTH,
      { weight: 6, arbitrary: slot.map(timeName) },
      { weight: 3, arbitrary: measureDraft(tie, 'datetime') },
      { weight: 1, arbitrary: fc.tuple(time, tie('months'), sign).map((args) => shiftDraft(...args)) },
      { weight: 1, arbitrary: fc.tuple(time, tie('days'), sign).map((args) => shiftDraft(...args)) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(time, fc.integer({ min: 1, max: 100 }), sign)
          .map(([of, count, by]) => shiftDraft(of, () => atom(`${count} hours`), by)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(order, fc.array(time, { minLength: 2, maxLength: 2 }))
          .map((args) => extremeDraft(...args)),
      },
    ),
    months: lengths('months', length('calendar', ['month', 'month', 'year'])),
    days: lengths('days', length('clock', ['day', 'day', 'week'])),
  };
}
