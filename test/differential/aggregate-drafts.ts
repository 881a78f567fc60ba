import fc from 'fast-check';
import { dayText, fallbackAmount } from './literals.ts';
import {
  atom,
  type Draft,
  type EventInfo,
  type Name,
  type Piece,
  type Place,
  parametersHere,
  pick,
  sameUnit,
  type TypeRef,
} from './place.ts';
import type { Tie } from './tie.ts';

/** What an aggregate is asked for; of an amount the place knows the unit. */
export type Want = 'amount' | 'date' | 'datetime' | 'boolean' | 'word' | 'text' | 'level';

/** One aggregate over history that fits a place, without its clauses. */
export interface Candidate {
  readonly name: string;
  /** Before the clauses: `purchase.amount`, `reach status.gold`. */
  readonly subject: string;
  readonly event: EventInfo;
  readonly type: TypeRef;
  readonly scale: number;
  readonly optional: boolean;
  /** `streak` names a period, a flow its sources. */
  readonly by: 'period' | 'sources' | undefined;
}

const NUMBER_TYPE: TypeRef = { kind: 'number' };
const DATE_TYPE: TypeRef = { kind: 'date' };
const NOTHING: Omit<EventInfo, 'name'> = { fields: [], lists: [] };
const COUNTABLE = ['word', 'text', 'boolean', 'money', 'number', 'points', 'level'];

function fits(type: TypeRef, want: Want, place: Place): boolean {
  return want === 'amount' ? sameUnit(type, place.unit) : type.kind === want;
}

function ofEvent(event: EventInfo, want: Want, place: Place): readonly Candidate[] {
  const base = { event, scale: 0, by: undefined, type: NUMBER_TYPE };
  const plain = want === 'amount' && place.unit.kind === 'number';
  const whole: readonly Candidate[] = plain
    ? [
        { ...base, name: 'count', subject: event.name, optional: false },
        { ...base, name: 'streak', subject: event.name, optional: false, by: 'period' },
      ]
    : want === 'date'
      ? ['first', 'last'].map((name) => ({
          ...base,
          name,
          subject: event.name,
          optional: true,
          type: DATE_TYPE,
        }))
      : [];
  const fields = event.fields.flatMap((field): readonly Candidate[] => {
    const subject = `${event.name}.${field.name}`;
    const distinct =
      plain && COUNTABLE.includes(field.type.kind)
        ? [{ ...base, name: 'distinct', subject, optional: false }]
        : [];
    if (!fits(field.type, want, place)) return distinct;
    const own = { ...base, subject, type: field.type, scale: field.scale };
    const ordered = want === 'amount' || want === 'date' ? ['highest', 'lowest'] : [];
    return [
      ...distinct,
      ...(want === 'amount' ? [{ ...own, name: 'sum', optional: false }] : []),
      ...[...ordered, 'first', 'last'].map((name) => ({ ...own, name, optional: true })),
    ];
  });
  return [...whole, ...fields];
}

/** Events that may cause what is asked for: of a flow, those of all rules. */
function causes(place: Place): EventInfo {
  const { world } = place;
  const names = new Set([...world.rules.flatMap((rule) => rule.events), 'redeem']);
  const events = world.events.filter((event) => names.has(event.name));
  const fields = new Map<string, Name>();
  for (const event of events)
    for (const field of event.fields) if (!fields.has(field.name)) fields.set(field.name, field);
  return { name: 'this', fields: [...fields.values()], lists: [] };
}

