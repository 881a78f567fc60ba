import type { Fraction, PlanExpr, PlanRule } from '../../schema/index.ts';
import { greater, isAbove } from './exact.ts';

/** What a rule asks of one field, attribute or ladder: it must be one of these. */
type Asked = ReadonlyMap<string, ReadonlySet<unknown>>;

const WORDS: ReadonlySet<string> = new Set(['word', 'level', 'text', 'boolean']);

function keyOf(expr: PlanExpr): string | undefined {
  if (expr.kind === 'field' || expr.kind === 'attribute') return `${expr.kind} ${expr.name}`;
  return expr.kind === 'tier' ? `tier ${expr.ladder}` : undefined;
}

function askedOf({ when }: PlanRule): Asked {
  const asked = new Map<string, ReadonlySet<unknown>>();
  const see = (left: PlanExpr, items: readonly PlanExpr[]): void => {
    const key = keyOf(left);
    if (key === undefined || asked.has(key)) return;
    // Numbers that are written with other decimals can be the same.
    const values = items.flatMap((item) =>
      item.kind === 'constant' && WORDS.has(item.type.kind) ? [item.value] : [],
    );
    if (values.length === items.length) asked.set(key, new Set<unknown>(values));
  };
  const stack = when === undefined ? [] : [when];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.kind === 'and') stack.push(...top.items);
    if (top.kind === 'in') see(top.of, top.items);
    if (top.kind === 'compare' && top.operator === '=') see(top.left, [top.right]);
  }
  return asked;
}

/** Words of one field that are gone through, each with all rules; where there are more, all rules are added up. */
const MOST_WORDS = 40;

/**
 * The most that rules of one event come to at once. Rules that ask different words of the same field, attribute or ladder
 * (`channel = app`, `channel = store`) never fire together: of those only what goes with one word is added up.
 */
export function mostAtOnce(
  rules: readonly PlanRule[],
  sum: (rules: readonly PlanRule[]) => Fraction,
): Fraction {
  const asked = new Map(rules.map((rule) => [rule, askedOf(rule)]));
  const keys = new Set([...asked.values()].flatMap((own) => [...own.keys()]));
  let least = sum(rules);
  for (const key of keys) {
    const setOf = (rule: PlanRule) => asked.get(rule)?.get(key);
    const values = new Set(rules.flatMap((rule) => [...(setOf(rule) ?? [])]));
    if (values.size > MOST_WORDS) continue;
    const most = [...values]
      .map((value) => sum(rules.filter((rule) => setOf(rule)?.has(value) !== false)))
      .reduce(greater, sum(rules.filter((rule) => setOf(rule) === undefined)));
    if (isAbove(least, most)) least = most;
  }
  return least;
}
