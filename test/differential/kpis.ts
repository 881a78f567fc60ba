import fc from 'fast-check';
import { drafts } from './drafts.ts';
import { type Decimal, smallWhole, unitSlots } from './literals.ts';
import { type Draft, memberPlace, type UnitRef, unitName, type World, withUnit } from './place.ts';
import { rounded, solid, storedAmount } from './solid.ts';
import type { YamlMap } from './yaml.ts';

interface TermDraft {
  readonly form: string;
  readonly condition: Draft;
  readonly among: Draft | undefined;
  readonly amount: Draft;
  readonly unit: (world: World) => UnitRef;
  readonly window: string;
}

export interface KpiDraft {
  readonly left: TermDraft;
  readonly right: TermDraft | undefined;
  readonly operator: '+' | '-' | '*' | '/';
  readonly factor: Decimal;
  readonly target: 'at least' | 'at most' | undefined;
}

const STANDARD = [
  'repeat_rate',
  'second_purchase_rate',
  'retention_rate',
  'churn_rate',
  'active_rate',
  'ltv',
  'program_cost',
  'enrolled',
];
const OF_POINTS = ['redemption_rate', 'breakage', 'liability', 'earn_burn'];
const OF_ANSWERS = ['nps', 'csat'];
const MONEY_FORMS = ['ltv', 'liability', 'program_cost'];

const term: fc.Arbitrary<TermDraft> = fc.record({
  form: fc.constantFrom(
    'share',
    'share',
    'mean',
    'mean',
    'total',
    'members',
    ...STANDARD,
    ...OF_POINTS,
    ...OF_ANSWERS,
  ),
  condition: drafts.condition,
  among: fc.option(drafts.condition, { nil: undefined }),
  amount: drafts.amount,
  unit: unitSlots,
  window: fc.constantFrom(
    '',
    ' during last 12 months',
    ' during this year',
    ' during previous 3 months',
    ' during since 2024-06-01',
  ),
});

export const kpiDrafts: fc.Arbitrary<readonly KpiDraft[]> = fc.array(
  fc.record({
    left: term,
    right: fc.option(term, { nil: undefined, freq: 2 }),
    operator: fc.constantFrom('+' as const, '-', '*', '/'),
    factor: smallWhole,
    target: fc.option(fc.constantFrom('at least' as const, 'at most'), { nil: undefined }),
  }),
  { maxLength: 2 },
);

function termText({ form, condition, among, amount, unit, window }: TermDraft, world: World) {
  const place = memberPlace(world);
  const group = among === undefined ? '' : ` among ${among(place).text}`;
  const money = unitName(world, { kind: 'money' });
  if (form === 'share') return { text: `share((${condition(place).text})${group})`, unit: '' };
  if (form === 'members') return { text: `members(${condition(place).text})`, unit: '' };
  if (form === 'mean' || form === 'total') {
    const there = withUnit(place, unit(world));
    const of = form === 'total' ? storedAmount(amount)(there) : rounded(amount(there));
    return { text: `${form}(${of.text}${group})`, unit: unitName(world, there.unit) };
  }
  const unitOfForm = MONEY_FORMS.includes(form) ? money : '';
  const points = world.points[0]?.name ?? 'star';
  if (OF_POINTS.includes(form)) return { text: `${form}(${points}${window})`, unit: unitOfForm };
  if (OF_ANSWERS.includes(form)) return { text: `${form}(review.stars_given${window})`, unit: '' };
  const bare = window.trim();
  return { text: bare === '' ? form : `${form}(${bare})`, unit: unitOfForm };
}

export function kpiYaml(draft: KpiDraft, world: World): YamlMap {
  const left = termText(draft.left, world);
  const right = draft.right && termText(draft.right, world);
  const factor = { text: String(draft.factor.digits), unit: '' };
  const sum = draft.operator === '+' || draft.operator === '-';
  const other = right === undefined ? factor : right;
  // Only what is counted in one unit can be added; the rest is multiplied by a plain number.
  const chosen = sum && other.unit !== left.unit ? factor : other;
  const operator = sum && chosen.unit !== left.unit ? '*' : draft.operator;
  const whole =
    right === undefined && draft.operator !== '*' ? left.text : `${left.text} ${operator} ${chosen.text}`;
  const plain = right === undefined && draft.operator !== '*';
  const unit = plain || sum || chosen === factor ? left.unit : undefined;
  const target =
    draft.target === undefined || unit === undefined
      ? undefined
      : `${draft.target} ${draft.factor.digits}${unit === '' ? '%' : ` ${unit}`}`;
  return { measure: whole, target };
}

export interface LoyaltyDraft {
  readonly scores: readonly Draft[];
  readonly mix: boolean;
}

export const loyaltyDraft: fc.Arbitrary<LoyaltyDraft> = fc.record({
  scores: fc.array(drafts.amount, { maxLength: 3 }),
  mix: fc.boolean(),
});

const LOYALTIES = ['economic', 'behavioral', 'psychological'];

export function loyaltyYaml({ scores, mix }: LoyaltyDraft, world: World): YamlMap | undefined {
  if (scores.length === 0) return undefined;
  const place = memberPlace(world);
  return {
    ...Object.fromEntries(
      scores.map((score, index) => {
        const found = score(place);
        return [
          LOYALTIES[index] ?? 'economic',
          solid(found, { ...found, text: '5', optional: false, atom: true }).text,
        ];
      }),
    ),
    mix: mix ? { economic: '50%', behavioral: '30%', psychological: '20%' } : undefined,
  };
}
