import type { PlanLadder } from '../../schema/index.ts';
import { type LadderState, type MemberState, nextTick } from './member-state.ts';
import type { Moment } from './moment.ts';

/** Posts a net change of tier: lapses descending, or reaches ascending, each also an entry of history (ruling O6). */
export function postTierChange(
  member: MemberState,
  ladder: PlanLadder,
  index: number,
  state: LadderState,
  from: number,
  to: number,
  moment: Moment,
): void {
  const kind = to > from ? 'reach' : 'lapse';
  const step = to > from ? 1 : -1;
  for (let level = to > from ? from + 1 : from; level !== (to > from ? to + 1 : to); level += step) {
    const held = state.heldUntil[level];
    member.rows.push({
      member: member.history.member,
      at: moment.at,
      kind,
      what: `${ladder.name}.${ladder.levels[level]?.name ?? ''}`,
      quantity: undefined,
      by: undefined,
      cause: moment.cause?.id,
      lot: undefined,
      expires: kind === 'reach' && held !== undefined && held >= moment.day ? held : undefined,
      balance: undefined,
      pending: undefined,
    });
    member.happenings.push({ kind, ladder: index, level, day: moment.day, tick: nextTick(member) });
  }
}
