import { readFileSync } from 'node:fs';
import { readDocument, toData, validateDocument } from '../../compiler/index.ts';
import {
  guessMapping,
  type MappingDraft,
  mappingText,
  type Survey,
  surveyColumns,
} from '../../runtime/guessing/index.ts';
import { checkMapping, type Mapping } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The survey of a file that must be readable. */
export async function surveyed(content: string | Uint8Array, file = 'export.csv'): Promise<Survey> {
  const survey = await surveyColumns(file, typeof content === 'string' ? bytes(content) : content, true);
  if (survey.kind === 'refused') throw new Error(survey.message.en);
  return survey;
}

export async function guessed(plan: Plan, content: string, file?: string): Promise<MappingDraft> {
  return guessMapping(plan, await surveyed(content, file));
}

/** The mapping document that its YAML says, after everything that `kizuna check` asks of it. */
export function checkedMapping(plan: Plan, draft: MappingDraft, language?: 'en' | 'ja'): Mapping {
  const text = mappingText(plan, draft, language);
  const { root, diagnostics } = readDocument(text);
  const found = root === undefined ? diagnostics : [...diagnostics, ...validateDocument(root, 'mapping')];
  if (root === undefined || found.length > 0)
    throw new Error(`${found.map((each) => each.message.en).join('\n')}\n${text}`);
  const mapping = toData(root) as Mapping;
  const notices = checkMapping(plan, mapping);
  if (notices.length > 0) throw new Error(`${notices.map((each) => each.message.en).join('\n')}\n${text}`);
  return mapping;
}

type Row = Readonly<Record<string, unknown>>;

/** The rows of one event in the sample history of a program, as objects. */
export function rowsOf(slug: string, event: string): readonly Row[] {
  const text = readFileSync(new URL(`../../programs/${slug}/history.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => row.type === event);
}

/** A table with other headers: key of the row → header. */
export function csvOf(
  rows: readonly Row[],
  headers: Readonly<Record<string, string>>,
  delimiter = ',',
): string {
  const keys = Object.keys(headers);
  const lines = rows.map((row) => keys.map((key) => String(row[key] ?? '')).join(delimiter));
  return `${[keys.map((key) => headers[key]).join(delimiter), ...lines].join('\n')}\n`;
}

/** `target: column` of every target for which a column was found. */
export function columnsIn(draft: MappingDraft): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(draft.picks).flatMap(([target, { choice }]) =>
      choice.kind === 'column' ? [[target, choice.column]] : [],
    ),
  );
}
