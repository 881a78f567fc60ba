import type { Plan } from '../../schema/index.ts';
import { type EventShape, shapesOf } from '../history/index.ts';
import {
  type Confidence,
  choiceOf,
  fieldKey,
  lineKey,
  type MappingDraft,
  NOTHING,
  type Picked,
  reversingOf,
  type Target,
  wordKey,
} from './draft.ts';
import { type FieldGuess, guessFields } from './guess-fields.ts';
import { guessEventColumn, guessMember, guessMoment, receiptColumn } from './guess-heads.ts';
import { guessOriginal, guessReversal, reversedAmount } from './guess-reversals.ts';
import { about, meant, plainName } from './names.ts';
import { none, picked, reasons, unneeded } from './reasons.ts';
import { columnFor } from './styles.ts';
import type { Survey, SurveyedColumn } from './survey.ts';

/** Guesses a file of members: each row an enrolment. */
export function guessMembers(plan: Plan, survey: Survey): MappingDraft {
  const picks: Record<Target, Picked> = {
    member: guessMember(survey),
    at: enrolmentDay(plan, survey) ?? unneeded(reasons.notNeeded()),
    event: picked({ kind: 'constant', value: 'enroll' }, 'chosen', reasons.chosen()),
  };
  return completed(plan, survey, { name: slugOf(survey.file), layout: survey.layout, native: false, picks });
}

/** Guesses what each column of a file is for this program, each guess with how sure it is and why. */
export function guessMapping(plan: Plan, survey: Survey): MappingDraft {
  const name = slugOf(survey.file);
  const draft: MappingDraft = { name, layout: survey.layout, native: survey.native, picks: {} };
  const picks: Record<Target, Picked> = { member: guessMember(survey) };
  picks.at = guessMoment(plan, survey);
  const names = [...shapesOf(plan).keys()];
  const column = guessEventColumn(names, survey);
  if (column !== undefined) {
    picks.event = picked(
      { kind: 'column', column: column.column.name },
      column.events.size === column.column.words.length ? 'sure' : 'likely',
      reasons.eventWords(),
    );
    for (const { text } of column.column.words) picks[wordKey(text)] = wordPick(column.events.get(text));
  } else {
    const { event, byName } = guessEvent(plan, survey, { ...draft, picks });
    picks.event = picked(
      event === undefined ? NOTHING : { kind: 'constant', value: event },
      event === undefined ? 'none' : 'likely',
      event === undefined ? reasons.noEvent() : byName ? reasons.fileName() : reasons.bestEvent(),
    );
    if (event === 'enroll') picks.at = enrolmentDay(plan, survey) ?? picks.at;
  }
  return completed(plan, survey, { ...draft, picks });
}

export function wordPick(event: string | undefined): Picked {
  return event === undefined
    ? none(reasons.unknownWord())
    : picked({ kind: 'constant', value: event }, 'likely', reasons.wordEvent());
}

/** Guesses what a draft does not say yet; what it says stays. */
export function completed(plan: Plan, survey: Survey, draft: MappingDraft): MappingDraft {
  const picks: Record<Target, Picked> = { ...draft.picks };
  const current = (): MappingDraft => ({ ...draft, picks });
  const member = columnNamed(survey, choiceOf(draft, 'member'));
  picks.guests ??= guestsPick(survey, member, picks.member?.confidence);
  const shapes = shapesOf(plan);
  const event = choiceOf(draft, 'event');
  const main = event.kind === 'constant' ? shapes.get(event.value) : undefined;
  const events = new Map<string, EventShape>();
  if (main !== undefined) events.set(main.name, main);
  for (const [key, { choice }] of Object.entries(picks)) {
    const shape =
      key.startsWith('word:') && choice.kind === 'constant' ? shapes.get(choice.value) : undefined;
    if (shape !== undefined && event.kind === 'column') events.set(shape.name, shape);
  }
  for (const shape of events.values()) fill(plan, survey, current(), shape, picks);
  if (main !== undefined) {
    const reversing = shapes.get(reversingOf(plan, main.name) ?? '');
    if (reversing !== undefined) {
      picks.reversal ??= guessReversal(survey, current(), main, reversing);
      fill(plan, survey, current(), reversing, picks);
    }
  }
  picks.id ??= guessId(survey, current());
  return current();
}