function ofState(want: Want, place: Place): readonly Candidate[] {
  const { world, unit } = place;
  const found: Candidate[] = [];
  const levels = world.ladders
    .slice(0, place.ladders)
    .flatMap(({ name, levels: all }) => all.map((level, index) => ({ subject: `${name}.${level}`, index })));
  const base = { scale: 0, by: undefined, optional: true };
  for (const { subject, index } of levels) {
    const event = { ...NOTHING, name: subject };
    if (want === 'date') found.push({ ...base, name: 'last', subject, event, type: DATE_TYPE });
    if (index === 0) continue;
    for (const happening of ['reach', 'lapse']) {
      const own = { ...base, subject: `${happening} ${subject}`, event };
      if (want === 'date')
        for (const name of ['first', 'last']) found.push({ ...own, name, type: DATE_TYPE });
      if (want === 'amount' && unit.kind === 'number')
        found.push({ ...own, name: 'count', optional: false, type: NUMBER_TYPE });
    }
  }
  for (const [index, points] of world.points.entries())
    for (const flow of ['earned', 'used', 'expired']) {
      const own = { subject: points.name, event: causes(place), by: 'sources', optional: false } as const;
      if (want === 'amount' && unit.kind === 'points' && unit.index === index)
        found.push({ ...own, name: flow, type: unit, scale: points.decimals });
      const counted = { ...own, subject: `${flow} ${points.name}`, scale: 0 };
      if (want === 'amount' && unit.kind === 'number')
        found.push({ ...counted, name: 'count', type: NUMBER_TYPE });
      if (want === 'date') found.push({ ...counted, name: 'last', type: DATE_TYPE, optional: true });
    }
  return found;
}

/** One of the aggregates over history of a kind that may stand here; purchases have most fields, so the event is chosen first. */
export function chosenAggregate(want: Want, slot: number, place: Place): Candidate | undefined {
  if (!place.history) return undefined;
  const [purchase = [], ...others] = place.world.events.map((event) => ofEvent(event, want, place));
  const groups = [
    purchase,
    purchase,
    ...others,
    ofState(want, place),
    purchase,
    purchase,
    ofState(want, place),
  ];
  const some = groups.filter((group) => group.length > 0);
  return pick(pick(some, slot) ?? [], Math.floor(slot / Math.max(1, some.length)));
}

/** The clauses of an aggregate, drawn without knowing it. */
export interface ClausesDraft {
  readonly slot: number;
  readonly beforeThis: boolean;
  readonly where: Draft | undefined;
  readonly window: WindowDraft | undefined;
}

type WindowDraft = (place: Place) => string;

export function clausesOf(tie: Tie): fc.Arbitrary<ClausesDraft> {
  return fc.record({
    slot: fc.nat({ max: 600 }),
    beforeThis: fc.integer({ min: 0, max: 5 }).map((n) => n === 5),
    where: fc.option(tie('where'), { nil: undefined, freq: 2 }),
    window: fc.option(windowDraft, { nil: undefined, freq: 2 }),
  });
}

const anchorDate: fc.Arbitrary<WindowDraft> = fc
  .tuple(fc.nat({ max: 12 }), fc.nat({ max: 8 }), dayText)
  .map(([slot, other, text]) => (place) => {
    const periods = place.world.periods.filter(({ since }) => since === undefined);
    const found = [
      text,
      'member.enrolled',
      `start_of(${pick(periods, other)?.name ?? 'month'}, today)`,
      ...place.world.ladders.slice(0, place.ladders).map(({ name }) => `since(${name})`),
      ...parametersHere(place, (type) => type.kind === 'date')
        .filter(({ single }) => single)
        .map(({ name }) => name),
    ];
    return pick(found, slot) ?? text;
  });

const windowDraft: fc.Arbitrary<WindowDraft> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.nat({ max: 20 }).map(
      (slot): WindowDraft =>
        (place) => {
          const periods = place.world.periods.filter(
            ({ since }) => since === undefined || since <= place.ladders,
          );
          const turning = periods.filter(({ since }) => since !== undefined);
          return `during this ${pick([...turning, ...turning, ...periods], slot)?.name ?? 'month'}`;
        },
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 12 }), fc.option(fc.integer({ min: 1, max: 12 })))
      .map(
        ([slot, count, ending]): WindowDraft =>
          (place) => {
            const periods = place.world.periods.filter(({ since }) => since === undefined);
            const name = pick(periods, slot)?.name ?? 'month';
            if (ending === null)
              return count === 1 ? `during previous ${name}` : `during previous ${count} ${name}`;
            return `during ${count} ${name} ending ${ending} ${name} ago`;
          },
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('days', 'weeks', 'months', 'years'))
      .map(
        ([count, unit]): WindowDraft =>
          () =>
            `during last ${count} ${unit}`,
      ),
  },
  {
    weight: 2,
    arbitrary: anchorDate.map(
      (from): WindowDraft =>
        (place) =>
          `during since ${from(place)}`,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(anchorDate, anchorDate).map(
      ([low, high]): WindowDraft =>
        (place) => {
          const [from, to] = [low(place), high(place)];
          const crossed = /^\d/.test(from) && /^\d/.test(to) && from > to;
          return crossed ? `during between ${to} and ${from}` : `during between ${from} and ${to}`;
        },
    ),
  },
);

