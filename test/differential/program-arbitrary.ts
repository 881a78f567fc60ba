import fc from 'fast-check';
import { attributesOf, declaredWorld, fieldYaml, periodYaml, type Shape, shape } from './declarations.ts';
import { drafts } from './drafts.ts';
import { type KpiDraft, kpiDrafts, kpiYaml, type LoyaltyDraft, loyaltyDraft, loyaltyYaml } from './kpis.ts';
import { amountText, type Decimal, smallWhole, unitSlots } from './literals.ts';
import { type DatesDraft, datesDraft, datesText } from './lot-dates.ts';
import { type ParameterDraft, parameterDrafts, parameterInfo, parameterYaml } from './parameters.ts';
import {
  type Draft,
  type EventInfo,
  eventPlace,
  MONEY,
  memberPlace,
  type Name,
  type NamedPiece,
  type Piece,
  type Place,
  type TypeRef,
  type UnitRef,
  type World,
  withUnit,
} from './place.ts';
import { pruned, wordsOf } from './prune.ts';
import {
  type BenefitDraft,
  benefitDrafts,
  benefitYaml,
  type RewardDraft,
  rewardDrafts,
  rewardYaml,
} from './rewards.ts';
import {
  awardsAbove,
  type BlockDraft,
  blocksDraft,
  limitsText,
  type PlacedBlock,
  placeBlocks,
  ruleYaml,
} from './rules.ts';
import { rounded, storedAmount } from './solid.ts';
import { type LadderDraft, ladderDrafts, ladderYaml } from './tiers.ts';
import { listOrOne, writeYaml, type Yaml, type YamlMap } from './yaml.ts';

interface MeasureDraft {
  readonly kind: 'amount' | 'date' | 'datetime' | 'condition';
  readonly unit: (world: World) => UnitRef;
  readonly expr: Draft;
}

interface PointsDraft {
  readonly rounding: string | undefined;
  readonly dates: DatesDraft;
  readonly shortfall: string | undefined;
  readonly expense: Decimal | undefined;
  readonly counter: boolean;
}

interface ProgramDraft {
  readonly shape: Shape;
  readonly blocks: readonly BlockDraft[];
  readonly rewards: readonly RewardDraft[];
  readonly ladders: readonly LadderDraft[];
  readonly points: readonly PointsDraft[];
  readonly derived: {
    readonly eligible: Draft;
    readonly back: Draft;
    readonly count: Draft;
    readonly flag: Draft;
    readonly due: Draft;
  };
  readonly measures: readonly MeasureDraft[];
  readonly segments: readonly Draft[];
  readonly parameters: readonly ParameterDraft[];
  readonly benefits: readonly BenefitDraft[];
  readonly loyalty: LoyaltyDraft;
  readonly kpis: readonly KpiDraft[];
  readonly active: Draft;
}

const measure: fc.Arbitrary<MeasureDraft> = fc.oneof(
  ...[0, 1, 2].map(() =>
    fc.record({ kind: fc.constant('amount' as const), unit: unitSlots, expr: drafts.amount }),
  ),
  fc.record({ kind: fc.constant('condition' as const), unit: unitSlots, expr: drafts.condition }),
  fc.record({ kind: fc.constant('date' as const), unit: unitSlots, expr: drafts.date }),
  fc.record({ kind: fc.constant('datetime' as const), unit: unitSlots, expr: drafts.datetime }),
);

const points: fc.Arbitrary<PointsDraft> = fc.record({
  rounding: fc.constantFrom(undefined, 'down', 'up', 'half_up', 'half_even'),
  dates: datesDraft,
  shortfall: fc.constantFrom(undefined, 'owe', 'forgive'),
  expense: fc.option(smallWhole, { nil: undefined }),
  counter: fc.boolean(),
});

const program: fc.Arbitrary<ProgramDraft> = fc.record({
  shape,
  blocks: blocksDraft,
  rewards: rewardDrafts,
  ladders: ladderDrafts,
  points: fc.array(points, { minLength: 3, maxLength: 3 }),
  derived: fc.record({
    eligible: drafts.amount,
    back: drafts.amount,
    count: drafts.amount,
    flag: drafts.condition,
    due: drafts.date,
  }),
  measures: fc.array(measure, { maxLength: 4 }),
  segments: fc.array(drafts.condition, { maxLength: 1 }),
  parameters: parameterDrafts,
  benefits: benefitDrafts,
  loyalty: loyaltyDraft,
  kpis: kpiDrafts,
  active: drafts.condition,
});

interface DerivedText {
  readonly name: string;
  readonly text: string;
}

/** Adds a derived field to the events of a name. */
function withField(world: World, event: string, field: Name): World {
  return {
    ...world,
    events: world.events.map(
      (one): EventInfo => (one.name === event ? { ...one, fields: [...one.fields, field] } : one),
    ),
  };
}

function field(name: string, type: TypeRef, found: Piece): Name {
  return { name, type, scale: found.scale, optional: found.optional };
}

