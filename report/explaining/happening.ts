import type { HistoryEvent, LedgerRow, Localized, Plan } from '../../schema/index.ts';
import { unitAfter } from '../figures/index.ts';
import { scaleOf, showGrouped } from '../ledger/index.ts';
import { valueWords } from './value.ts';

/** What a reversal takes back: the event it names and, where the history says how much, the amount. */
function reversal(plan: Plan, event: HistoryEvent): Localized | undefined {
  const declared = plan.events.find((each) => each.name === event.type);
  if (declared?.reverses === undefined || event.of === undefined) return undefined;
  const original = `${declared.reverses.event} ${event.of}`;
  const by = declared.fields.find((field) => field.name === declared.reverses?.by);
  const value = by === undefined ? undefined : event.fields[by.name];
  if (by?.type.kind === 'value' && typeof value === 'bigint') {
    const much = valueWords(plan, by.type.type, value);
    return { en: `takes back ${much.en} of ${original}`, ja: `${original} のうち ${much.ja} を取消` };
  }
  // An amount that is derived is not in the history; one that may be left out means all that is left.
  return declared.reverses.by === undefined || by !== undefined
    ? { en: `takes back what is left of ${original}`, ja: `${original} の残りすべてを取消` }
    : { en: `takes back a share of ${original}`, ja: `${original} の一部を取消` };
}

/** Points that reached the end of their last day, summed over the lots. */
function expiries(plan: Plan, rows: readonly LedgerRow[]): readonly Localized[] {
  const names = new Set(rows.filter((row) => row.kind === 'expire').map((row) => row.what));
  return [...names].map((name) => {
    const own = rows.filter((row) => row.kind === 'expire' && row.what === name);
    const sum = own.reduce((total, row) => total - (row.quantity ?? 0n), 0n);
    const number = showGrouped(sum, scaleOf(plan, name));
    const lots = own.length;
    return {
      en: `${number} ${unitAfter(number, name, 'en')}${lots === 1 ? '' : ` of ${lots} lots`} expired: the last day has passed`,
      ja: `有効期限を過ぎたため、${lots === 1 ? '' : `${lots} ロットの `}${number} ${name} が失効`,
    };
  });
}

/** What happened by itself or to others in a step, besides rules and levels: reversals, expiries, levels that ended. */
export function happenings(
  plan: Plan,
  event: HistoryEvent | undefined,
  rows: readonly LedgerRow[],
): readonly Localized[] {
  const reversed = event === undefined ? undefined : reversal(plan, event);
  const ended = rows
    .filter((row) => row.kind === 'lapse')
    .map(
      (row): Localized => ({
        en: `level ${row.what} ended`,
        ja: `ランク ${row.what} が終了`,
      }),
    );
  return [...(reversed === undefined ? [] : [reversed]), ...expiries(plan, rows), ...ended];
}
