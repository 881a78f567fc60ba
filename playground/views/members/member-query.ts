import type { Plan, PlanMeasure, PlanPoints } from '../../../schema/index.ts';
import type { Histogram, MemberColumn, MembersQuery } from '../../contract/index.ts';

/** A question without what a version cannot answer: another side, a class of change, columns that it does not have. */
export function fittingQuery(
  query: MembersQuery,
  columns: readonly MemberColumn[],
  isCompared: boolean,
): MembersQuery {
  const has = (key: string | undefined) => columns.some((column) => column.key === key);
  return {
    ...query,
    side: isCompared ? query.side : 'candidate',
    changeClass: isCompared && has('change') ? query.changeClass : undefined,
    within: has(query.within?.column) ? query.within : undefined,
    sort: has(query.sort?.column) ? query.sort : undefined,
  };
}

/** What a click on a column's head asks for: first the way in which one mostly looks, then the other, then none. */
export function nextSort({ key, kind }: MemberColumn, sort: MembersQuery['sort']): MembersQuery['sort'] {
  const first = kind !== 'text' && kind !== 'day';
  if (sort?.column !== key) return { column: key, descending: first };
  return sort.descending === first ? { column: key, descending: !first } : undefined;
}

/** The question for the members of a bar. A level is said in the condition, where more can be said beside it. */
export function queryOfBar(
  query: MembersQuery,
  column: MemberColumn,
  { low, high, closed }: Histogram['bars'][number],
): MembersQuery {
  const level = column.kind === 'level' ? column.levels[low] : undefined;
  if (level === undefined) return { ...query, within: { column: column.key, low, high, closed } };
  return { ...query, filter: both(query.filter, `tier(${column.key.replace(/^tier:/, '')}) = ${level}`) };
}

/** Two conditions at once. */
export function both(first: string, second: string): string {
  const text = first.trim();
  if (text === '' || text === second) return second;
  return /\bor\b/.test(text) ? `(${text}) and ${second}` : `${text} and ${second}`;
}

const MOST_EXAMPLES = 5;

/** Conditions in the words of a program. */
export function filterExamples(plan: Plan): readonly string[] {
  const segments = plan.named.filter(({ kind }) => kind === 'segment').map(({ name }) => name);
  const tiers = plan.ladders.flatMap(({ name, levels }) => {
    const top = levels.at(-1);
    return top === undefined || levels.length < 2 ? [] : [`tier(${name}) = ${top.name}`];
  });
  const points = plan.points.map((type) => `balance(${type.name}) >= ${amountOf(type)}`);
  const measures = plan.named.flatMap(({ kind, name, expr }) => {
    if (kind !== 'measure' || expr.type.kind !== 'quantity') return [];
    const amount = thresholdOf(expr.type.unit, plan);
    return amount === undefined ? [] : [`${name} >= ${amount}`];
  });
  const [tier, measure, balance, segment] = [tiers[0], measures[0], points[0], segments[0]];
  const pair = tier !== undefined && measure !== undefined ? [`${tier} and ${measure}`] : [];
  const all = [tier, measure, ...pair, balance, segment, 'months since member.enrolled >= 12'];
  return all.filter((each) => each !== undefined).slice(0, MOST_EXAMPLES);
}

const amountOf = ({ name }: Pick<PlanPoints, 'name'>): string => `100 ${name}`;

type Unit = Extract<PlanMeasure['type'], { readonly kind: 'quantity' }>['unit'];

/** A round amount of a unit, as one writes it; undefined where the unit is none of a single name. */
function thresholdOf(unit: Unit, { currency, points }: Plan): string | undefined {
  const parts = Object.entries(unit);
  const [part] = parts;
  if (part === undefined) return '3';
  const [name, power] = part;
  if (parts.length > 1 || power !== 1) return undefined;
  if (name === currency.code) return `${currency.decimals === 0 ? '10_000' : '100'} ${name}`;
  return points.some((each) => each.name === name) ? amountOf({ name }) : undefined;
}
