import fc from 'fast-check';
import { drafts } from './drafts.ts';
import { amountText, type Decimal, dayText, positive, rate, smallWhole } from './literals.ts';
import { type DatesDraft, datesDraft, datesText } from './lot-dates.ts';
import {
  type AwardInfo,
  type Draft,
  eventPlace,
  inner,
  MONEY,
  memberPlace,
  type Name,
  NUMBER,
  type Place,
  pick,
  piece,
  pointsUnit,
  type RuleInfo,
  unitName,
  type World,
  withUnit,
} from './place.ts';
import { rounded, solidAmount, solidDate, storedAmount } from './solid.ts';
import { listOrOne, type YamlMap } from './yaml.ts';

/** One amount of a points type, chosen by number. */
export interface AmountDraft {
  readonly slot: number;
  readonly amount: Draft;
}

export interface LimitDraft {
  readonly kind: 'times' | 'field' | 'quantity';
  readonly count: Decimal;
  readonly amount: Draft | undefined;
  readonly slot: number;
  readonly period: number | undefined;
}

export interface RuleDraft {
  readonly trigger: TriggerDraft;
  readonly when: Draft | undefined;
  readonly during: DuringDraft;
  readonly action: ActionDraft;
  readonly limits: readonly LimitDraft[];
  readonly dates: DatesDraft;
  readonly builds: string;
}

export interface DuringDraft {
  readonly from: string | undefined;
  readonly until: string | undefined;
}

export type ActionDraft =
  | {
      readonly kind: 'move';
      readonly give: readonly AmountDraft[];
      readonly take: readonly AmountDraft[];
      readonly forfeit: readonly AmountDraft[];
      readonly hold: HoldDraft | undefined;
    }
  | { readonly kind: 'settle'; readonly due: AmountDraft; readonly period: number };

interface HoldDraft {
  readonly ladder: number;
  readonly level: number;
  readonly until: Draft;
}

interface TriggerDraft {
  readonly kind:
    | 'event'
    | 'several'
    | 'enroll'
    | 'reach'
    | 'lapse'
    | 'date'
    | 'every'
    | 'birthday'
    | 'anniversary';
  readonly slot: number;
  readonly level: number;
  readonly day: string;
  readonly after: number;
}

/** Rules that stand next to each other: alone, or one group. */
export interface BlockDraft {
  readonly pick: 'all' | 'first' | 'highest' | undefined;
  readonly limits: readonly LimitDraft[];
  readonly rules: readonly RuleDraft[];
}

const EVENTS = [
  'purchase',
  'purchase',
  'purchase',
  'visit',
  'visit',
  'review',
  'refund',
  'redeem',
  'profile',
  'undo',
  'cancel',
];

