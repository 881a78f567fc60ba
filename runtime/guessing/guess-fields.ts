import type { Localized, Plan, PlanField } from '../../schema/index.ts';
import type { Confidence, Picked } from './draft.ts';
import { about, alike, isDescription, isUnitPrice } from './names.ts';
import { none, picked, reasons, unneeded } from './reasons.ts';
import { columnFor, fitness, inDoubt, wordsOf } from './styles.ts';
import type { SurveyedColumn } from './survey.ts';

interface Candidate {
  readonly field: PlanField;
  readonly column: SurveyedColumn;
  readonly score: number;
  readonly reason: Localized;
}

/** What is known of the columns besides their values. */
export interface FieldSetting {
  readonly plan: Plan;
  readonly columns: readonly SurveyedColumn[];
  /** Columns that say something else already. */
  readonly taken: ReadonlySet<string>;
}

export interface FieldGuess {
  readonly picks: ReadonlyMap<string, Picked>;
  /** How well the required fields are filled, from 0 to 1 for each. */
  readonly score: number;
}

/** Deals the columns out to fields: those that fit best first, none to two fields. */
export function guessFields(setting: FieldSetting, fields: readonly PlanField[]): FieldGuess {
  const { plan, columns, taken } = setting;
  const own = fields.filter((field) => field.type.kind === 'value');
  const candidates = own
    .flatMap((field) => columns.flatMap((column) => candidateOf(plan, field, column, taken)))
    .sort((a, b) => b.score - a.score);
  const picks = new Map<string, Picked>();
  const used = new Set<string>();
  let score = 0;
  const take = (field: PlanField, column: SurveyedColumn, points: number, reason: Localized): void => {
    used.add(column.name);
    if (!field.optional) score += points;
    picks.set(field.name, withDoubts(plan, field, column, points, reason));
  };
  for (const { field, column, score: points, reason } of candidates)
    if (!picks.has(field.name) && !used.has(column.name)) take(field, column, points, reason);
  for (const [field, column] of leftOvers(setting, own, picks, used))
    take(field, column, 0.4, reasons.only());
  for (const field of own)
    if (!picks.has(field.name))
      picks.set(field.name, field.optional ? unneeded(reasons.notNeeded()) : none(reasons.nothing()));
  return { picks, score };
}

/** Required fields for which one column is left; a column that goes to one of them is not left for the others. */
function leftOvers(
  setting: FieldSetting,
  fields: readonly PlanField[],
  picks: ReadonlyMap<string, Picked>,
  used: ReadonlySet<string>,
): ReadonlyMap<PlanField, SurveyedColumn> {
  const found = new Map<PlanField, SurveyedColumn>();
  const open = fields.filter((field) => !field.optional && !picks.has(field.name));
  for (let more = true; more; ) {
    more = false;
    for (const field of open) {
      if (found.has(field)) continue;
      const gone = new Set([...used, ...[...found.values()].map(({ name }) => name)]);
      const left = setting.columns.filter(
        (column) => !gone.has(column.name) && isLeft(setting, field, column),
      );
      const [only] = left;
      if (only === undefined || left.length > 1) continue;
      found.set(field, only);
      more = true;
    }
  }
  return found;
}

function candidateOf(
  plan: Plan,
  field: PlanField,
  column: SurveyedColumn,
  taken: ReadonlySet<string>,
): readonly Candidate[] {
  const fits = fitness(plan, column, field.type);
  const piece = isUnitPrice(column.name) && !isUnitPrice(field.name);
  const named = alike(column.name, field.name) * (piece ? 0.5 : 1);
  const words = wordsOf(plan, field.type);
  // A status that happens to hold the words of a field is that field, whatever it is called.
  const isWords = words.length > 0 && column.words.length > 1 && fits > 0.95;
  const score = Math.max(named * fits, isWords ? 0.8 : 0) * (taken.has(column.name) ? 0.6 : 1);
  if (score < 0.3) return [];
  const reason = (): Localized => {
    if (piece) return reasons.unitPrice();
    if (isWords && named < 0.6) return reasons.sameWords();
    if (confidenceOf(score) !== 'unsure') return named >= 0.99 ? reasons.sameName() : reasons.likeName();
    // What speaks against the guess, not for it.
    if (named < UNSURE) return reasons.nearName();
    return fits < UNSURE ? reasons.otherValues() : reasons.usedTwice();
  };
  return [{ field, column, score, reason: reason() }];
}

/** Whether a required field could be this column though its name does not say so: numbers of things are no amounts. */
function isLeft({ plan, taken }: FieldSetting, field: PlanField, column: SurveyedColumn): boolean {
  if (taken.has(column.name) || fitness(plan, column, field.type) < 0.9) return false;
  if (field.type.kind !== 'value') return false;
  const { type } = field.type;
  if (type.kind === 'text') return false;
  const other = (['id', 'product', 'store', 'member', 'discount', 'tax', 'points', 'quantity'] as const).some(
    (concept) => about(column.name, concept) >= 0.7,
  );
  return !other && !isDescription(column.name);
}

function withDoubts(
  plan: Plan,
  field: PlanField,
  column: SurveyedColumn,
  score: number,
  reason: Localized,
): Picked {
  const choice = columnFor(plan, column, field.type);
  const make = (confidence: Confidence, why: Localized) => picked(choice, confidence, why);
  const { look, words } = column;
  if (field.type.kind === 'value' && field.type.type.kind === 'quantity' && look.kind === 'number') {
    const { scale } = field.type.type;
    if (look.decimals > scale) return make('unsure', reasons.tooManyDecimals(look.decimals, scale));
  }
  const wanted = wordsOf(plan, field.type);
  if (wanted.length > 0) {
    const known = choice.words === undefined ? wanted : Object.keys(choice.words);
    const left = words.map(({ text }) => text).filter((text) => !known.includes(text));
    if (left.length > 0) return make('unsure', reasons.partWords(left));
  }
  if (choice.format !== undefined && inDoubt(column)) return make('unsure', reasons.dayOrMonth());
  return make(confidenceOf(score), reason);
}

/** A guess that scores less wants to be checked. */
const UNSURE = 0.55;

export function confidenceOf(score: number): Confidence {
  return score >= 0.85 ? 'sure' : score >= UNSURE ? 'likely' : 'unsure';
}
