import type { FieldType, Localized, Plan, PlanField } from '../../schema/index.ts';
import { type EventShape, shapesOf } from '../history/index.ts';
import {
  choiceOf,
  eventsOf,
  fieldKey,
  IGNORED,
  lineKey,
  type MappingDraft,
  type Picked,
  reversingOf,
  type Target,
} from './draft.ts';
import { none, reasons } from './reasons.ts';
import { wordsOf } from './styles.ts';

/** One thing that a mapping has to say, as a row of a table. */
export interface TargetRow {
  readonly target: Target;
  /** The event it belongs to; undefined: to every row. */
  readonly event: string | undefined;
  readonly label: Localized;
  /** What is wanted: type, unit, words. */
  readonly type: Localized;
  readonly required: boolean;
  readonly picked: Picked;
  /** What may be chosen besides a column; `text`: any constant. */
  readonly accepts: {
    readonly column: boolean;
    readonly constants: readonly string[] | 'text';
    readonly none: boolean;
    readonly search: boolean;
    /** Rows below zero in a column, or whose value begins with a text. */
    readonly tests: boolean;
  };
  /** Words of the program, each of which stands for some of the column's values; empty where any value will do. */
  readonly words: readonly string[];
}

const PLAIN = { column: true, constants: [], none: false, search: false, tests: false } as const;

/** Everything that the mapping of a draft has to say, in the order in which one would ask for it. */
export function targetsOf(plan: Plan, draft: MappingDraft): readonly TargetRow[] {
  const row = (
    target: Target,
    label: Localized,
    type: Localized,
    required: boolean,
    accepts: Partial<TargetRow['accepts']>,
    event?: string,
    words: readonly string[] = [],
  ): TargetRow => ({
    target,
    event,
    label,
    type,
    required,
    picked: draft.picks[target] ?? none(reasons.nothing()),
    accepts: { ...PLAIN, ...accepts },
    words,
  });
  const names = [...shapesOf(plan).keys()];
  const rows = [
    row('member', WORDS.member, WORDS.memberType, true, {}),
    row('at', WORDS.at, WORDS.atType, true, {}),
    row('event', WORDS.event, WORDS.eventType, true, { constants: names }),
  ];
  const event = choiceOf(draft, 'event');
  if (event.kind === 'column')
    for (const target of Object.keys(draft.picks).filter((key) => key.startsWith('word:'))) {
      const word = target.slice('word:'.length);
      const label = { en: `rows with \`${word}\``, ja: `「${word}」の行` };
      rows.push(
        row(target, label, WORDS.eventType, false, {
          column: false,
          constants: [...names, IGNORED],
          none: true,
        }),
      );
    }
  const reversing = event.kind === 'constant' ? reversingOf(plan, event.value) : undefined;
  if (reversing !== undefined) {
    const label = { en: `rows that are \`${reversing}\``, ja: `\`${reversing}\` とする行` };
    rows.push(row('reversal', label, WORDS.reversalType, false, { column: false, none: true, tests: true }));
  }
  rows.push(
    row('id', WORDS.id, WORDS.idType, false, { none: true }),
    row('guests', WORDS.guests, WORDS.guestsType, false, { column: false, constants: [IGNORED], none: true }),
  );
  const fieldRow = (target: Target, shape: EventShape, field: PlanField, before: string): TargetRow => {
    const words =
      field.type.kind === 'value' && field.type.type.kind === 'boolean'
        ? ['yes', 'no']
        : wordsOf(plan, field.type);
    return row(
      target,
      { en: before + field.name, ja: before + field.name },
      typeWords(field.type),
      !field.optional,
      { constants: words.length > 0 ? words : 'text', none: field.optional },
      shape.name,
      words,
    );
  };
  for (const shape of eventsOf(plan, draft)) {
    const { name } = shape;
    if (shape.event?.reverses !== undefined)
      rows.push(row(`of:${name}`, WORDS.of, WORDS.ofType, true, { search: true }, name));
    if (shape.fields.some((field) => field.type.kind === 'lines'))
      rows.push(row(`group:${name}`, WORDS.group, WORDS.groupType, false, { none: true }, name));
    for (const field of shape.fields) {
      if (field.type.kind !== 'lines') {
        rows.push(fieldRow(fieldKey(name, field.name), shape, field, ''));
        continue;
      }
      for (const inner of field.type.fields) {
        const line = fieldRow(lineKey(name, field.name, inner.name), shape, inner, `${field.name}.`);
        rows.push({ ...line, required: line.required && !field.optional });
      }
    }
  }
  return rows;
}

/** What is needed and not yet said. */
export function missingTargets(plan: Plan, draft: MappingDraft): readonly TargetRow[] {
  return draft.native
    ? []
    : targetsOf(plan, draft).filter((row) => row.required && row.picked.choice.kind === 'none');
}

const WORDS = {
  member: { en: 'Member', ja: '会員' },
  memberType: { en: 'whose row it is', ja: '誰の行動か' },
  at: { en: 'When', ja: '日時' },
  atType: { en: 'date, or date and time', ja: '日付、または日付と時刻' },
  event: { en: 'Event', ja: 'イベント' },
  eventType: { en: 'an event of the program', ja: 'プログラムのイベント' },
  reversalType: { en: 'how such rows are told', ja: '見分け方' },
  id: { en: 'Id of the event', ja: 'イベントの ID' },
  idType: { en: 'unique for a member', ja: '会員ごとに重複しない値' },
  guests: { en: 'Rows without a member', ja: '会員のない行' },
  guestsType: { en: 'bad rows, or left out', ja: '不良行とするか、除くか' },
  of: { en: 'Original', ja: '元のイベント' },
  ofType: { en: 'id of what is taken back', ja: '取り消されるイベントの ID' },
  group: { en: 'Receipt', ja: '伝票' },
  groupType: { en: 'rows with equal values are one event', ja: '値が同じ行を一つのイベントにまとめる' },
} as const satisfies Record<string, Localized>;

/** A type in words: `amount in JPY`, `whole number`, `one of store, app, online`. */
export function typeWords(type: FieldType): Localized {
  if (type.kind === 'lines') return { en: 'lines', ja: '明細' };
  const own = type.type;
  switch (own.kind) {
    case 'quantity':
    case 'fraction': {
      const units = Object.keys(own.unit).join(' · ');
      const scale = own.kind === 'quantity' ? own.scale : 0;
      if (units !== '')
        return {
          en: `amount in ${units}${decimals(scale, 'en')}`,
          ja: `${units} の数量${decimals(scale, 'ja')}`,
        };
      if (scale === 0) return { en: 'whole number', ja: '整数' };
      return { en: `number${decimals(scale, 'en')}`, ja: `数${decimals(scale, 'ja')}` };
    }
    case 'boolean':
      return { en: 'yes or no', ja: 'はい・いいえ' };
    case 'text':
      return { en: 'text', ja: '文字列' };
    case 'date':
      return { en: 'date', ja: '日付' };
    case 'datetime':
      return { en: 'date and time', ja: '日付と時刻' };
    case 'duration':
      return { en: 'length of time', ja: '期間' };
    case 'word':
      return { en: `one of ${own.words.join(', ')}`, ja: `${own.words.join('、')} のいずれか` };
    case 'level':
      return { en: `a level of ${own.ladder}`, ja: `${own.ladder} のランク` };
  }
}

function decimals(scale: number, language: 'en' | 'ja'): string {
  if (scale === 0) return '';
  return language === 'en' ? `, ${scale} decimals` : `（小数 ${scale} 桁）`;
}