/** What programs give: some points, a rate of money, a share of an award, anything. */
const given: fc.Arbitrary<Draft> = fc.oneof(
  {
    weight: 4,
    arbitrary: positive.map(
      (value): Draft =>
        (place) =>
          written(value, place),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(smallWhole, positive, drafts.amount, fc.boolean()).map(
      ([gives, step, amount, proRata]): Draft =>
        (place) => {
          const money = withUnit(place, MONEY);
          const of = solidAmount(amount)(money);
          const each = amountText(step, MONEY, place.world).text;
          return piece(
            `${written(gives, place).text} per ${each} of ${inner(of)}${proRata ? ' pro rata' : ''}`,
            {
              fraction: proRata,
            },
          );
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(rate, drafts.amount).map(
      ([share, amount]): Draft =>
        (place) => {
          const of = solidAmount(amount)(place);
          const small =
            of.fraction || of.scale + share.scale <= 9
              ? of
              : { ...rounded(of), text: `round(${of.text})`, atom: true };
          return piece(`${amountText(share, NUMBER, place.world).text} of ${inner(small)}`);
        },
    ),
  },
  { weight: 4, arbitrary: drafts.amount.map(solidAmount) },
);

function written(value: Decimal, place: Place) {
  const { unit, world } = place;
  const decimals = unit.kind === 'points' ? (world.points[unit.index]?.decimals ?? 0) : 9;
  const cut = value.scale > decimals ? { digits: value.digits % 1_000n, scale: 0 } : value;
  return amountText(cut.digits === 0n ? { digits: 1n, scale: 0 } : cut, unit, world, decimals);
}

export const amountDraft: fc.Arbitrary<AmountDraft> = fc.record({ slot: fc.nat({ max: 2 }), amount: given });
export const dearDraft: fc.Arbitrary<AmountDraft> = fc.record({
  slot: fc.nat({ max: 2 }),
  amount: fc.oneof(
    {
      weight: 3,
      arbitrary: smallWhole.map(
        (value): Draft =>
          (place) =>
            written(value, place),
      ),
    },
    { weight: 1, arbitrary: given },
  ),
});

const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<readonly T[]> =>
  fc.array(arbitrary, { maxLength });

export const limitsDraft: fc.Arbitrary<readonly LimitDraft[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: few(
      fc.record({
        kind: fc.constantFrom('times' as const, 'field' as const, 'quantity' as const),
        count: positive,
        amount: fc.option(drafts.amount, { nil: undefined, freq: 2 }),
        slot: fc.nat({ max: 12 }),
        period: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
      }),
      2,
    ),
  },
);

export const duringDraft: fc.Arbitrary<DuringDraft> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ from: undefined, until: undefined }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ from: fc.option(dayText, { nil: undefined }), until: fc.option(dayText, { nil: undefined }) })
      .map(({ from, until }) =>
        from !== undefined && until !== undefined && from > until
          ? { from: until, until: from }
          : { from, until },
      ),
  },
);

const trigger: fc.Arbitrary<TriggerDraft> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('event' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('several' as const, 'enroll', 'date', 'birthday', 'anniversary'),
    },
    { weight: 2, arbitrary: fc.constantFrom('reach' as const, 'lapse') },
    { weight: 2, arbitrary: fc.constant('every' as const) },
  ),
  slot: fc.nat({ max: 10 }),
  level: fc.nat({ max: 2 }),
  day: dayText,
  after: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
  ),
});

const hold: fc.Arbitrary<HoldDraft> = fc.record({
  ladder: fc.nat({ max: 1 }),
  level: fc.nat({ max: 2 }),
  until: fc.oneof(
    drafts.months.map(
      (by): Draft =>
        (place) =>
          piece(`today + ${inner(by(place))}`),
    ),
    drafts.date.map(solidDate),
  ),
});

const action: fc.Arbitrary<ActionDraft> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      give: fc.array(amountDraft, { minLength: 1, maxLength: 2 }),
      take: fc.constant([]),
      forfeit: fc.constant([]),
      hold: fc.option(hold, { nil: undefined, freq: 12 }).map((one) => one),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      give: few(amountDraft, 2),
      take: few(dearDraft, 2),
      forfeit: few(dearDraft, 1),
      hold: fc.option(hold, { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      due: amountDraft,
      period: fc.nat({ max: 12 }),
    }),
  },
);

const rule: fc.Arbitrary<RuleDraft> = fc.record({
  trigger,
  when: fc.option(drafts.condition, { nil: undefined, freq: 2 }),
  during: duringDraft,
  action,
  limits: limitsDraft,
  dates: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ available: undefined, expires: undefined }) },
    { weight: 1, arbitrary: datesDraft },
  ),
  builds: fc.constantFrom('economic', 'behavioral', 'psychological'),
});

export const blocksDraft: fc.Arbitrary<readonly BlockDraft[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: rule.map((one): BlockDraft => ({ pick: undefined, limits: [], rules: [one] })) },
    {
      weight: 1,
      arbitrary: fc.record({
        pick: fc.constantFrom('all' as const, 'first', 'highest'),
        limits: limitsDraft,
        rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
      }),
    },
  ),
  { minLength: 1, maxLength: 4 },
);

