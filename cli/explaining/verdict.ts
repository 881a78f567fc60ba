import type { AmountTrace, Consideration, LimitTrace } from '../../runtime/index.ts';
import type { Localized, Plan } from '../../schema/index.ts';
import { showDay, showGrouped } from '../show.ts';

function quantity(plan: Plan, points: number, value: bigint): string {
  const type = plan.points[points];
  return type === undefined ? String(value) : `${showGrouped(value, type.decimals)} ${type.name}`;
}

function amountWords(plan: Plan, { kind, points, final }: AmountTrace): Localized {
  const much = quantity(plan, points, final);
  switch (kind) {
    case 'give':
    case 'settle':
      return { en: `gave ${much}`, ja: `${much} を付与` };
    case 'take':
    case 'price':
      return { en: `took ${much}`, ja: `${much} を使用` };
    case 'forfeit':
      return { en: `forfeited ${much}`, ja: `${much} を没収` };
  }
}

function joined(parts: readonly Localized[]): Localized {
  return { en: parts.map((part) => part.en).join(', '), ja: parts.map((part) => part.ja).join('、') };
}

/** How an amount went from what was worked out to what was posted, where that is not the same. */
export function cutWords(plan: Plan, { points, rounded, final, cutBy }: AmountTrace): Localized | undefined {
  if (cutBy === undefined) return undefined;
  const [before, after] = [quantity(plan, points, rounded), quantity(plan, points, final)];
  return {
    en: `limit \`${cutBy.text}\` cut ${before} to ${after} (room ${room(plan, points, cutBy)})`,
    ja: `上限 \`${cutBy.text}\` により ${before} を ${after} に減らしました（残り枠 ${room(plan, points, cutBy)}）`,
  };
}

function room(plan: Plan, points: number, limit: LimitTrace): string {
  return quantity(plan, points, limit.room);
}

/** What became of a rule, reward, benefit or level, in one phrase. */
export function verdictWords(plan: Plan, { verdict, amounts }: Consideration): Localized {
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
    case 'limit-full':
      return {
        en: `did not fire: limit \`${verdict.limit.text}\` leaves no room (${verdict.limit.room})`,
        ja: `上限 \`${verdict.limit.text}\` に空きがないため適用されません（残り枠 ${verdict.limit.room}）`,
      };
    case 'lost':
      return {
        en: `does not count: \`${verdict.to}\` of the same group does`,
        ja: `同じグループの \`${verdict.to}\` が選ばれたため数えません`,
      };
    case 'declined': {
      const asked = quantity(plan, verdict.points, verdict.asked);
      const balance = quantity(plan, verdict.points, verdict.balance);
      return {
        en: `declined: ${asked} asked, ${balance} available`,
        ja: `不成立: 必要 ${asked}、利用可能 ${balance}`,
      };
    }
    case 'gives-nothing':
      return { en: 'gave nothing: zero after rounding', ja: '端数処理の結果 0 のため付与なし' };
    case 'reached': {
      const until = verdict.until === undefined ? undefined : showDay(verdict.until);
      return {
        en: until === undefined ? 'reached' : `reached, until ${until}`,
        ja: until === undefined ? '到達' : `到達（${until} まで）`,
      };
    }
    case 'not-reached':
      return { en: 'not reached', ja: '未到達' };
  }
}

/** True when something came of it. */
export function tookEffect({ verdict }: Consideration): boolean {
  return verdict.kind === 'fired' || verdict.kind === 'reached';
}
