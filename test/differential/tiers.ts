import fc from 'fast-check';
import { drafts } from './drafts.ts';
import { amountText, positive } from './literals.ts';
import {
  type Draft,
  inner,
  MONEY,
  memberPlace,
  NUMBER,
  type Place,
  pick,
  piece,
  type World,
  withUnit,
} from './place.ts';
import { solidAmount, solidDate } from './solid.ts';
import type { YamlMap } from './yaml.ts';

export interface LadderDraft {
  readonly review: 'event' | 'said' | 'every';
  readonly period: number;
  readonly after: number;
  readonly dropOne: boolean;
  readonly levels: readonly { readonly reach: Draft; readonly until: Draft | undefined }[];
}

const until: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 3,
    arbitrary: drafts.months.map(
      (by): Draft =>
        (place) =>
          piece(`reached + ${inner(by(place))}`),
    ),
  },
  {
    weight: 2,
    arbitrary: drafts.days.map(
      (by): Draft =>
        (place) =>
          piece(`reached + ${inner(by(place))}`),
    ),
  },
  {
    weight: 2,
    arbitrary: drafts.months.map(
      (by): Draft =>
        (place) =>
          piece(`end_of(year, reached + ${inner(by(place))})`),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Draft>(() => piece('forever')) },
  { weight: 2, arbitrary: drafts.date.map(solidDate) },
);

const reach: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(drafts.amount, positive, fc.boolean()).map(
      ([amount, least, money]): Draft =>
        (place) => {
          const there = withUnit(place, money ? MONEY : NUMBER);
          return piece(
            `${inner(solidAmount(amount)(there))} >= ${amountText(least, there.unit, place.world).text}`,
          );
        },
    ),
  },
  { weight: 2, arbitrary: drafts.condition },
  { weight: 1, arbitrary: fc.constant<Draft>(() => piece('no')) },
);

const ladder: fc.Arbitrary<LadderDraft> = fc.record({
  review: fc.constantFrom('event' as const, 'event' as const, 'said' as const, 'every' as const),
  period: fc.nat({ max: 12 }),
  after: fc.constantFrom(0, 0, 1, 4),
  dropOne: fc.boolean(),
  levels: fc.array(fc.record({ reach, until: fc.option(until, { nil: undefined, freq: 3 }) }), {
    minLength: 3,
    maxLength: 3,
  }),
});

export const ladderDrafts: fc.Arbitrary<readonly LadderDraft[]> = fc.array(ladder, {
  minLength: 2,
  maxLength: 2,
});

export function ladderYaml(draft: LadderDraft, index: number, world: World): YamlMap {
  const { levels = [] } = world.ladders[index] ?? {};
  const place: Place = { ...memberPlace(world), ladders: index };
  const period = pick(
    world.periods.filter(({ since, name }) => since === undefined && name !== 'day'),
    draft.period,
  );
  const every = draft.review === 'every' && period !== undefined;
  const after =
    every && draft.after > 0 && draft.after < period.shortestDays ? `${draft.after} days` : undefined;
  const drawn = levels.slice(1).map((name, at) => ({ name, level: draft.levels[at] }));
  const drop = draft.dropOne && drawn.every(({ level }) => level?.until !== undefined);
  return {
    review: every ? `every ${period.name}` : draft.review === 'said' ? 'on event' : undefined,
    after,
    drop: drop ? 'one level' : undefined,
    base: levels[0] ?? 'regular',
    levels: Object.fromEntries(
      drawn.map(({ name, level }) => [
        name,
        { reach: level?.reach(place).text, until: level?.until?.({ ...place, special: 'reached' }).text },
      ]),
    ),
  };
}