/** A rule placed in the program: its name and what others may know of it. */
export interface PlacedRule {
  readonly info: RuleInfo;
  readonly draft: RuleDraft;
}

export interface PlacedBlock {
  readonly group: string | undefined;
  readonly draft: BlockDraft;
  readonly rules: readonly PlacedRule[];
}

function eventsOf({ kind, slot }: TriggerDraft): readonly string[] {
  if (kind === 'several') return slot % 2 === 0 ? ['purchase', 'visit'] : ['visit', 'review', 'purchase'];
  return kind === 'event' ? [pick(EVENTS, slot) ?? 'purchase'] : [];
}

function givesOf(draft: RuleDraft, world: World): readonly number[] {
  const amounts = draft.action.kind === 'settle' ? [draft.action.due] : draft.action.give;
  return [...new Set(amounts.map(({ slot }) => slot % world.points.length))];
}

/** Members of a `highest` group give one amount of one type on one trigger. */
function alike(block: BlockDraft): BlockDraft {
  const first = block.rules[0];
  if (block.pick !== 'highest' || first === undefined) return block;
  return {
    ...block,
    rules: block.rules.map((one): RuleDraft => {
      const { action: own } = one;
      const amount = own.kind === 'settle' ? own.due : own.give[0];
      const chosen = amount ?? {
        slot: 0,
        amount: (place: Place) => written({ digits: 3n, scale: 0 }, place),
      };
      const firstAction = first.action;
      const firstAmount = firstAction.kind === 'settle' ? firstAction.due : firstAction.give[0];
      const give = [{ ...chosen, slot: firstAmount?.slot ?? 0 }];
      return {
        ...one,
        trigger: first.trigger,
        action: { kind: 'move', give, take: [], forfeit: [], hold: undefined },
      };
    }),
  };
}

/** Names the rules, and says what each gives and on what. */
export function placeBlocks(blocks: readonly BlockDraft[], world: World): readonly PlacedBlock[] {
  let count = 0;
  return blocks.map((raw, at) => {
    const block = alike(raw);
    const group = block.pick === undefined ? undefined : `g${at + 1}`;
    const rules = block.rules.map((draft): PlacedRule => {
      count += 1;
      const events = eventsOf(draft.trigger);
      return {
        draft,
        info: {
          name: `r${count}`,
          events,
          byEvent: events.length > 0,
          gives: givesOf(draft, world),
          group,
          ownAvailable: draft.dates.available !== undefined,
          ownExpires: draft.dates.expires !== undefined,
        },
      };
    });
    return { group, draft: block, rules };
  });
}

export function moneyText(amount: AmountDraft, place: Place): string {
  return amount.amount(withUnit(place, pointsUnit(place.world, amount.slot))).text;
}

function triggerYaml(draft: TriggerDraft, events: readonly string[], world: World): YamlMap {
  const every = (name: string) => ({ every: name });
  switch (draft.kind) {
    case 'event':
    case 'several':
      return { on: listOrOne(events) };
    case 'enroll':
      return { on: 'enroll' };
    case 'reach':
    case 'lapse': {
      const ladder = pick(world.ladders, draft.slot);
      const level = ladder && pick(ladder.levels.slice(1), draft.level);
      return level === undefined ? every('anniversary') : { on: `${draft.kind} ${ladder?.name}.${level}` };
    }
    case 'date':
      return { on: draft.day };
    case 'birthday':
    case 'anniversary':
      return every(draft.kind);
    case 'every': {
      // `day` is asked of everyone every day: rarely, and other periods come round.
      const periods = world.periods.filter(({ since, name }) => since === undefined && name !== 'day');
      const period = pick(periods, draft.slot);
      const after =
        draft.after > 0 && draft.after < (period?.shortestDays ?? 1) ? `${draft.after} days` : undefined;
      return {
        every: draft.slot === 10 && draft.level === 2 ? 'day' : (period?.name ?? 'month'),
        after: draft.slot === 10 ? undefined : after,
      };
    }
  }
}

