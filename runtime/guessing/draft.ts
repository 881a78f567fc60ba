import type { Localized, Plan } from '../../schema/index.ts';
import { type EventShape, type Mapping, shapesOf } from '../history/index.ts';
import type { SurveyLayout } from './survey.ts';

/** Where a value of the program comes from. */
export type Choice =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'column';
      readonly column: string;
      /** How a date is written; left out: ISO 8601. */
      readonly format?: string | undefined;
      readonly decimal?: ',' | undefined;
      readonly negate?: boolean | undefined;
      /** What is written → the word of the program. */
      readonly words?: Readonly<Record<string, string>> | undefined;
    }
  /** A date and a time in columns of their own. */
  | { readonly kind: 'columns'; readonly columns: readonly string[]; readonly format: string }
  | { readonly kind: 'constant'; readonly value: string }
  /** Rows with a number below zero in this column are reversals. */
  | { readonly kind: 'negative'; readonly column: string }
  /** Rows whose value begins with this text are reversals. */
  | { readonly kind: 'prefix'; readonly column: string; readonly text: string }
  /** The original is the member's last event that fits. */
  | { readonly kind: 'search' };

/** `none`: nothing was found though it is wanted; `unneeded`: nothing was found, and all is well without. */
export type Confidence = 'sure' | 'likely' | 'unsure' | 'none' | 'unneeded' | 'chosen';

export interface Picked {
  readonly choice: Choice;
  readonly confidence: Confidence;
  readonly reason: Localized;
}

/**
 * What a mapping has to say: `event`, `member`, `at`, `id`, `guests`, `reversal`, `word:WORD`, `of:EVENT`, `group:EVENT`,
 * `field:EVENT.FIELD`, `line:EVENT.LIST.FIELD`.
 */
export type Target = string;

/** A mapping in the making: what was guessed or chosen for each target. */
export interface MappingDraft {
  readonly name: string;
  readonly layout: SurveyLayout;
  /** The file is in the native form and needs no mapping. */
  readonly native: boolean;
  readonly picks: Readonly<Record<Target, Picked>>;
  /** A file that says who the members are: its name and its own draft, of enrolments. */
  readonly members?: { readonly file: string; readonly draft: MappingDraft } | undefined;
}

export const NOTHING: Choice = { kind: 'none' };
/** For `word:` and `guests`: such rows are left out and counted. */
export const IGNORED = 'ignore';

export const fieldKey = (event: string, field: string): Target => `field:${event}.${field}`;
export const lineKey = (event: string, list: string, field: string): Target =>
  `line:${event}.${list}.${field}`;
export const wordKey = (word: string): Target => `word:${word}`;

export function choiceOf(draft: MappingDraft, target: Target): Choice {
  return draft.picks[target]?.choice ?? NOTHING;
}

/** The events that rows become by a draft, the one that reverses last. */
export function eventsOf(plan: Plan, draft: MappingDraft): readonly EventShape[] {
  const shapes = shapesOf(plan);
  const names = new Set<string>();
  const event = choiceOf(draft, 'event');
  if (event.kind === 'constant') {
    const reversing = reversingOf(plan, event.value);
    names.add(event.value);
    if (reversing !== undefined && choiceOf(draft, 'reversal').kind !== 'none') names.add(reversing);
  } else if (event.kind === 'column') {
    for (const [key, { choice }] of Object.entries(draft.picks))
      if (key.startsWith('word:') && choice.kind === 'constant') names.add(choice.value);
  }
  return [...names].flatMap((name) => shapes.get(name) ?? []);
}

/** The event of the program that reverses this one. */
export function reversingOf(plan: Plan, event: string): string | undefined {
  return plan.events.find((each) => each.reverses?.event === event)?.name;
}

type Row = Mapping['rows'][number];
type EventRow = Extract<Row, { event: string }>;
type When = NonNullable<Row['when']>;
type Source = NonNullable<EventRow['fields']>[string];

/** The mapping document that a draft stands for; what is not yet chosen is an empty column name or left out. */
export function documentOf(plan: Plan, draft: MappingDraft): Mapping {
  const members = draft.members === undefined ? undefined : membersOf(plan, draft.members);
  return {
    kizuna: 1,
    mapping: draft.name,
    ...draft.layout,
    rows: rowsOf(plan, draft),
    ...(members === undefined ? {} : { members }),
  };
}

/** A draft that takes members and their attributes from a file of their own; without a file: from the rows alone. */
export function withMembers(
  draft: MappingDraft,
  file: string | undefined,
  members: MappingDraft | undefined,
): MappingDraft {
  return {
    ...draft,
    members: file === undefined || members === undefined ? undefined : { file, draft: members },
  };
}

