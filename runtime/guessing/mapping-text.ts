import type { Language, Plan } from '../../schema/index.ts';
import type { Mapping } from '../history/index.ts';
import { documentOf, fieldKey, lineKey, type MappingDraft, type Target } from './draft.ts';

/** The YAML of a mapping document for a draft; with a language, each line says how sure its guess is and why. */
export function mappingText(plan: Plan, draft: MappingDraft, language?: Language): string {
  const document = documentOf(plan, draft);
  const why = (target: Target) => (language === undefined ? '' : commentOf(draft, target, language));
  const { rows, kizuna, mapping, members, ...layout } = document;
  const lines = [`kizuna: ${kizuna}`, `mapping: ${flow(mapping)}`, ...layoutLines(layout)];
  lines.push('rows:');
  for (const row of rows) lines.push(...('event' in row ? eventLines(row, why) : ignoredLines(row, why)));
  if (members !== undefined) {
    const { attributes, id, enrolled, ...file } = members;
    const own = (target: Target) =>
      language === undefined || draft.members === undefined
        ? ''
        : commentOf(draft.members.draft, target, language);
    lines.push('members:', ...layoutLines(file).map((line) => `  ${line}`));
    lines.push(`  id: ${flow(id)}${own('member')}`);
    if (enrolled !== undefined) lines.push(`  enrolled: ${flow(enrolled)}${own('at')}`);
    if (attributes !== undefined) {
      lines.push('  attributes:');
      for (const [name, source] of Object.entries(attributes))
        lines.push(`    ${flow(name)}: ${flow(source)}${own(fieldKey('enroll', name))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** How a file is cut, one line a key; columns of fixed width have a line each. */
function layoutLines(layout: object): readonly string[] {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(layout)) {
    if (key === 'columns' && !Array.isArray(value) && value !== null && typeof value === 'object') {
      lines.push('columns:');
      for (const [name, place] of Object.entries(value)) lines.push(`  ${flow(name)}: ${flow(place)}`);
    } else lines.push(`${key}: ${flow(value)}`);
  }
  return lines;
}

type Row = Mapping['rows'][number];
type Why = (target: Target) => string;

function ignoredLines(row: Exclude<Row, { event: string }>, why: Why): readonly string[] {
  const reason = row.ignore === 'no member' ? why('guests') : '';
  return [
    ...(row.when === undefined ? [] : [`  - when: ${flow(row.when)}${reason}`]),
    `    ignore: ${flow(row.ignore)}`,
  ];
}

function eventLines(row: Extract<Row, { event: string }>, why: Why): readonly string[] {
  const { event } = row;
  const reverses = row.of !== undefined;
  const head =
    row.when === undefined
      ? [`  - event: ${flow(event)}${why('event')}`]
      : [`  - when: ${flow(row.when)}${why(reverses ? 'reversal' : '')}`, `    event: ${flow(event)}`];
  const lines = [...head];
  if (row.id !== undefined) lines.push(`    id: ${flow(row.id)}${why('id')}`);
  lines.push(`    member: ${flow(row.member)}${why('member')}`, `    at: ${flow(row.at)}${why('at')}`);
  if (row.of !== undefined) lines.push(`    of: ${flow(row.of)}${why(`of:${event}`)}`);
  if (row.fields !== undefined) {
    lines.push('    fields:');
    for (const [name, source] of Object.entries(row.fields))
      lines.push(`      ${flow(name)}: ${flow(source)}${why(fieldKey(event, name))}`);
  }
  if (row.lines !== undefined) {
    lines.push('    lines:');
    for (const [list, fields] of Object.entries(row.lines)) {
      lines.push(`      ${flow(list)}:`);
      for (const [name, source] of Object.entries(fields))
        lines.push(`        ${flow(name)}: ${flow(source)}${why(lineKey(event, list, name))}`);
    }
  }
  if (row.group_by !== undefined) lines.push(`    group_by: ${flow(row.group_by)}${why(`group:${event}`)}`);
  return lines;
}

const SURE = {
  sure: { en: 'sure', ja: '確実' },
  likely: { en: 'likely', ja: 'おそらく' },
  unsure: { en: 'unsure', ja: '要確認' },
  none: { en: 'not found', ja: '見つかりません' },
  unneeded: { en: 'not needed', ja: '指定不要' },
  chosen: { en: 'chosen', ja: '選択' },
} as const;

function commentOf(draft: MappingDraft, target: Target, language: Language): string {
  const pick = draft.picks[target];
  if (pick === undefined) return '';
  return ` # ${SURE[pick.confidence][language]}: ${pick.reason[language].replace(/[\r\n]+/g, ' ')}`;
}

/** Words that YAML reads as something else than text. */
const OTHER = /^(?:true|false|null|on|off|y|n)$/i;

/** A value on one line; texts are quoted unless they are plain words. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${flow(key)}: ${flow(each)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(value) && !OTHER.test(value) ? value : JSON.stringify(value);
}