function isField({ type, optional, scale }: Name): boolean {
  return (
    !optional && (['word', 'text', 'boolean'].includes(type.kind) || (type.kind === 'number' && scale === 0))
  );
}

/**
 * Limits that fit: a quantity speaks of points that are given, a field is one of every triggering event. How much may
 * be asked elsewhere: that of a group sees no event.
 */
export function limitsText(
  limits: readonly LimitDraft[],
  gives: readonly number[],
  place: Place,
  amountPlace: Place = place,
): readonly string[] {
  const { world } = place;
  const periods = world.periods.filter(({ since }) => since === undefined);
  return limits.map(({ kind, count, amount, slot, period }) => {
    const per = period === undefined ? 'member' : (pick(periods, period)?.name ?? 'month');
    const small = String((count.digits % 5n) + 1n);
    const points = pick(gives, slot);
    if (kind === 'quantity' && points !== undefined) {
      const unit = { kind: 'points', index: points } as const;
      const found =
        amount === undefined
          ? amountText(count, unit, world)
          : solidAmount(amount)(withUnit(amountPlace, unit));
      return `${inner(found)} per ${per}`;
    }
    const field = kind === 'field' ? pick(place.fields.filter(isField), slot) : undefined;
    if (field !== undefined) return `${small} per ${field.name}${period === undefined ? '' : ` per ${per}`}`;
    const times = amount && storedAmount(amount)(withUnit(amountPlace, NUMBER));
    const whole = times === undefined ? small : times.scale === 0 ? inner(times) : `round(${times.text})`;
    return `${whole} per ${per}`;
  });
}

export function duringYaml({ from, until }: DuringDraft): YamlMap | undefined {
  return from === undefined && until === undefined ? undefined : { from, until };
}

function holdYaml(draft: HoldDraft | undefined, place: Place): YamlMap | undefined {
  const ladder = draft && pick(place.world.ladders, draft.ladder);
  const level = ladder && pick(ladder.levels.slice(1), draft.level);
  if (draft === undefined || ladder === undefined || level === undefined) return undefined;
  return { [ladder.name]: level, until: draft.until(place).text };
}

export function ruleYaml({ info, draft }: PlacedRule, awards: readonly AwardInfo[], world: World): YamlMap {
  const place: Place = { ...eventPlace(memberPlace(world), info.events), awards };
  const on = triggerYaml(draft.trigger, info.events, world);
  const { action: own } = draft;
  const held = own.kind === 'move' ? holdYaml(own.hold, place) : undefined;
  const moves =
    own.kind === 'settle'
      ? {
          settle: `(${moneyText(own.due, place)}) per ${
            pick(
              world.periods.filter(({ since }) => since === undefined),
              own.period,
            )?.name ?? 'month'
          }`,
        }
      : {
          give: listOrOne(own.give.map((one) => moneyText(one, place))),
          take: listOrOne(own.take.map((one) => moneyText(one, place))),
          forfeit: listOrOne(own.forfeit.map((one) => moneyText(one, place))),
          hold: held,
        };
  const nothing =
    own.kind === 'move' && own.give.length + own.take.length + own.forfeit.length === 0 && held === undefined;
  const unit = unitName(world, pointsUnit(world, 0));
  return {
    ...on,
    when: draft.when?.(place).text,
    during: duringYaml(draft.during),
    ...(nothing ? { forfeit: `1 ${unit}` } : moves),
    limit: listOrOne(limitsText(draft.limits, info.gives, place)),
    group: info.group,
    ...datesText(draft.dates, place),
    builds: draft.builds,
  };
}

/** Awards that may be read in a block: those of blocks above, each group by its name too, and of a lone rule nothing else. */
export function awardsAbove(blocks: readonly PlacedBlock[]): readonly AwardInfo[] {
  return blocks.flatMap(({ group, rules }) => {
    const each = rules.map(({ info }) => ({ name: info.name, gives: info.gives }));
    const all = [...new Set(rules.flatMap(({ info }) => info.gives))];
    return group === undefined ? each : [...each, { name: group, gives: all }];
  });
}