/** Derived fields: of what reversals are measured by, from the event alone; the others from the state before too. */
function derive(draft: ProgramDraft, stored: World) {
  const { eligible, back, count, flag, due } = draft.derived;
  const member = memberPlace(stored);
  const alone = (event: string): Place => ({
    ...withUnit(eventPlace(member, [event]), MONEY),
    member: false,
    history: false,
    ladders: 0,
  });
  const here = eventPlace(member, ['purchase']);
  const bought = storedAmount(eligible)(alone('purchase'));
  const returned = storedAmount(back)(alone('refund'));
  const counted = rounded(count(here));
  const texts: Record<string, DerivedText[]> = { purchase: [], refund: [] };
  let world = stored;
  const add = (event: string, name: string, type: TypeRef, found: Piece): void => {
    texts[event]?.push({ name, text: found.text });
    world = withField(world, event, field(name, type, found));
  };
  add('purchase', 'eligible', MONEY, bought);
  add('purchase', 'counted', { kind: 'number' }, counted);
  add('purchase', 'flagged', { kind: 'boolean' }, flag(here));
  add('purchase', 'due', { kind: 'date' }, due(here));
  if (draft.shape.refund === 'eligible') add('refund', 'eligible', MONEY, returned);
  return { world, texts };
}

/** How many ladders, from the first on, a text asks about; their names and those of periods anchored on them count. */
function laddersRead(text: string, world: World): number {
  const words = wordsOf(text);
  const parameters = world.parameters.filter(({ name }) => words.has(name)).map(({ ladders }) => ladders);
  const named = world.named.filter(({ name }) => words.has(name)).map(({ ladders }) => ladders);
  const own = world.ladders.map(({ name }, index) => (words.has(name) ? index + 1 : 0));
  const periods = world.periods.map(({ name, since }) =>
    since !== undefined && words.has(name) ? since + 1 : 0,
  );
  return Math.max(0, ...parameters, ...named, ...own, ...periods);
}

function nameMeasures(draft: ProgramDraft, start: World) {
  let world = start;
  const measures: Record<string, string> = {};
  const segments: Record<string, string> = {};
  const add = (name: string, type: TypeRef, found: Piece): void => {
    const one: NamedPiece = {
      name,
      type,
      scale: found.scale,
      optional: found.optional,
      fraction: found.fraction,
      ladders: laddersRead(found.text, world),
    };
    world = { ...world, named: [...world.named, one] };
  };
  draft.measures.forEach(({ kind, unit, expr }, index) => {
    const place = withUnit(memberPlace(world), unit(world));
    const found = expr(place);
    const name = `m${index + 1}`;
    measures[name] = found.text;
    const type: TypeRef = kind === 'amount' ? place.unit : { kind: kind === 'condition' ? 'boolean' : kind };
    add(name, type, found);
  });
  draft.segments.forEach((condition, index) => {
    const found = condition(memberPlace(world));
    const name = `s${index + 1}`;
    segments[name] = found.text;
    add(name, { kind: 'boolean' }, found);
  });
  return { world, measures, segments };
}

/** Events at which a lot takes a date of its type: what that date may read. */
function givingEvents(
  index: number,
  part: 'ownAvailable' | 'ownExpires',
  blocks: readonly PlacedBlock[],
  rewards: readonly RewardDraft[],
  count: number,
): readonly string[] {
  const giving = blocks
    .flatMap(({ rules }) => rules)
    .map(({ info }) => info)
    .filter((info) => info.gives.includes(index) && !info[part]);
  if (giving.some((info) => !info.byEvent)) return [];
  const redeemed = rewards.some(
    ({ give, dates }) =>
      (part === 'ownAvailable' ? dates.available : dates.expires) === undefined &&
      give.some(({ slot }) => slot % count === index),
  );
  return [...new Set([...giving.flatMap((info) => info.events), ...(redeemed ? ['redeem'] : [])])];
}

function pointsYaml(draft: ProgramDraft, blocks: readonly PlacedBlock[], world: World): YamlMap {
  return Object.fromEntries(
    world.points.map(({ name, decimals }, index): [string, Yaml] => {
      const own = draft.points[index];
      const member = memberPlace(world);
      const at = (part: 'ownAvailable' | 'ownExpires') =>
        eventPlace(member, givingEvents(index, part, blocks, draft.rewards, world.points.length));
      return [
        name,
        {
          decimals: decimals === 0 ? undefined : String(decimals),
          rounding: own?.rounding,
          ...(own && datesText(own.dates, at('ownAvailable'), at('ownExpires'))),
          shortfall: own?.shortfall,
          expense: own?.expense && amountText(own.expense, MONEY, world).text,
          redeemable: own?.counter === true && index > 0 ? 'no' : undefined,
        },
      ];
    }),
  );
}

