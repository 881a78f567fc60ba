import fc from 'fast-check';
import { type ClausesDraft, chosenAggregate, clausesOf, written } from './aggregate-drafts.ts';
import { hasTime } from './date-drafts.ts';
import { lineAggregates, writtenLines } from './line-drafts.ts';
import { unitSlots } from './literals.ts';
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
  type TypeRef,
  withUnit,
} from './place.ts';
import { countable, solid, solidAmount, solidDate } from './solid.ts';
import { DEPTH, type Tie } from './tie.ts';

type Kind = 'boolean' | 'word' | 'text' | 'level';
interface Typed {
  readonly piece: Piece;
  readonly type: TypeRef;
}

/** Everything of such a kind that may be read here: names, state, the first and last of history and of lines. */
function operands(
  kind: Kind,
  clauses: ClausesDraft,
  line: Draft | undefined,
  place: Place,
): readonly Typed[] {
  const { world } = place;
  const of = (type: TypeRef): boolean => type.kind === kind;
  const named = [
    ...[...place.line, ...place.fields].map((one) => ({ ...one, text: one.name })),
    ...(place.member ? world.attributes : []).map((one) => ({ ...one, text: `member.${one.name}` })),
    ...namedHere(place, of).map((one) => ({ ...one, text: one.name })),
    ...parametersHere(place, of).map((one) => ({ ...one, text: one.name, optional: false })),
  ].filter((one) => of(one.type));
  const tiers = kind === 'level' && place.history ? world.ladders.slice(0, place.ladders) : [];
  const lines = lineAggregates(kind, place);
  const chosen = chosenAggregate(kind, clauses.slot, place);
  const chosenLine = pick(lines, clauses.slot);
  return [
    ...named.map(({ text, optional, type }) => ({ piece: atom(text, { optional }), type })),
    ...tiers.map(({ name }, ladder) => ({
      piece: atom(`tier(${name})`),
      type: { kind: 'level', ladder } as const,
    })),
    ...(chosen === undefined ? [] : [{ piece: written(chosen, clauses, place), type: chosen.type }]),
    ...(chosenLine === undefined
      ? []
      : [{ piece: writtenLines(chosenLine, line, place), type: chosenLine.type }]),
  ];
}

/** The values of a type that can be written down. */
function literals(type: TypeRef, place: Place): readonly string[] {
  if (type.kind === 'word') return type.words;
  if (type.kind === 'level') return place.world.ladders[type.ladder]?.levels ?? [];
  return type.kind === 'text' ? ['"a"', '"ガ"', '"Ginza, 4"'] : ['yes', 'no'];
}

const YES = atom('yes');
const BARE: ClausesDraft = { slot: 0, beforeThis: false, where: undefined, window: undefined };

function choiceDraft(
  kind: Kind,
  form: number,
  operator: string,
  slots: readonly [number, number, number],
  clauses: ClausesDraft,
  line: Draft | undefined,
): Draft {
  return (place) => {
    const all = operands(kind, clauses, line, place);
    const found = pick(all, slots[0]);
    if (found === undefined) return YES;
    const values = literals(found.type, place);
    const [one, two] = [pick(values, slots[1]) ?? 'yes', pick(values, slots[2]) ?? 'yes'];
    const left = solid(found.piece, atom(one));
    if (kind === 'boolean' && form < 3) return left;
    const same = all.filter(({ type }) => JSON.stringify(type) === JSON.stringify(found.type));
    const other = pick(same, slots[2]);
    const ordered = kind === 'level' ? operator : operator === '!=' ? '!=' : '=';
    switch (form) {
      case 0:
      case 1:
        return piece(`${inner(left)} ${ordered} ${one}`);
      case 2:
        return piece(`${inner(left)} in (${one}, ${two})`);
      case 3:
        return piece(`${inner(left)} ${ordered} ${inner(solid(other?.piece ?? left, atom(one)))}`);
      case 4:
        return kind === 'level'
          ? piece(`${inner(left)} between ${one} and ${two}`)
          : piece(`${one} ${ordered} ${inner(left)}`);
      default:
        return piece(
          `(if ${inner(left)} ${ordered} ${two} then ${one} else ${inner(left)}) ${ordered} ${one}`,
        );
    }
  };
}

function compareDraft(
  left: Draft,
  right: Draft,
  operator: string,
  unit: Parameters<typeof withUnit>[1] | undefined,
): Draft {
  return (place) => {
    const there = unit === undefined ? place : withUnit(place, unit);
    return piece(`${inner(left(there))} ${operator} ${inner(right(there))}`);
  };
}

/** `has x and … x …`: after it x is known to be there. */
function guardDraft(of: Draft, right: Draft, operator: string): Draft {
  return (place) => {
    const found = of(place);
    if (!found.optional) return piece(`${inner(found)} ${operator} ${inner(solidAmount(right)(place))}`);
    return piece(`has ${inner(found)} and ${inner(found)} ${operator} ${inner(solidAmount(right)(place))}`);
  };
}

