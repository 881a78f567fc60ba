import type { FieldType, Plan } from '../../schema/index.ts';
import { shapesOf } from '../history/index.ts';
import type { Choice, MappingDraft, Picked, Target } from './draft.ts';
import { wordKey } from './draft.ts';
import { completed, wordPick } from './guess.ts';
import { meant } from './names.ts';
import { reasons } from './reasons.ts';
import { columnFor } from './styles.ts';
import type { Survey } from './survey.ts';

/**
 * A draft in which one target takes another column or constant. A column chosen without a format or words is read as its
 * values ask for; what follows from the choice, as the fields of another event, is guessed anew.
 */
export function applyChoice(
  plan: Plan,
  survey: Survey,
  draft: MappingDraft,
  target: Target,
  choice: Choice,
): MappingDraft {
  const made = dressed(plan, survey, target, choice);
  const picks: Record<Target, Picked> = {
    ...draft.picks,
    [target]: { choice: made, confidence: 'chosen', reason: reasons.chosen() },
  };
  if (target === 'event') {
    for (const key of Object.keys(picks)) if (key.startsWith('word:')) delete picks[key];
    const column =
      choice.kind === 'column' ? survey.columns.find(({ name }) => name === choice.column) : undefined;
    const names = [...shapesOf(plan).keys()];
    for (const { text } of column?.words ?? []) picks[wordKey(text)] = wordPick(meant(text, names, 'event'));
  }
  // What was guessed for lack of something better is guessed again.
  for (const [key, pick] of Object.entries(picks))
    if (
      (pick.confidence === 'none' || pick.confidence === 'unneeded') &&
      (target === 'event' || target.startsWith('word:') || target.startsWith('group:')) &&
      /^(?:field|line):/.test(key)
    )
      delete picks[key];
  if (target === 'reversal')
    for (const [key, pick] of Object.entries(picks))
      if (pick.confidence !== 'chosen' && isReversing(plan, key)) delete picks[key];
  if (target === 'member' && picks.guests?.confidence !== 'chosen') delete picks.guests;
  return completed(plan, survey, { ...draft, native: false, picks });
}

/** Reads a file of the native form as it is, or through a mapping after all. */
export function asNative(draft: MappingDraft, native: boolean): MappingDraft {
  return { ...draft, native };
}

function isReversing(plan: Plan, key: Target): boolean {
  return plan.events.some(({ name, reverses }) => reverses !== undefined && key.startsWith(`field:${name}.`));
}

function dressed(plan: Plan, survey: Survey, target: Target, choice: Choice): Choice {
  if (choice.kind !== 'column' || choice.format !== undefined || choice.words !== undefined) return choice;
  const column = survey.columns.find(({ name }) => name === choice.column);
  const type = target === 'at' ? 'moment' : typeOf(plan, target);
  if (column === undefined || type === undefined) return choice;
  return { ...columnFor(plan, column, type), ...(choice.negate === true ? { negate: true } : {}) };
}

function typeOf(plan: Plan, target: Target): FieldType | undefined {
  const path = /^(?:field|line):(.*)$/.exec(target)?.[1]?.split('.');
  const fields = shapesOf(plan).get(path?.[0] ?? '')?.fields;
  const field = fields?.find(({ name }) => name === path?.[1]);
  const inner = path?.[2];
  if (inner === undefined || field?.type.kind !== 'lines') return field?.type;
  return field.type.fields.find(({ name }) => name === inner)?.type;
}