/** What becomes of rows without a member: they are left out only where the member's column is beyond doubt. */
function guestsPick(
  { rows }: Survey,
  member: SurveyedColumn | undefined,
  confidence: Confidence | undefined,
): Picked {
  if (member === undefined) return unneeded(reasons.memberFirst());
  if (member.empty === 0) return unneeded(reasons.noneEmpty());
  return confidence === 'unsure'
    ? picked(NOTHING, 'unsure', reasons.perhapsEmpty(member.empty, rows))
    : picked({ kind: 'constant', value: 'ignore' }, 'likely', reasons.someEmpty(member.empty, rows));
}

/** Guesses the fields of one event, and how it is told from and tied to others. */
function fill(
  plan: Plan,
  survey: Survey,
  draft: MappingDraft,
  shape: EventShape,
  picks: Record<Target, Picked>,
): void {
  const { name } = shape;
  const hasLines = shape.fields.some((field) => field.type.kind === 'lines');
  const receipt = hasLines ? receiptColumn(survey, headColumns(draft)) : undefined;
  const groups = receipt !== undefined && receipt.distinct < receipt.filled;
  if (hasLines)
    picks[`group:${name}`] ??= groups
      ? picked({ kind: 'column', column: receipt.name }, 'likely', reasons.receipts())
      : unneeded(reasons.oneEach());
  const before = new Set(Object.keys(picks));
  const guessed = fieldsOf(plan, survey, draft, shape);
  for (const [key, pick] of guessed.picks) picks[key] ??= pick;
  const reverses = shape.event?.reverses;
  if (reverses === undefined) return;
  picks[`of:${name}`] ??= guessOriginal(survey, headColumns(draft));
  const amount = reverses.by;
  if (amount === undefined) return;
  const key = fieldKey(name, amount);
  const pick = picks[key];
  if (pick !== undefined && !before.has(key))
    picks[key] = reversedAmount(survey, { ...draft, picks }, shape, pick);
}

/** The fields of an event and of its lines; where rows are grouped, a field says the same in all rows of a group. */
function fieldsOf(plan: Plan, survey: Survey, draft: MappingDraft, shape: EventShape): FieldGuess {
  const taken = headColumns(draft);
  const group = columnNamed(survey, choiceOf(draft, `group:${shape.name}`)) ?? groupOf(survey, shape, taken);
  const isConstant = group === undefined ? undefined : constantWithin(survey, group);
  const picks = new Map<string, Picked>();
  const heads = survey.columns.filter(({ name }) => isConstant === undefined || isConstant.has(name));
  const own = guessFields({ plan, columns: heads, taken }, shape.fields);
  let { score } = own;
  for (const [field, pick] of own.picks)
    picks.set(
      fieldKey(shape.name, field),
      pick.choice.kind === 'none' && isConstant !== undefined && heads.length < survey.columns.length
        ? { ...pick, reason: reasons.noTotal() }
        : pick,
    );
  for (const field of shape.fields) {
    if (field.type.kind !== 'lines') continue;
    const varying = survey.columns.filter(({ name }) => isConstant === undefined || !isConstant.has(name));
    const lines = guessFields(
      { plan, columns: varying.length > 0 ? varying : survey.columns, taken },
      field.type.fields,
    );
    score += lines.score;
    for (const [inner, pick] of lines.picks) picks.set(lineKey(shape.name, field.name, inner), pick);
  }
  return { picks, score };
}

function groupOf(survey: Survey, shape: EventShape, taken: ReadonlySet<string>): SurveyedColumn | undefined {
  if (!shape.fields.some((field) => field.type.kind === 'lines')) return undefined;
  const receipt = receiptColumn(survey, taken);
  return receipt !== undefined && receipt.distinct < receipt.filled ? receipt : undefined;
}

