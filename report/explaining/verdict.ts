import type { AmountTrace, Consideration } from '../../runtime/index.ts';
import type { Language, Localized, Plan } from '../../schema/index.ts';
import { unitAfter } from '../figures/index.ts';
import { showGrouped } from '../ledger/index.ts';
import { type Standing, standingWords } from './standing.ts';

/** An amount of points with its unit. */
export function quantityWords(plan: Plan, points: number, value: bigint): Localized {
  const type = plan.points[points];
  if (type === undefined) return { en: String(value), ja: String(value) };
  const number = showGrouped(value, type.decimals);
  const text = (language: Language) => `${number} ${unitAfter(number, type.name, language)}`;
  return { en: text('en'), ja: text('ja') };
}

export function amountWords(plan: Plan, { kind, points, final }: AmountTrace): Localized {
  const much = quantityWords(plan, points, final);
  switch (kind) {
    case 'give':
    case 'settle':
      return { en: `gave ${much.en}`, ja: `${much.ja} を付与` };
    case 'take':
    case 'price':
      return { en: `took ${much.en}`, ja: `${much.ja} を使用` };
    case 'forfeit':
      return { en: `forfeited ${much.en}`, ja: `${much.ja} を没収` };
  }
}

export function joined(parts: readonly Localized[]): Localized {
  return { en: parts.map((part) => part.en).join(', '), ja: parts.map((part) => part.ja).join('、') };
}

/** How an amount went from what was worked out to what was posted, where that is not the same. */
export function cutWords(plan: Plan, { points, rounded, final, cutBy }: AmountTrace): Localized | undefined {
  if (cutBy === undefined) return undefined;
  const [before, after] = [quantityWords(plan, points, rounded), quantityWords(plan, points, final)];
  const left = quantityWords(plan, points, cutBy.room);
  return {
    en: `limit \`${cutBy.text}\` cut ${before.en} to ${after.en} (room ${left.en})`,
    ja: `上限 \`${cutBy.text}\` により ${before.ja} を ${after.ja} に減らしました（残り枠 ${left.ja}）`,
  };
}

/** What became of a rule, reward, benefit or level, in one phrase. */
export function verdictWords(
  plan: Plan,
  { verdict, amounts }: Consideration,
  standing: Standing | undefined,
): Localized {
  switch (verdict.kind) {
    case 'fired': {
      const posted = amounts.filter((amount) => amount.final > 0n);
      if (posted.length === 0) return { en: 'took effect', ja: '適用' };
      return joined(posted.map((amount) => amountWords(plan, amount)));
    }
    case 'when-false':
      return { en: 'did not fire: its condition is not met', ja: '条件を満たさないため適用されません' };
    case 'outside-during':
      return { en: 'did not fire: outside its `during`', ja: '`during` の期間外のため適用されません' };
    case 'limit-full': {
      const left = verdict.limit.room;
      return {
        en: `did not fire: limit \`${verdict.limit.text}\` leaves ${left === 0n ? 'no room' : `room for ${left} only`}`,
        ja: `上限 \`${verdict.limit.text}\` の${left === 0n ? '空きがない' : `残りが ${left} しかない`}ため適用されません`,
      };
    }
    case 'lost':
      return {
        en: `does not count: \`${verdict.to}\` of the same group does`,
        ja: `同じグループの \`${verdict.to}\` が選ばれたため数えません`,
      };
    case 'declined': {
      const asked = quantityWords(plan, verdict.points, verdict.asked);
      const balance = quantityWords(plan, verdict.points, verdict.balance);
      return {
        en: `declined: ${asked.en} asked, ${balance.en} available`,
        ja: `不成立: 必要 ${asked.ja}、利用可能 ${balance.ja}`,
      };
    }
    case 'gives-nothing':
      return { en: 'gave nothing: zero after rounding', ja: '端数処理の結果 0 のため付与なし' };
    case 'reached':
    case 'not-reached':
      return standing === undefined ? { en: 'not reached', ja: '未到達' } : standingWords(standing);
  }
}

/** True when something came of it. */
export function tookEffect({ verdict }: Consideration): boolean {
  return verdict.kind === 'fired' || verdict.kind === 'reached';
}
