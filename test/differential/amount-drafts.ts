import fc from 'fast-check';
import { measureDraft } from './aggregate-drafts.ts';
import { hasTime } from './date-drafts.ts';
import { lineDraft } from './line-drafts.ts';
import {
  amountText,
  type Decimal,
  decimal,
  fallbackAmount,
  literal,
  positive,
  rate,
  unitSlots,
} from './literals.ts';
import {
  atom,
  type Draft,
  inner,
  NUMBER,
  namedHere,
  type Piece,
  type Place,
  parametersHere,
  pick,
  piece,
  sameUnit,
  type UnitRef,
  unitName,
  type World,
  withUnit,
} from './place.ts';
import { countable, rounded, solid, solidAmount } from './solid.ts';
import { DEPTH, type Tie } from './tie.ts';

type UnitOf = (world: World) => UnitRef;

function nameDraft(slot: number): Draft {
  return (place) => {
    const { unit } = place;
    const fields = [...place.line, ...place.fields].filter((field) => sameUnit(field.type, unit));
    const attributes = place.member
      ? place.world.attributes.filter((attribute) => sameUnit(attribute.type, unit))
      : [];
    const found = [
      ...fields.map(({ name, scale, optional }) => atom(name, { scale, optional })),
      ...fields.map(({ name, scale, optional }) => atom(name, { scale, optional })),
      ...attributes.map(({ name, scale, optional }) => atom(`member.${name}`, { scale, optional })),
      ...parametersHere(place, (type) => sameUnit(type, unit)).map(({ name, scale }) =>
        atom(name, { scale }),
      ),
      ...namedHere(place, (type) => sameUnit(type, unit)).map(({ name, scale, optional, fraction }) =>
        atom(name, { scale, optional, fraction }),
      ),
    ];
    return pick(found, slot) ?? fallbackAmount(place);
  };
}

/** `balance(star)`, `pending(star)`, `award(r1)`: of points only. */
function stateDraft(slot: number): Draft {
  return (place) => {
    const { unit, world, history } = place;
    if (unit.kind !== 'points') return nameDraft(slot)(place);
    const name = unitName(world, unit);
    const scale = world.points[unit.index]?.decimals ?? 0;
    const awards = place.awards
      .filter((award) => award.gives.includes(unit.index))
      .map((award) => `award(${award.name}${award.gives.length > 1 ? `, ${name}` : ''})`);
    const state = history ? [`balance(${name})`, `pending(${name})`] : [];
    const text = pick([...awards, ...awards, ...state], slot);
    return text === undefined ? fallbackAmount(place) : atom(text, { scale });
  };
}

/** At most nine decimals: where there would be more, the right side is rounded. */
function product(left: Piece, right: Piece, sign: '*' | 'of'): Piece {
  const fraction = left.fraction || right.fraction;
  const fits = fraction || left.scale + right.scale <= 9;
  const other = fits ? right : atom(`round(${right.text})`, { optional: right.optional });
  return piece(`${inner(left)} ${sign} ${inner(other)}`, {
    scale: left.scale + other.scale,
    fraction,
    optional: left.optional || other.optional,
  });
}

function addDraft(left: Draft, right: Draft, sign: '+' | '-'): Draft {
  return (place) => {
    const [a, b] = [rounded(left(place)), rounded(right(place))];
    const scale = Math.max(a.scale, b.scale);
    return piece(`${inner(a)} ${sign} ${inner(b)}`, { scale, optional: a.optional || b.optional });
  };
}

function extremeDraft(name: 'min' | 'max', items: readonly Draft[]): Draft {
  return (place) => {
    const found = items.map((item) => item(place));
    return atom(`${name}(${found.map(({ text }) => text).join(', ')})`, {
      scale: Math.max(...found.map(({ scale }) => scale)),
      fraction: found.some(({ fraction }) => fraction),
      optional: found.some(({ optional }) => optional),
    });
  };
}

function roundDraft(name: string, of: Draft, step: Decimal | undefined): Draft {
  return (place) => {
    const found = of(place);
    const each = step && amountText(step, place.unit, place.world);
    const text = each === undefined ? found.text : `${found.text}, ${each.text}`;
    return atom(`${name}(${text})`, { scale: each?.scale ?? 0, optional: found.optional });
  };
}

function perDraft(
  gives: Draft,
  step: Decimal,
  slot: number,
  amount: Draft,
  other: UnitOf,
  proRata: boolean,
): Draft {
  return (place) => {
    const there = withUnit(place, other(place.world));
    const given = rounded(gives(place));
    const steps = parametersHere(place, (type) => sameUnit(type, there.unit)).filter((one) => one.positive);
    const each =
      pick([undefined, ...steps.map(({ name }) => name)], slot) ??
      amountText(step, there.unit, place.world).text;
    const of = amount(there);
    return piece(`${inner(given)} per ${each} of ${inner(of)}${proRata ? ' pro rata' : ''}`, {
      scale: given.scale,
      fraction: proRata,
      optional: given.optional || of.optional,
    });
  };
}

/** A literal 0 is refused as a divisor. */
function divisor(found: Piece, place: Place): Piece {
  return /^\(?-?0(\.0+)?( \w+)?\)?$/.test(found.text) ? fallbackAmount(place) : found;
}