function membersOf(
  plan: Plan,
  { file, draft }: NonNullable<MappingDraft['members']>,
): NonNullable<Mapping['members']> {
  const enrol = rowsOf(plan, draft).find((row): row is EventRow => 'event' in row && row.event === 'enroll');
  return {
    file,
    ...draft.layout,
    id: enrol?.member ?? { column: '' },
    ...(enrol === undefined || enrol.at.column === '' ? {} : { enrolled: enrol.at }),
    ...(enrol?.fields === undefined ? {} : { attributes: enrol.fields }),
  };
}

function rowsOf(plan: Plan, draft: MappingDraft): Row[] {
  const rows: Row[] = [];
  const member = choiceOf(draft, 'member');
  const guests = choiceOf(draft, 'guests');
  if (guests.kind === 'constant' && member.kind === 'column')
    rows.push({ when: { column: member.column, empty: 'yes' }, ignore: 'no member' });
  const event = choiceOf(draft, 'event');
  const shapes = eventsOf(plan, draft);
  if (event.kind === 'constant') {
    const test = reversalTest(choiceOf(draft, 'reversal'));
    for (const shape of [...shapes].reverse())
      rows.push(eventRow(draft, shape, shape.name === event.value ? undefined : test));
    return rows;
  }
  if (event.kind !== 'column') return [...rows, { when: { column: '', is: '' }, ignore: 'no event' }];
  const wordsFor = (value: string) =>
    Object.entries(draft.picks).flatMap(([key, { choice }]) =>
      key.startsWith('word:') && choice.kind === 'constant' && choice.value === value ? [key.slice(5)] : [],
    );
  const test = (words: readonly string[]): When =>
    words.length === 1
      ? { column: event.column, is: words[0] ?? '' }
      : { column: event.column, in: [...words] };
  const ignored = wordsFor(IGNORED);
  if (ignored.length > 0) rows.push({ when: test(ignored), ignore: 'other kinds of rows' });
  for (const shape of shapes) rows.push(eventRow(draft, shape, test(wordsFor(shape.name))));
  return rows.length > 0 ? rows : [{ when: { column: event.column, is: '' }, ignore: 'no event' }];
}

function reversalTest(choice: Choice): When | undefined {
  if (choice.kind === 'negative') return { column: choice.column, below: 0 };
  return choice.kind === 'prefix' ? { column: choice.column, starts_with: choice.text } : undefined;
}

function eventRow(draft: MappingDraft, shape: EventShape, when: When | undefined): EventRow {
  const { name } = shape;
  const column = (target: Target) => {
    const choice = choiceOf(draft, target);
    return choice.kind === 'column' ? choice.column : undefined;
  };
  const at = choiceOf(draft, 'at');
  const id = column('id');
  const group = column(`group:${name}`);
  const reverses = shape.event?.reverses;
  const of = choiceOf(draft, `of:${name}`);
  const fields: Record<string, Source> = {};
  const lines: Record<string, Record<string, Source>> = {};
  for (const field of shape.fields) {
    if (field.type.kind === 'lines') {
      const line: Record<string, Source> = {};
      for (const inner of field.type.fields) {
        const source = sourceOf(choiceOf(draft, lineKey(name, field.name, inner.name)));
        if (source !== undefined) line[inner.name] = source;
      }
      if (Object.keys(line).length > 0) lines[field.name] = line;
      continue;
    }
    const source = sourceOf(choiceOf(draft, fieldKey(name, field.name)));
    if (source !== undefined) fields[field.name] = source;
  }
  return {
    ...(when === undefined ? {} : { when }),
    event: name,
    ...(id === undefined ? {} : { id: { column: id } }),
    member: { column: column('member') ?? '' },
    at:
      at.kind === 'columns'
        ? { column: [...at.columns], format: at.format }
        : at.kind === 'column'
          ? { column: at.column, ...(at.format === undefined ? {} : { format: at.format }) }
          : { column: '' },
    ...(reverses === undefined || of.kind === 'none'
      ? {}
      : {
          of:
            of.kind === 'column'
              ? { column: of.column }
              : {
                  find: 'last' as const,
                  event: reverses.event,
                  ...(reverses.by === undefined ? {} : { where_left: 'covers' as const }),
                },
        }),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(Object.keys(lines).length > 0 ? { lines } : {}),
    ...(group === undefined ? {} : { group_by: [group] }),
  };
}

function sourceOf(choice: Choice): Source | undefined {
  if (choice.kind === 'constant') return { is: choice.value };
  if (choice.kind !== 'column') return undefined;
  const { column, format, decimal, negate, words } = choice;
  return {
    column,
    ...(format === undefined ? {} : { format }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(negate === true ? { negate: 'yes' as const } : {}),
    ...(words === undefined ? {} : { words: { ...words } }),
  };
}
