import type { Plan } from '../../schema/index.ts';
import type { Picked } from './draft.ts';
import { confidenceOf } from './guess-fields.ts';
import { about, isDescription, meant, plainName } from './names.ts';
import { none, picked, reasons } from './reasons.ts';
import { columnFor, formatOf, inDoubt } from './styles.ts';
import type { Survey, SurveyedColumn } from './survey.ts';

/** When it happened: a column of dates that is called so, or the only one; a time beside it. */
export function guessMoment(plan: Plan, { columns }: Survey): Picked {
  const dates = columns.filter((column) => column.look.kind === 'moment');
  const scored = dates
    .map((column) => {
      const other = Math.max(about(column.name, 'birthday'), about(column.name, 'enrolled') * 0.9);
      const named = about(column.name, 'moment');
      const time = column.look.kind === 'moment' && column.look.time ? 0.05 : 0;
      return { column, score: (named > 0 ? named : 0.4) + time - (other > named ? 0.5 : 0) };
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined || best.score <= 0) return none(reasons.nothing());
  const { column, score } = best;
  if (column.look.kind === 'moment' && !column.look.time) {
    const clock = columns.find((each) => each.look.kind === 'clock');
    if (clock?.look.kind === 'clock') {
      const date = formatOf(plan, column).format ?? 'yyyy-MM-dd';
      const format = `${date} ${clock.look.format}`;
      return picked(
        { kind: 'columns', columns: [column.name, clock.name], format },
        'likely',
        reasons.dateAndTime(),
      );
    }
  }
  const choice = columnFor(plan, column, 'moment');
  if (inDoubt(column)) return picked(choice, 'unsure', reasons.dayOrMonth());
  if (score >= 0.6) return picked(choice, confidenceOf(score), reasons.likeName());
  return second === undefined
    ? picked(choice, 'likely', reasons.onlyDate())
    : picked(choice, 'unsure', reasons.byValues());
}

/** Whose row it is: a column that is called so, or one whose values come again as members do. */
export function guessMember({ columns }: Survey): Picked {
  const scored = columns
    .filter(({ look }) => look.kind !== 'moment' && look.kind !== 'clock' && look.kind !== 'nested')
    .map((column) => ({ column, score: memberScore(column) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (best === undefined) return none(reasons.nothing());
  const choice = { kind: 'column', column: best.column.name } as const;
  if (best.score >= 0.55) return picked(choice, confidenceOf(best.score), reasons.likeName());
  return picked(choice, 'unsure', reasons.comesAgain());
}

function memberScore({ name, look, distinct, filled }: SurveyedColumn): number {
  const named = about(name, 'member');
  const decimals =
    look.kind === 'number' && (look.decimals > 0 || look.negatives > 0 || look.sign !== undefined);
  if (filled === 0 || decimals) return 0;
  // A name of a person is not as good as their number, and an address is neither.
  const called = isDescription(name);
  if (named >= 0.6) return named * (called ? 0.5 : 1);
  const isCode = look.kind === 'id' || look.kind === 'number' || look.kind === 'text';
  const again = distinct < filled && distinct * 50 > filled && distinct > 1;
  const other = (['id', 'product', 'amount', 'quantity', 'store', 'discount', 'points'] as const).some(
    (concept) => about(name, concept) >= 0.6,
  );
  const id = plainName(name) === 'id' && again ? 0.5 : 0;
  return Math.max(id, isCode && again && !other && !called ? (look.kind === 'id' ? 0.4 : 0.3) : 0);
}

export interface EventColumn {
  readonly column: SurveyedColumn;
  readonly events: ReadonlyMap<string, string>;
}

/** The column whose words are events of the program. */
export function guessEventColumn(names: readonly string[], { columns }: Survey): EventColumn | undefined {
  const scored = columns.flatMap((column) => {
    if (column.words.length === 0 || column.look.kind === 'moment') return [];
    const events = new Map<string, string>();
    let known = 0;
    for (const { text, count } of column.words) {
      const event = meant(text, names, 'event');
      if (event === undefined) continue;
      events.set(text, event);
      known += count;
    }
    const share = known / Math.max(1, column.filled);
    const named = about(column.name, 'type');
    const enough = named >= 0.6 ? share > 0 : share > 0.9 && column.look.kind === 'word';
    return enough ? [{ column, events, score: named + share }] : [];
  });
  return scored.sort((a, b) => b.score - a.score)[0];
}

/** A column of numbers of receipts; `apart` are columns that say something else. */
export function receiptColumn({ columns }: Survey, apart: ReadonlySet<string>): SurveyedColumn | undefined {
  return columns
    .filter((column) => !apart.has(column.name) && ['id', 'number', 'word'].includes(column.look.kind))
    .map((column) => ({ column, score: about(column.name, 'id') }))
    .filter(({ score }) => score >= 0.6)
    .sort((a, b) => b.score - a.score)[0]?.column;
}
