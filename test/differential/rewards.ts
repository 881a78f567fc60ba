import fc from 'fast-check';
import { drafts } from './drafts.ts';
import { amountText, type Decimal, smallWhole } from './literals.ts';
import { type DatesDraft, datesDraft, datesText } from './lot-dates.ts';
import { type Draft, eventPlace, MONEY, memberPlace, pick, type World } from './place.ts';
import {
  type AmountDraft,
  amountDraft,
  type DuringDraft,
  dearDraft,
  duringDraft,
  duringYaml,
  type LimitDraft,
  limitsDraft,
  limitsText,
  moneyText,
} from './rules.ts';
import { listOrOne, type YamlMap } from './yaml.ts';

export interface RewardDraft {
  readonly price: readonly AmountDraft[];
  readonly give: readonly AmountDraft[];
  readonly when: Draft | undefined;
  readonly during: DuringDraft;
  readonly limits: readonly LimitDraft[];
  readonly dates: DatesDraft;
  readonly worth: Decimal | undefined;
  readonly expense: Decimal | undefined;
}

export const rewardDrafts: fc.Arbitrary<readonly RewardDraft[]> = fc.array(
  fc.record({
    price: fc.array(dearDraft, { minLength: 1, maxLength: 2 }),
    give: fc.array(amountDraft, { maxLength: 2 }),
    when: fc.option(drafts.condition, { nil: undefined, freq: 2 }),
    during: duringDraft,
    limits: limitsDraft,
    dates: datesDraft,
    worth: fc.option(smallWhole, { nil: undefined }),
    expense: fc.option(smallWhole, { nil: undefined }),
  }),
  { maxLength: 2 },
);

export interface BenefitDraft {
  readonly when: Draft | undefined;
  readonly during: DuringDraft;
  readonly expense: Decimal | undefined;
  readonly per: number | undefined;
}

export const benefitDrafts: fc.Arbitrary<readonly BenefitDraft[]> = fc.array(
  fc.record({
    when: fc.option(drafts.condition, { nil: undefined }),
    during: duringDraft,
    expense: fc.option(smallWhole, { nil: undefined, freq: 5 }),
    per: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 3 }),
  }),
  { maxLength: 1 },
);

export function rewardYaml(draft: RewardDraft, world: World): YamlMap {
  const place = eventPlace(memberPlace(world), ['redeem']);
  const gives = [...new Set(draft.give.map(({ slot }) => slot % world.points.length))];
  return {
    price: listOrOne(draft.price.map((one) => moneyText(one, place))),
    give: listOrOne(draft.give.map((one) => moneyText(one, place))),
    when: draft.when?.(place).text,
    during: duringYaml(draft.during),
    limit: listOrOne(limitsText(draft.limits, gives, place)),
    ...datesText(draft.dates, place),
    worth: draft.worth && amountText(draft.worth, MONEY, world).text,
    expense: draft.expense && amountText(draft.expense, MONEY, world).text,
    builds: 'economic',
  };
}

export function benefitYaml(draft: BenefitDraft, world: World): YamlMap {
  const per = draft.per === undefined ? undefined : pick(['purchase', 'visit', 'review'], draft.per);
  const place = per === undefined ? memberPlace(world) : eventPlace(memberPlace(world), [per]);
  return {
    when: draft.when?.(place).text,
    during: duringYaml(draft.during),
    expense: draft.expense && amountText(draft.expense, MONEY, world).text,
    per,
    builds: 'psychological',
  };
}