/** A quotient: of the amount by a number, or of the amount times one thing by the same thing. */
function divideDraft(left: Draft, right: Draft, by: UnitOf, times: Draft | undefined): Draft {
  return (place) => {
    const a = left(place);
    if (times === undefined) {
      const numbers = withUnit(place, NUMBER);
      const b = divisor(right(numbers), numbers);
      return piece(`${inner(a)} / ${inner(b)}`, { fraction: true, optional: true });
    }
    const there = withUnit(place, by(place.world));
    const above = product(a, times(there), '*');
    return piece(`${inner(above)} / ${inner(divisor(right(there), there))}`, {
      fraction: true,
      optional: true,
    });
  };
}

/** A number from two amounts of one unit. */
function ratioDraft(left: Draft, right: Draft, of: UnitOf): Draft {
  return (place) => {
    if (place.unit.kind !== 'number') return left(place);
    const there = withUnit(place, of(place.world));
    return piece(`${inner(left(there))} / ${inner(divisor(right(there), there))}`, {
      fraction: true,
      optional: true,
    });
  };
}

function ifDraft(condition: Draft, then: Draft, otherwise: Draft): Draft {
  return (place) => {
    const [a, b] = [then(place), otherwise(place)];
    return piece(`if ${condition(place).text} then ${inner(a)} else ${inner(b)}`, {
      scale: Math.max(a.scale, b.scale),
      fraction: a.fraction || b.fraction,
      optional: a.optional || b.optional,
    });
  };
}

/** Plain numbers that the calendar gives. */
function calendarDraft(form: string, date: Draft, time: Draft): Draft {
  return (place) => {
    if (place.unit.kind !== 'number') return fallbackAmount(place);
    const elapsed = form.endsWith('since');
    if (elapsed && !place.member) return fallbackAmount(place);
    const timed = form === 'hours since' || form === 'hour';
    if (timed && !hasTime(place)) return fallbackAmount(place);
    const of = timed ? time(place) : elapsed ? countable(date(place)) : date(place);
    return elapsed
      ? atom(`(${form} ${inner(of)})`, { optional: of.optional })
      : atom(`${form}(${of.text})`, { optional: of.optional });
  };
}

const CALENDAR = [
  ...['years since', 'months since', 'weeks since', 'days since', 'hours since'],
  ...['year', 'month', 'day', 'weekday', 'hour'],
];

export function amountDrafts(tie: Tie) {
  const amount = tie('amount');
  const condition = tie('condition');
  const units = unitSlots;
  const slot = fc.nat({ max: 30 });
  const sign = fc.constantFrom('+' as const, '-' as const);
  return {
    amount: fc.oneof(
      DEPTH,
      { weight: 5, arbitrary: decimal.map(literal) },
      { weight: 8, arbitrary: slot.map(nameDraft) },
      { weight: 3, arbitrary: slot.map(stateDraft) },
      { weight: 7, arbitrary: measureDraft(tie, 'amount') },
      { weight: 3, arbitrary: lineDraft(tie, 'amount') },
      { weight: 3, arbitrary: fc.tuple(amount, amount, sign).map((args) => addDraft(...args)) },
      {
        weight: 2,
        arbitrary: fc.tuple(amount, amount).map(
          ([a, b]): Draft =>
            (place) =>
              product(a(place), b(withUnit(place, NUMBER)), '*'),
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.option(amount, { freq: 2 }), rate, fc.boolean(), amount).map(
          ([by, literalRate, percent, of]): Draft =>
            (place) => {
              const plain = percent ? { ...literalRate, digits: literalRate.digits * 5n } : literalRate;
              const left = by?.(withUnit(place, NUMBER)) ?? amountText(plain, NUMBER, place.world);
              const shown = percent && by === null ? atom(`${plain.digits}%`, { scale: 2 }) : left;
              return product(shown, of(place), 'of');
            },
        ),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(amount, positive, slot, amount, units, fc.boolean())
          .map((args) => perDraft(...args)),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(amount, amount, units, fc.option(amount, { nil: undefined }))
          .map((args) => divideDraft(...args)),
      },
      { weight: 2, arbitrary: fc.tuple(amount, amount, units).map((args) => ratioDraft(...args)) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('floor', 'ceil', 'round'), amount, fc.option(positive, { nil: undefined }))
          .map((args) => roundDraft(...args)),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom('min' as const, 'max' as const),
            fc.array(amount, { minLength: 2, maxLength: 3 }),
          )
          .map((args) => extremeDraft(...args)),
      },
      {
        weight: 1,
        arbitrary: amount.map(
          (of): Draft =>
            (place) => {
              const found = of(place);
              return atom(`abs(${found.text})`, {
                scale: found.scale,
                fraction: found.fraction,
                optional: found.optional,
              });
            },
        ),
      },
      {
        weight: 1,
        arbitrary: amount.map(
          (of): Draft =>
            (place) => {
              const found = of(place);
              return atom(`(-${inner(found)})`, {
                scale: found.scale,
                fraction: found.fraction,
                optional: found.optional,
              });
            },
        ),
      },
      { weight: 2, arbitrary: fc.tuple(condition, amount, amount).map((args) => ifDraft(...args)) },
      {
        weight: 2,
        arbitrary: fc.tuple(amount, amount).map(
          ([of, fallback]): Draft =>
            (place) =>
              solid(of(place), solidAmount(fallback)(place)),
        ),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(...CALENDAR), tie('date'), tie('datetime'))
          .map((args) => calendarDraft(...args)),
      },
    ),
  };
}
