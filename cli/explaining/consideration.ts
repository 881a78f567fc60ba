import { childOf, type Node } from '../../compiler/index.ts';
import type { Consideration, LimitTrace } from '../../runtime/index.ts';
import type { Localized, PlanExpr, Span } from '../../schema/index.ts';
import { fileAt, lineIndexOf, lineText, type Paint, positionOf, type SourceText } from '../terminal/index.ts';
import type { Standing } from './standing.ts';
import { reasonsFalse, type Setting, valueLines, wordsOf } from './tree.ts';
import { showValue } from './value.ts';
import { cutWords, tookEffect, verdictWords } from './verdict.ts';

/** Where the rule, reward, benefit or level stands, and its condition. */
function sourceOf(
  { plan }: Setting,
  { subject }: Consideration,
): { readonly span: Span | undefined; readonly condition: PlanExpr | undefined } {
  switch (subject.kind) {
    case 'rule': {
      const rule = plan.rules[subject.rule];
      return { span: rule?.nameSpan, condition: rule?.when };
    }
    case 'reward': {
      const reward = plan.rewards[subject.reward];
      return { span: reward?.nameSpan, condition: reward?.when };
    }
    case 'benefit': {
      const benefit = plan.benefits[subject.benefit];
      return { span: benefit?.span, condition: benefit?.when };
    }
    case 'level': {
      const level = plan.ladders[subject.ladder]?.levels[subject.level];
      return { span: level?.span, condition: level?.reach };
    }
  }
}

const SECTIONS = { rule: 'rules', reward: 'rewards', benefit: 'benefits' } as const;

/** Where a rule, reward or benefit states its dates. */
function duringOf({ document }: Page, { subject }: Consideration): Span | undefined {
  if (subject.kind === 'level') return undefined;
  const during = childOf(childOf(childOf(document, SECTIONS[subject.kind]), subject.name), 'during');
  return during?.kind === 'map' ? (during.entries[0]?.keySpan ?? during.span) : during?.span;
}

/** Where a limit stands: among those of its rule, of the rule's group, or of its reward. */
function limitSpan({ plan }: Setting, { subject }: Consideration, { text }: LimitTrace): Span | undefined {
  const rule = subject.kind === 'rule' ? plan.rules[subject.rule] : undefined;
  const reward = subject.kind === 'reward' ? plan.rewards[subject.reward] : undefined;
  const group = rule?.group === undefined ? undefined : plan.groups[rule.group];
  const limits = [...(rule?.limits ?? []), ...(group?.limits ?? []), ...(reward?.limits ?? [])];
  return limits.find((limit) => limit.text === text)?.span;
}

const KINDS = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
  level: { en: 'level', ja: 'ランク' },
} as const;

export interface Page {
  readonly setting: Setting;
  readonly path: string;
  readonly source: SourceText;
  /** The program as a document, for places that the plan does not keep. */
  readonly document: Node | undefined;
  readonly paint: Paint;
}

/** `program.yaml:52  |  give: 1 star per 60 JPY of amount` */
function quote({ path, source, paint }: Page, span: Span): string {
  const { line } = positionOf(source, span.start);
  const file = fileAt(source, span.start)?.path ?? path;
  return paint.dim(`${file}:${line} | ${lineText(source, lineIndexOf(source, span.start)).trim()}`);
}

/** Everything about one consideration: what became of it, its source line, and the values behind it. */
export function considerationLines(
  page: Page,
  consideration: Consideration,
  standing: Standing | undefined,
): readonly string[] {
  const { setting, paint } = page;
  const { plan, text, language } = setting;
  const { subject, amounts, values, verdict } = consideration;
  const say = (words: Localized) => words[language];
  const { span, condition } = sourceOf(setting, consideration);
  const effect = tookEffect(consideration);
  const mark = effect ? paint.green('●') : paint.dim('○');
  const lines = [
    `  ${mark} ${say(KINDS[subject.kind])} ${paint.bold(subject.name)}: ${say(verdictWords(plan, consideration, standing))}`,
  ];
  const seen = new Set<number>();
  const quoteOnce = (place: Span) => {
    const { line } = positionOf(page.source, place.start);
    if (seen.has(line)) return;
    seen.add(line);
    lines.push(`      ${quote(page, place)}`);
  };
  const quoteLimit = (limit: LimitTrace) => {
    const place = limitSpan(setting, consideration, limit);
    if (place !== undefined) quoteOnce(place);
  };
  const refused =
    verdict.kind === 'when-false' || verdict.kind === 'not-reached' || verdict.kind === 'declined';
  const asked = condition !== undefined && values.has(condition);
  // What failed is quoted at the part that failed, everything else at its name.
  if (span !== undefined && !(asked && refused)) quoteOnce(span);
  const during = verdict.kind === 'outside-during' ? duringOf(page, consideration) : undefined;
  if (during !== undefined) quoteOnce(during);
  if (asked) {
    if (refused && values.get(condition) !== true) {
      for (const reason of reasonsFalse(plan, condition, values)) {
        quoteOnce(reason.span);
        const is = showValue(plan, reason.type, values.get(reason), language);
        lines.push(`      ${paint.yellow(`${wordsOf(text, reason)} = ${is}`)}`);
        lines.push(
          ...valueLines(setting, reason, values)
            .slice(1)
            .map((line) => `      ${line}`),
        );
      }
    } else {
      quoteOnce(condition.span);
      lines.push(...valueLines(setting, condition, values).map((line) => `      ${line}`));
    }
  }
  for (const amount of amounts) {
    quoteOnce(amount.expr.span);
    lines.push(...valueLines(setting, amount.expr, values).map((line) => `      ${line}`));
    const cut = cutWords(plan, amount);
    if (amount.cutBy !== undefined) quoteLimit(amount.cutBy);
    if (cut !== undefined) lines.push(`      ${paint.yellow(say(cut))}`);
  }
  if (verdict.kind === 'limit-full') quoteLimit(verdict.limit);
  return lines;
}