/** Columns that say the same in all rows of each group. */
function constantWithin(survey: Survey, group: SurveyedColumn): ReadonlySet<string> {
  const at = survey.columns.indexOf(group);
  const first = new Map<string, readonly string[]>();
  const varying = new Set<number>();
  for (const row of survey.cells) {
    const key = row[at] ?? '';
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else for (const [place, cell] of row.entries()) if (before[place] !== cell) varying.add(place);
  }
  return new Set(survey.columns.flatMap(({ name }, place) => (varying.has(place) ? [] : [name])));
}

interface EventGuess {
  readonly event: string | undefined;
  readonly byName: boolean;
}

/** The event that all rows are: what the file is called, else the one whose fields the columns fill best. */
function guessEvent(plan: Plan, survey: Survey, draft: MappingDraft): EventGuess {
  const file = plainName(survey.file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, ''));
  const names = plan.events.filter((event) => event.reverses === undefined).map((event) => event.name);
  const member = columnNamed(survey, choiceOf(draft, 'member'));
  const eachOnce = member !== undefined && member.distinct === member.filled && survey.rows > 1;
  const enrols =
    eachOnce &&
    survey.columns.some(({ name, look }) => look.kind === 'moment' && about(name, 'enrolled') >= 0.6);
  if (enrols) return { event: 'enroll', byName: false };
  const scored = names.flatMap((name) => {
    const shape = shapesOf(plan).get(name);
    if (shape === undefined) return [];
    const needed = shape.fields.reduce(
      (sum, { optional, type }) =>
        sum + (optional ? 0 : type.kind === 'lines' ? type.fields.filter((f) => !f.optional).length : 1),
      0,
    );
    const filled = needed === 0 ? 0.2 : fieldsOf(plan, survey, draft, shape).score / needed;
    const buys = meant('purchase', [name], 'event') === name ? 0.25 : 0;
    const byName = file
      .split(' ')
      .some((word) => word.length > 2 && meant(word.replace(/s$/, ''), [name], 'event') === name);
    return [{ event: name, byName, score: filled * (1 + needed / 10) + buys + (byName ? 0.35 : 0) }];
  });
  return scored.sort((a, b) => b.score - a.score)[0] ?? { event: undefined, byName: false };
}

function enrolmentDay(plan: Plan, survey: Survey): Picked | undefined {
  const column = survey.columns.find(
    ({ name, look }) => look.kind === 'moment' && about(name, 'enrolled') >= 0.6,
  );
  return column && picked(columnFor(plan, column, 'moment'), 'likely', reasons.likeName());
}

/** An id is used where something refers to it, or where it is known to be unique: an id that comes twice makes bad rows. */
function guessId(survey: Survey, draft: MappingDraft): Picked {
  const column = receiptColumn(survey, headColumns(draft));
  if (column === undefined || column.empty > 0) return unneeded(reasons.lineNumber());
  const choice = { kind: 'column', column: column.name } as const;
  const grouped = Object.entries(draft.picks).some(
    ([key, pick]) =>
      key.startsWith('group:') && pick.choice.kind === 'column' && pick.choice.column === column.name,
  );
  const unique = grouped || column.distinct === column.filled;
  const named = Object.entries(draft.picks).some(
    ([key, pick]) => key.startsWith('of:') && pick.choice.kind === 'column',
  );
  if (unique && (named || survey.whole))
    return picked(choice, 'likely', grouped ? reasons.receipts() : reasons.unique());
  return unneeded(reasons.lineNumber());
}

function headColumns(draft: MappingDraft): ReadonlySet<string> {
  const names = new Set<string>();
  for (const target of ['member', 'at', 'event']) {
    const choice = choiceOf(draft, target);
    if (choice.kind === 'column') names.add(choice.column);
    if (choice.kind === 'columns') for (const name of choice.columns) names.add(name);
  }
  return names;
}

function columnNamed(survey: Survey, choice: ReturnType<typeof choiceOf>): SurveyedColumn | undefined {
  return choice.kind === 'column' ? survey.columns.find(({ name }) => name === choice.column) : undefined;
}

/** A mapping is called after its file; it begins with a letter or a digit and holds no spaces. */
function slugOf(file: string): string {
  const base = file
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .normalize('NFC');
  const slug = base
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+|-+$/gu, '')
    .slice(0, 60);
  return slug === '' ? 'mapping' : slug;
}
