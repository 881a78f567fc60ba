import type { AmountTrace, Consideration } from '../../runtime/index.ts';
import type { Localized, Plan, PlanExpr } from '../../schema/index.ts';
import { showDay } from '../ledger/index.ts';
import { askedFor } from './asked.ts';
import { inPlace } from './in-place.ts';
import { type Standing, standingWords } from './standing.ts';
import { treeOf, type Written } from './tree.ts';
import { amountWords, cutWords, verdictWords } from './verdict.ts';

function behind(phrase: Localized, values: Localized): Localized {
  return { en: `${phrase.en}: ${values.en}`, ja: `${phrase.ja}: ${values.ja}` };
}

function oneByOne(sentences: readonly Localized[]): Localized {
  return { en: sentences.map(({ en }) => en).join('; '), ja: sentences.map(({ ja }) => ja).join('。') };
}

/** What did not come, in the words of what it would have been. */
function none(plan: Plan, { subject }: Consideration): Localized {
  if (subject.kind === 'reward') return { en: 'declined', ja: '不成立' };
  const rule = subject.kind === 'rule' ? plan.rules[subject.rule] : undefined;
  const gives = rule !== undefined && (rule.give.length > 0 || rule.settle !== undefined);
  return gives ? { en: 'gave none', ja: '付与なし' } : { en: 'did not apply', ja: '適用なし' };
}

/** `it runs from 2026-04-01 to 2027-03-31, and this was 2026-03-31`. */
function outside(plan: Plan, { subject, day }: Consideration): Localized {
  const during =
    subject.kind === 'rule'
      ? plan.rules[subject.rule]?.during
      : subject.kind === 'reward'
        ? plan.rewards[subject.reward]?.during
        : subject.kind === 'benefit'
          ? plan.benefits[subject.benefit]?.during
          : undefined;
  const from = during?.from;
  const today = showDay(day);
  if (from !== undefined && day < from)
    return {
      en: `it begins on ${showDay(from)}, and this was ${today}`,
      ja: `開始は ${showDay(from)}（この日は ${today}）`,
    };
  const until = showDay(during?.until);
  return { en: `it ended on ${until}, and this was ${today}`, ja: `終了は ${until}（この日は ${today}）` };
}

/** A phrase about an amount, with what it was worked out from; a number that is written out says nothing new. */
function workedOut(
  written: Written,
  { expr }: AmountTrace,
  { values }: Consideration,
  phrase: Localized,
): Localized {
  return treeOf(written, expr, values) === undefined
    ? phrase
    : behind(phrase, inPlace(written, expr, values));
}

function fired(written: Written, consideration: Consideration): Localized {
  const { plan } = written;
  const posted = consideration.amounts.filter(({ final }) => final > 0n);
  if (posted.length === 0) return verdictWords(plan, consideration, undefined);
  const each = posted.flatMap((amount) => {
    const gave = workedOut(written, amount, consideration, amountWords(plan, amount));
    const cut = cutWords(plan, amount);
    return cut === undefined ? [gave] : [gave, cut];
  });
  return oneByOne(each);
}

/**
 * What became of a consideration, with the values that decided it. `failed`: the parts of the condition that were not
 * met; `asked`: the condition, where it was evaluated.
 */
export function sentenceOf(
  written: Written,
  consideration: Consideration,
  standing: Standing | undefined,
  failed: readonly PlanExpr[],
  asked: PlanExpr | undefined,
): Localized {
  const { plan } = written;
  const { verdict, values } = consideration;
  const reasons = (): Localized => {
    const told = failed.map((reason) => askedFor(written, reason, values));
    return { en: told.map(({ en }) => en).join(', and '), ja: told.map(({ ja }) => ja).join('、') };
  };
  switch (verdict.kind) {
    case 'fired':
      return fired(written, consideration);
    case 'outside-during':
      return behind(none(plan, consideration), outside(plan, consideration));
    case 'when-false':
    case 'declined':
      return failed.length === 0
        ? verdictWords(plan, consideration, standing)
        : behind(none(plan, consideration), reasons());
    case 'not-reached': {
      const phrase = standing === undefined ? { en: 'not reached', ja: '未到達' } : standingWords(standing);
      return failed.length === 0 ? phrase : behind(phrase, reasons());
    }
    case 'reached': {
      const phrase = verdictWords(plan, consideration, standing);
      return asked === undefined ? phrase : behind(phrase, inPlace(written, asked, values));
    }
    case 'gives-nothing': {
      const phrase = verdictWords(plan, consideration, standing);
      const [amount] = consideration.amounts;
      return amount === undefined ? phrase : workedOut(written, amount, consideration, phrase);
    }
    case 'limit-full':
    case 'lost':
      return verdictWords(plan, consideration, standing);
  }
}