/** Reversals say what they reverse; the field that measures them is theirs whether anything else reads it or not. */
function reversesOf(name: string, { refund }: Shape): string | undefined {
  const by = {
    whole: '',
    amount: ' by amount',
    'optional amount': ' by amount',
    eligible: ' by eligible',
    weight: ' by weight',
    units: ' by units',
  };
  if (name === 'refund') return `purchase${by[refund]}`;
  if (name === 'reclaim') return 'purchase';
  return name === 'undo' ? 'visit' : name === 'cancel' ? 'redeem' : undefined;
}

function eventYaml(event: EventInfo, drawn: Shape, derived: readonly DerivedText[], world: World): YamlMap {
  const names = new Set(derived.map(({ name }) => name));
  const entry = (one: Name): [string, Yaml] => [
    `${one.name}${one.optional ? '?' : ''}`,
    fieldYaml(one, drawn, world),
  ];
  return {
    reverses: reversesOf(event.name, drawn),
    ...Object.fromEntries(event.fields.filter(({ name }) => !names.has(name)).map(entry)),
    ...Object.fromEntries(
      event.lists.map(({ name, fields }): [string, Yaml] => [
        name,
        { each: Object.fromEntries(fields.map(entry)) },
      ]),
    ),
    ...Object.fromEntries(derived.map(({ name, text }): [string, Yaml] => [name, { is: text }])),
  };
}

/** Writes a drawn program; names that nothing reads are left out. */
function programText(draft: ProgramDraft): string {
  const rewardNames = draft.rewards.map((_, index) => `reward${index + 1}`);
  const declared = declaredWorld(draft.shape, rewardNames);
  const parameters = draft.parameters.map((one) => parameterInfo(one, declared));
  const blocks = placeBlocks(draft.blocks, declared);
  const placed: World = {
    ...declared,
    parameters,
    rules: blocks.flatMap(({ rules }) => rules.map(({ info }) => info)),
  };
  const derived = derive(draft, placed);
  const { world, measures, segments } = nameMeasures(draft, derived.world);
  const rules = blocks.flatMap((block, at): readonly [string, Yaml][] =>
    block.rules.map((one): [string, Yaml] => {
      return [one.info.name, ruleYaml(one, awardsAbove(blocks.slice(0, at)), world)];
    }),
  );
  const groups = blocks.flatMap(({ group, draft: own, rules: members }): readonly [string, Yaml][] => {
    if (group === undefined) return [];
    return [[group, groupYaml(own, members, world)]];
  });
  const kpis = draft.kpis.map((one, index): [string, Yaml] => [`k${index + 1}`, kpiYaml(one, world)]);
  const attributes = attributesOf(world.ladders.length > 0);
  const document = {
    parameters: Object.fromEntries(
      draft.parameters.map((one): [string, Yaml] => [one.name, parameterYaml(one, declared)]),
    ),
    periods: periodYaml(draft.shape, world),
    members: Object.fromEntries(
      attributes.map((one): [string, Yaml] => [
        `${one.name}${one.optional ? '?' : ''}`,
        fieldYaml(one, draft.shape, world),
      ]),
    ),
    events: Object.fromEntries(
      world.events
        .filter(({ name }) => !['enroll', 'profile', 'redeem'].includes(name))
        .map((event): [string, Yaml] => [
          event.name,
          eventYaml(event, draft.shape, derived.texts[event.name] ?? [], world),
        ]),
    ),
    points: pointsYaml(draft, blocks, world),
    measures,
    tiers: Object.fromEntries(
      world.ladders.map(({ name }, index): [string, Yaml] => [
        name,
        draft.ladders[index] === undefined ? {} : ladderYaml(draft.ladders[index], index, world),
      ]),
    ),
    groups: Object.fromEntries(groups),
    rules: Object.fromEntries(rules),
    rewards: Object.fromEntries(
      draft.rewards.map((one, index): [string, Yaml] => [rewardNames[index] ?? '', rewardYaml(one, world)]),
    ),
    benefits: Object.fromEntries(
      draft.benefits.map((one, index): [string, Yaml] => [`b${index + 1}`, benefitYaml(one, world)]),
    ),
    segments,
    loyalty: loyaltyYaml(draft.loyalty, world),
    standard:
      kpis.length === 0
        ? undefined
        : { purchase: 'purchase.amount', active: draft.active(memberPlace(world)).text },
    kpis: Object.fromEntries(kpis),
  };
  const head = `kizuna: 1\nprogram: drawn\ncurrency: ${world.currency.code}\ntimezone: Asia/Tokyo\n`;
  return `${head}${writeYaml(pruned(document, draft.shape.reversals))}`;
}

function groupYaml(block: BlockDraft, members: PlacedBlock['rules'], world: World): YamlMap {
  const events = [...new Set(members.flatMap(({ info }) => info.events))];
  const gives = [...new Set(members.flatMap(({ info }) => info.gives))];
  const place = eventPlace(memberPlace(world), events);
  return { pick: block.pick, limit: listOrOne(limitsText(block.limits, gives, place, memberPlace(world))) };
}

/** Text of programs; most of them compile (see `compiling`). */
export const programArbitrary: fc.Arbitrary<string> = program.map(programText);