function hasDraft(of: Draft): Draft {
  return (place) => {
    const found = of(place);
    return found.optional ? piece(`has ${inner(found)}`) : YES;
  };
}

/** A date after `has`: only the name itself is shown to be there. */
function guardedDate(of: Draft, unit: string): Draft {
  return (place) => {
    const found = countable(of(place));
    if (!found.optional || !place.member) return YES;
    return piece(`has ${inner(found)} and ${unit} since ${inner(found)} >= 3`);
  };
}

export function conditionDrafts(tie: Tie) {
  const condition = tie('condition');
  const amount = tie('amount').map(solidAmount);
  const date = tie('date').map(solidDate);
  const time = tie('datetime');
  const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '>=', '>=');
  const slot = fc.nat({ max: 60 });
  const kind = fc.constantFrom<Kind>('boolean', 'word', 'word', 'text', 'level', 'level');
  const units = unitSlots;
  const inUnit = (draft: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> =>
    fc.tuple(draft, units).map(
      ([of, unit]): Draft =>
        (place) =>
          of(withUnit(place, unit(place.world))),
    );
  return {
    condition: fc.oneof(
      DEPTH,
      {
        weight: 8,
        arbitrary: fc
          .tuple(kind, fc.nat({ max: 5 }), operator, fc.tuple(slot, slot, slot))
          .map(([of, form, sign, slots]) =>
            choiceDraft(of, form, sign, slots, { ...BARE, slot: slots[0] }, undefined),
          ),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            kind,
            fc.nat({ max: 5 }),
            operator,
            fc.tuple(slot, slot, slot),
            clausesOf(tie),
            fc.option(condition, { nil: undefined, freq: 2 }),
          )
          .map((args) => choiceDraft(...args)),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Draft>(
          () => YES,
          () => atom('no'),
        ),
      },
      {
        weight: 12,
        arbitrary: inUnit(
          fc
            .tuple(amount, amount, operator)
            .map(([left, right, sign]) => compareDraft(left, right, sign, undefined)),
        ),
      },
      {
        weight: 3,
        arbitrary: inUnit(
          fc.tuple(amount, amount, amount).map(
            ([of, low, high]): Draft =>
              (place) =>
                piece(`${inner(of(place))} between ${inner(low(place))} and ${inner(high(place))}`),
          ),
        ),
      },
      {
        weight: 2,
        arbitrary: inUnit(
          fc.tuple(amount, fc.array(amount, { minLength: 1, maxLength: 3 })).map(
            ([of, items]): Draft =>
              (place) =>
                piece(`${inner(of(place))} in (${items.map((item) => item(place).text).join(', ')})`),
          ),
        ),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(date, date, operator)
          .map(([left, right, sign]) => compareDraft(left, right, sign, undefined)),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(date, date, date).map(
          ([of, low, high]): Draft =>
            (place) =>
              piece(`${inner(of(place))} between ${inner(low(place))} and ${inner(high(place))}`),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(time, time, operator).map(
          ([left, right, sign]): Draft =>
            (place) => {
              const [a, b] = [left(place), right(place)];
              if (!hasTime(place)) return YES;
              const now = place.member ? atom('now') : undefined;
              if (now === undefined && (a.optional || b.optional)) return YES;
              const [x, y] = now === undefined ? [a, b] : [solid(a, now), solid(b, now)];
              return piece(`${inner(x)} ${sign} ${inner(y)}`);
            },
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('months'), tie('months'), operator)
          .map(([a, b, sign]) => compareDraft(a, b, sign, undefined)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('days'), tie('days'), operator)
          .map(([a, b, sign]) => compareDraft(a, b, sign, undefined)),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(' and ', ' or '), fc.array(condition, { minLength: 2, maxLength: 3 }))
          .map(
            ([join, items]): Draft =>
              (place) =>
                piece(items.map((item) => inner(item(place))).join(join)),
          ),
      },
      {
        weight: 2,
        arbitrary: condition.map(
          (of): Draft =>
            (place) =>
              piece(`not ${inner(of(place))}`),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(condition, condition, condition).map(
          ([test, yes, no]): Draft =>
            (place) =>
              piece(`if ${test(place).text} then ${inner(yes(place))} else ${inner(no(place))}`),
        ),
      },
      {
        weight: 2,
        arbitrary: inUnit(
          fc.tuple(tie('amount'), tie('amount'), operator).map((args) => guardDraft(...args)),
        ),
      },
      { weight: 2, arbitrary: inUnit(tie('amount').map(hasDraft)) },
      { weight: 1, arbitrary: tie('date').map(hasDraft) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('date'), fc.constantFrom('days', 'months', 'years'))
          .map((args) => guardedDate(...args)),
      },
    ),
  };
}
