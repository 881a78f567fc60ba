import type { Diagnostic, Localized, Plan, Span } from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, type Node, nearest, type ScalarNode } from '../document/index.ts';
import { type Ast, parseExpression, printExpression } from '../expression/index.ts';
import { reportScenario } from './messages.ts';

/** What must be true of the members who respond; `text`: in other words than those of the node. */
export interface Condition {
  readonly text: string | undefined;
  /** Where the scenario says it. */
  readonly node: ScalarNode;
}

export interface Who {
  /** As written. */
  readonly text: string;
  readonly condition: Condition;
}

const MISSING = {
  en: '`changes: pressure` says what is near, and how near: `near:` and `within:`',
  ja: '`changes: pressure` には、近づく目標の `near:` と近さの `within:` が必要です',
};
const NO_PRICE = {
  en: 'the reward has no single price in points',
  ja: 'この特典には、ポイントの価格が一つではありません',
};
const NO_BOUND = {
  en: 'the level is not reached by one quantity alone (`reach: x >= …`)',
  ja: 'この会員ランクの条件は、一つの量だけ（`reach: x >= …`）ではありません',
};

/** The members who are near the price of a reward, or a level; or what is wrong. */
export function nearCondition(node: MapNode, name: Span, program: MapNode, plan: Plan): Who | Diagnostic {
  const [near, within] = [childOf(node, 'near'), childOf(node, 'within')];
  if (near?.kind !== 'scalar' || within?.kind !== 'scalar')
    return reportScenario('response-near', name, { why: MISSING });
  const found = near.text.includes('.') ? nearLevel(near, program) : nearReward(near, program, plan);
  if ('why' in found) return reportScenario('response-near', near.span, { why: found.why });
  if ('code' in found) return found;
  const { have, need } = found;
  const distance = `(${within.text})`;
  return {
    text: `${near.text} (${within.text})`,
    condition: { text: `${have} < ${need} and ${have} >= ${need} - ${distance}`, node: within },
  };
}

type Threshold = { readonly have: string; readonly need: string } | { readonly why: Localized } | Diagnostic;

function nearReward(near: ScalarNode, program: MapNode, plan: Plan): Threshold {
  const reward = plan.rewards.find((each) => each.name === near.text);
  if (reward === undefined) return unknownTarget(near, plan);
  const price = childOf(childOf(childOf(program, 'rewards'), near.text), 'price');
  const [only, second] = reward.price;
  const points = only && plan.points[only.points];
  const scalar = price?.kind === 'list' ? price.items[0] : price;
  const ast = scalar?.kind === 'scalar' ? parseExpression(scalar).value : undefined;
  if (points === undefined || second !== undefined || ast === undefined) return { why: NO_PRICE };
  return { have: `balance(${points.name})`, need: `(${printExpression(ast)})` };
}

function nearLevel(near: ScalarNode, program: MapNode): Threshold {
  const [ladder = '', level = ''] = near.text.split('.');
  const levels = childOf(childOf(childOf(program, 'tiers'), ladder), 'levels');
  const reach = childOf(childOf(levels, level), 'reach');
  if (reach?.kind !== 'scalar') return unknownLevel(near, program);
  const ast = parseExpression(reach).value;
  if (ast?.kind !== 'compare' || !isBound(ast)) return { why: NO_BOUND };
  return { have: `(${printExpression(ast.left)})`, need: `(${printExpression(ast.right)})` };
}

function isBound({ operator }: Extract<Ast, { kind: 'compare' }>): boolean {
  return operator === '>=' || operator === '>';
}

function unknownTarget(near: ScalarNode, plan: Plan): Diagnostic {
  const known = plan.rewards.map(({ name }) => name);
  return unknown(near, { en: 'reward', ja: '特典' }, known);
}

function unknownLevel(near: ScalarNode, program: MapNode): Diagnostic {
  const tiers = childOf(program, 'tiers');
  const entries = (node: Node | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : []);
  const known = entries(tiers).flatMap((ladder) =>
    entries(childOf(ladder.value, 'levels')).map((level) => `${ladder.key}.${level.key}`),
  );
  return unknown(near, { en: 'level to be reached', ja: '到達できる会員ランク' }, known);
}

/** Says that the changed program has nothing of that name, and what was probably meant. */
export function unknown({ text, span }: ScalarNode, what: Localized, known: readonly string[]): Diagnostic {
  const guess = nearest(text, known);
  const help =
    guess === undefined
      ? {
          en: `there are ${known.map((each) => `\`${each}\``).join(', ') || 'none'}`,
          ja:
            known.length === 0
              ? '一つもありません'
              : `あるもの: ${known.map((each) => `\`${each}\``).join(', ')}`,
        }
      : { en: `did you mean \`${guess}\`?`, ja: `\`${guess}\` ではありませんか` };
  return reportScenario('response-unknown', span, { what, name: `\`${text}\`` }, { help });
}
