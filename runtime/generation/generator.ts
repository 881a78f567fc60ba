import {
  type Day,
  dayOfTime,
  type Fields,
  type FieldValue,
  type HistoryEvent,
  localTime,
  type MemberHistory,
  type Plan,
  type PlanField,
} from '../../schema/index.ts';
import { drawCustomer, drawMoments, drawVisits } from './customer.ts';
import { drawRank } from './draws.ts';
import type { CustomerModel } from './model.ts';
import { Random } from './random.ts';
import { type Draft, ReversalMaker } from './reversals.ts';
import { type Roles, rolesOf } from './roles.ts';
import { SeasonClock } from './season.ts';
import { type Scene, Values } from './values.ts';

export interface GenerationOptions {
  /** A whole number from 0 up to 2⁵³. */
  readonly seed: number;
  /** First and last day, both included. */
  readonly from: Day;
  readonly until: Day;
  readonly model: CustomerModel;
}

/** Each draws from a sequence of its own, so that one more draw here changes nothing there. */
const STREAM = { customer: 1, visits: 2, purchases: 3, touchpoints: 4, profile: 5, redemptions: 6 } as const;

const WEEKS_PER_YEAR = 365.2425 / 7;
/** Between a purchase and the redemption that goes with it. */
const A_MINUTE = 60;
const MEMBER_DIGITS = 8;

/** Makes one member after the other; each depends on the seed, their number, the dates, the model and the program alone. */
export class Generator {
  readonly plan: Plan;
  readonly roles: Roles;
  readonly #options: GenerationOptions;
  readonly #clock: SeasonClock;
  readonly #values: Values;
  readonly #reversals: ReversalMaker;
  readonly #attributes: readonly PlanField[];
  readonly #changing: readonly PlanField[];

  private constructor(plan: Plan, roles: Roles, options: GenerationOptions) {
    const { model, from, until } = options;
    this.plan = plan;
    this.roles = roles;
    this.#options = options;
    this.#clock = new SeasonClock(model, from, until);
    this.#values = new Values(plan, model, roles);
    this.#reversals = new ReversalMaker(plan, model, roles, this.#values);
    this.#attributes = plan.attributes.filter((field) => field.name !== 'enrolled');
    this.#changing = this.#attributes.filter(
      ({ type }) => type.kind === 'value' && type.type.kind !== 'date',
    );
  }

  /** Undefined: the program has no event that a history could hold. */
  static of(plan: Plan, options: GenerationOptions): Generator | undefined {
    const roles = rolesOf(plan);
    return roles && new Generator(plan, roles, options);
  }

  /** The history of member `index` (from 0), events in order of time, every redemption that is asked for among them. */
  member(index: number): MemberHistory {
    const { seed, model, until } = this.#options;
    const random = (stream: number) => new Random(seed, index, stream);
    const visiting = random(STREAM.visits);
    const joins = visiting.next() * this.#clock.weeks;
    const visits = drawVisits(visiting, model.visits, this.#clock.weeks - joins);
    const timeOf = (weeks: number) => this.#clock.timeAt(joins + weeks);
    const customer = drawCustomer(random(STREAM.customer), model);
    const drafts: Draft[] = [];
    const add = (draft: Draft, scene: Scene) => {
      drafts.push(draft);
      const reversal = this.#reversals.reversalOf(draft, scene);
      if (reversal !== undefined && dayOfTime(reversal.at) <= until) drafts.push(reversal);
    };
    const buying = random(STREAM.purchases);
    const redeeming = random(STREAM.redemptions);
    for (const weeks of visits.purchases) {
      const at = timeOf(weeks);
      const scene: Scene = { random: buying, customer, at, numbers: 'counts' };
      add(
        { at, type: this.roles.main.name, fields: this.#values.purchaseFields(scene), of: undefined },
        scene,
      );
      const reward = this.#asksFor(redeeming);
      if (reward === undefined) continue;
      const fields = { reward, quantity: 1n };
      add({ at: at + A_MINUTE, type: 'redeem', fields, of: undefined }, { ...scene, random: redeeming });
    }
    this.roles.touchpoints.forEach(({ event, survey }, place) => {
      const touching = new Random(seed, index, STREAM.touchpoints, place);
      const rate = survey ? model.surveys / WEEKS_PER_YEAR : model.touchpoints * visits.rate;
      for (const weeks of drawMoments(touching, rate, visits.end)) {
        const scene: Scene = { random: touching, customer, at: timeOf(weeks), numbers: 'answers' };
        const fields = this.#values.fieldsOf(event.name, event.fields, scene);
        add({ at: scene.at, type: event.name, fields, of: undefined }, scene);
      }
    });
    const enrolled = dayOfTime(timeOf(0));
    const profile: Scene = {
      random: random(STREAM.profile),
      customer,
      at: localTime(enrolled, 0),
      numbers: 'answers',
    };
    const attributes = this.#attributesOf(profile);
    const changes = this.#changing.length === 0 ? 0 : model.profileChanges / WEEKS_PER_YEAR;
    for (const weeks of drawMoments(profile.random, changes, visits.end)) {
      const at = timeOf(weeks);
      const field = this.#changing[profile.random.below(this.#changing.length)];
      if (field === undefined) continue;
      const fields = { [field.name]: this.#values.attribute(field, { ...profile, at }) };
      drafts.push({ at, type: 'profile', fields, of: undefined });
    }
    const member = memberName(index);
    return { member, enrolled, attributes, events: numbered(member, drafts) };
  }

  #attributesOf(scene: Scene): Fields {
    const attributes: Record<string, FieldValue> = {};
    for (const field of this.#attributes) {
      if (!field.optional || scene.random.chance(this.#options.model.present))
        attributes[field.name] = this.#values.attribute(field, scene);
    }
    return attributes;
  }

  /** The reward that a purchase ends in, if it does. */
  #asksFor(random: Random): string | undefined {
    const { rewards } = this.plan;
    if (rewards.length === 0 || !random.chance(this.#options.model.redemptions)) return undefined;
    return rewards[drawRank(random, rewards.length)]?.name;
  }
}

/** Of one width, so that readers, which sort members by name, take them in the order in which they were made. */
export function memberName(index: number): string {
  return `m${String(index + 1).padStart(MEMBER_DIGITS, '0')}`;
}

/** In order of time, each with an id; what was made first comes first at one moment. */
function numbered(member: string, drafts: readonly Draft[]): readonly HistoryEvent[] {
  const sorted = [...drafts].sort((a, b) => a.at - b.at);
  const ids = new Map<Draft, string>();
  return sorted.map((draft, place) => {
    const id = `${member}-${place + 1}`;
    ids.set(draft, id);
    const of = draft.of === undefined ? undefined : ids.get(draft.of);
    return { type: draft.type, id, at: draft.at, fields: draft.fields, of, place: undefined };
  });
}
