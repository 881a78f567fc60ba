import { childOf, type Node } from '../../compiler/index.ts';
import type { AmountTrace, Consideration, LimitTrace } from '../../runtime/index.ts';
import type { Localized, Plan, PlanExpr, PlanLimit, Span } from '../../schema/index.ts';
import { sentenceOf } from './sentence.ts';
import type { Standing } from './standing.ts';
import { reasonsFalse, treeOf, type ValueTree, type Written, wholeTree } from './tree.ts';
import { cutWords, tookEffect, verdictWords } from './verdict.ts';

/** A program with its document, for places that the plan does not keep. */
export interface WrittenProgram extends Written {
  readonly document: Node | undefined;
}

/** A limit that was asked: it cut an amount, left no room for it, or let it pass. */
export interface LimitSeen {
  readonly text: string;
  readonly span: Span | undefined;
  readonly verdict: 'cut' | 'full' | 'passed';
}

export interface AmountSeen {
  readonly kind: AmountTrace['kind'];
  /** Name of the points type. */
  readonly points: string;
  readonly span: Span;
  /** Undefined for a number that is written out. */
  readonly tree: ValueTree | undefined;
  readonly rounded: bigint;
  readonly final: bigint;
  /** How a limit cut it, and where that limit stands. */
  readonly cut: Localized | undefined;
  readonly cutBy: Span | undefined;
}

/** One rule, reward, benefit or level at one moment: what became of it, and every value behind it. Plain data. */
export interface Considered {
  readonly kind: Consideration['subject']['kind'];
  readonly name: string;
  readonly title: Localized;
  /** Place of its name in the program. */
  readonly span: Span | undefined;
  readonly verdict: Consideration['verdict']['kind'];
  /** Something came of it. */
  readonly effect: boolean;
  /** A level that was found as it was before. */
  readonly still: boolean;
  /** What became of it. */
  readonly phrase: Localized;
  /** The same with the values that decided it: `gave none: tier was green, asks for gold`. */
  readonly sentence: Localized;
  /** Where its dates stand, if they kept it from firing. */
  readonly during: Span | undefined;
  /** The parts of its condition that were not met. */
  readonly reasons: readonly ValueTree[];
  /** Its condition, where it was asked and nothing in it failed; `tree` is missing where it is a literal. */
  readonly condition: { readonly span: Span; readonly tree: ValueTree | undefined } | undefined;
  readonly amounts: readonly AmountSeen[];
  readonly limits: readonly LimitSeen[];
}

interface Declared {
  readonly title: Localized;
  readonly span: Span;
  readonly condition: PlanExpr | undefined;
}

/** The rule, reward, benefit or level as the program declares it. */
function declaredOf(plan: Plan, { subject }: Consideration): Declared | undefined {
  switch (subject.kind) {
    case 'rule': {
      const rule = plan.rules[subject.rule];
      return rule && { title: rule.title, span: rule.nameSpan, condition: rule.when };
    }
    case 'reward': {
      const reward = plan.rewards[subject.reward];
      return reward && { title: reward.title, span: reward.nameSpan, condition: reward.when };
    }
    case 'benefit': {
      const benefit = plan.benefits[subject.benefit];
      return benefit && { title: benefit.title, span: benefit.span, condition: benefit.when };
    }
    case 'level': {
      const level = plan.ladders[subject.ladder]?.levels[subject.level];
      return level && { title: level.title, span: level.span, condition: level.reach };
    }
  }
}

const SECTIONS = { rule: 'rules', reward: 'rewards', benefit: 'benefits' } as const;

/** Where a rule, reward or benefit states its dates. */
function duringOf(document: Node | undefined, { subject }: Consideration): Span | undefined {
  if (subject.kind === 'level') return undefined;
  const during = childOf(childOf(childOf(document, SECTIONS[subject.kind]), subject.name), 'during');
  return during?.kind === 'map' ? (during.entries[0]?.keySpan ?? during.span) : during?.span;
}

/** Limits of a rule, of its group, or of a reward. */
function limitsOf(plan: Plan, { subject }: Consideration): readonly PlanLimit[] {
  const rule = subject.kind === 'rule' ? plan.rules[subject.rule] : undefined;
  const reward = subject.kind === 'reward' ? plan.rewards[subject.reward] : undefined;
  const group = rule?.group === undefined ? undefined : plan.groups[rule.group];
  return [...(rule?.limits ?? []), ...(group?.limits ?? []), ...(reward?.limits ?? [])];
}

/** Limits that were asked. One that leaves no room ends the asking; those that let pass are known only after a firing. */
function limitsSeen(plan: Plan, consideration: Consideration): readonly LimitSeen[] {
  const { verdict, amounts } = consideration;
  const limits = limitsOf(plan, consideration);
  const place = ({ text }: LimitTrace) => limits.find((limit) => limit.text === text)?.span;
  if (verdict.kind === 'limit-full')
    return [{ text: verdict.limit.text, span: place(verdict.limit), verdict: 'full' }];
  if (verdict.kind !== 'fired') return [];
  const cutting = new Set(amounts.flatMap(({ cutBy }) => (cutBy === undefined ? [] : [cutBy.text])));
  return limits.map(({ text, span }) => ({ text, span, verdict: cutting.has(text) ? 'cut' : 'passed' }));
}

/** Puts a consideration into data: sentences in both languages, values as written, places in the program. */
export function consideredOf(
  written: WrittenProgram,
  consideration: Consideration,
  standing: Standing | undefined,
): Considered {
  const { plan } = written;
  const { subject, amounts, values, verdict } = consideration;
  const declared = declaredOf(plan, consideration);
  const condition = declared?.condition;
  const asked = condition !== undefined && values.has(condition) ? condition : undefined;
  const refused =
    verdict.kind === 'when-false' || verdict.kind === 'not-reached' || verdict.kind === 'declined';
  const failed =
    asked !== undefined && refused && values.get(asked) !== true ? reasonsFalse(plan, asked, values) : [];
  const limits = limitsOf(plan, consideration);
  return {
    kind: subject.kind,
    name: subject.name,
    title: declared?.title ?? { en: subject.name, ja: subject.name },
    span: declared?.span,
    verdict: verdict.kind,
    effect: tookEffect(consideration),
    still: standing?.kind === 'still',
    phrase: verdictWords(plan, consideration, standing),
    sentence: sentenceOf(written, consideration, standing, failed, asked),
    during: verdict.kind === 'outside-during' ? duringOf(written.document, consideration) : undefined,
    reasons: failed.map((reason) => wholeTree(written, reason, values, false)),
    condition:
      asked === undefined || failed.length > 0
        ? undefined
        : { span: asked.span, tree: treeOf(written, asked, values) },
    amounts: amounts.map((amount) => ({
      kind: amount.kind,
      points: plan.points[amount.points]?.name ?? '',
      span: amount.expr.span,
      tree: treeOf(written, amount.expr, values),
      rounded: amount.rounded,
      final: amount.final,
      cut: cutWords(plan, amount),
      cutBy: limits.find((limit) => limit.text === amount.cutBy?.text)?.span,
    })),
    limits: limitsSeen(plan, consideration),
  };
}