/** An aggregate with its clauses as text. */
export function written(candidate: Candidate, clauses: ClausesDraft, place: Place): Piece {
  const { name, subject, event, scale, optional, by } = candidate;
  const { slot, beforeThis, where, window } = clauses;
  const parts = [subject];
  if (beforeThis) parts.push('before this');
  if (by === 'period') {
    const periods = place.world.periods.filter(({ since }) => since === undefined);
    parts.push(`by ${pick(periods, slot)?.name ?? 'month'}`);
  }
  if (by === 'sources') {
    const sources = [...place.world.rules.map((rule) => rule.name), ...place.world.rewards];
    const first = pick(sources, slot);
    const second = pick(sources, slot + 1);
    if (first !== undefined && slot % 3 === 0) parts.push(`by ${first}`);
    if (second !== undefined && first !== second && slot % 3 === 1) parts.push(`by (${first}, ${second})`);
  }
  // Which sources' causes have the field is asked of the rules; with a `by` that is not known here.
  // A derived field that asks about causes would be asked for its own type.
  const deriving = !place.world.events.some(({ fields }) =>
    fields.some((field) => field.name === 'eligible'),
  );
  const narrowed = by === 'sources' && (deriving || parts.some((part) => part.startsWith('by ')));
  const wherePlace: Place = {
    ...place,
    fields: event.fields,
    lists: event.lists,
    line: [],
    atHand: place.fields,
    member: false,
    history: false,
    special: undefined,
    awards: [],
  };
  const condition = where?.(wherePlace).text;
  if (condition !== undefined && condition !== '' && event.fields.length > 0 && !narrowed)
    parts.push(`where ${condition}`);
  if (window !== undefined && by !== 'period') parts.push(window(place));
  return atom(`${name}(${parts.join(' ')})`, { scale, optional });
}

/** An aggregate of such a type over history; where there is none, what is simplest. */
export function measureDraft(tie: Tie, want: 'amount' | 'date' | 'datetime'): fc.Arbitrary<Draft> {
  return clausesOf(tie).map(
    (clauses): Draft =>
      (place) => {
        const candidate = chosenAggregate(want, clauses.slot, place);
        if (candidate !== undefined) return written(candidate, clauses, place);
        if (want === 'amount') return fallbackAmount(place);
        return want === 'datetime' ? atom('now') : atom('2024-06-01');
      },
  );
}

/** Fields of the filtered event and of the event at hand that may be asked to be equal. */
function equalPairs(place: Place): readonly string[] {
  const allowed = ({ type, optional, scale }: Name) =>
    !optional && (['word', 'text', 'boolean'].includes(type.kind) || (type.kind === 'number' && scale === 0));
  return place.fields
    .filter(allowed)
    .flatMap((field) =>
      place.atHand
        .filter((other) => allowed(other) && other.type.kind === field.type.kind)
        .map((other) => `${field.name} = this.${other.name}`),
    );
}

export function whereDrafts(tie: Tie) {
  return {
    where: fc
      .tuple(
        fc.option(tie('condition'), { nil: undefined, freq: 4 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 2 }),
      )
      .map(
        ([condition, slots]): Draft =>
          (place) => {
            const pairs = slots.flatMap((slot) => pick(equalPairs(place), slot) ?? []);
            const found = condition?.(place);
            const tests = found === undefined ? pairs : [...new Set(pairs), `(${found.text})`];
            return atom(tests.join(' and '));
          },
      ),
  };
}
