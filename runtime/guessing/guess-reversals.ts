import { type EventShape, Fault, type NumberStyle, readQuantity } from '../history/index.ts';
import { type Choice, choiceOf, fieldKey, type MappingDraft, type Picked } from './draft.ts';
import { about } from './names.ts';
import { none, picked, reasons } from './reasons.ts';
import type { Survey, SurveyedColumn } from './survey.ts';

/** How rows that take something back are told: numbers that begin with a letter, or amounts below zero. */
export function guessReversal(
  survey: Survey,
  draft: MappingDraft,
  main: EventShape,
  reversing: EventShape,
): Picked {
  const amount = amountColumn(survey, draft, main, reversing);
  if (amount?.look.kind !== 'number') return none(reasons.noReversal());
  const below = negativeRows(survey, amount);
  const prefix = prefixOf(survey, below);
  if (prefix !== undefined)
    return picked(
      { kind: 'prefix', column: prefix.column, text: prefix.text },
      'likely',
      reasons.prefixed(prefix.text, prefix.count),
    );
  const choice = { kind: 'negative', column: amount.name } as const;
  return below.size > 0
    ? picked(choice, 'likely', reasons.negatives(below.size))
    : picked(choice, 'unsure', reasons.noNegatives(amount.name));
}

/** The column that names the original, or a search for it. */
export function guessOriginal({ columns }: Survey, apart: ReadonlySet<string>): Picked {
  const scored = columns
    .filter(({ name, look }) => !apart.has(name) && look.kind !== 'moment' && look.kind !== 'nested')
    .map(({ name }) => ({ name, score: about(name, 'original') }))
    .filter(({ score }) => score >= 0.7)
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best === undefined
    ? picked({ kind: 'search' }, 'likely', reasons.searched())
    : picked({ kind: 'column', column: best.name }, 'likely', reasons.likeName());
}

/** What is taken back is written above zero in a program; where it stands below zero in the file, its sign is changed. */
export function reversedAmount(survey: Survey, draft: MappingDraft, shape: EventShape, pick: Picked): Picked {
  const { choice } = pick;
  if (choice.kind !== 'column') return pick;
  const column = survey.columns.find(({ name }) => name === choice.column);
  if (column?.look.kind !== 'number') return pick;
  const rows = rowsOf(survey, draft, shape.name);
  const below = negativeRows(survey, column);
  const negative = [...rows].filter((row) => below.has(row)).length;
  const isSign =
    choiceOf(draft, 'event').kind === 'constant' && choiceOf(draft, 'reversal').kind === 'negative';
  if (!isSign && (rows.size === 0 || negative * 2 <= rows.size)) return pick;
  return picked(
    { ...choice, negate: true },
    pick.confidence,
    below.size > 0 ? reasons.negated() : reasons.wouldNegate(),
  );
}

/** Rows looked at that a draft takes for an event, by number. */
function rowsOf(survey: Survey, draft: MappingDraft, event: string): ReadonlySet<number> {
  const test = testOf(draft, event);
  const at = survey.columns.findIndex(({ name }) => name === test?.column);
  const found = new Set<number>();
  if (test === undefined || at < 0) return found;
  for (const [row, cells] of survey.cells.entries()) if (test.holds(cells[at] ?? '')) found.add(row);
  return found;
}

interface RowTest {
  readonly column: string;
  readonly holds: (text: string) => boolean;
}

function testOf(draft: MappingDraft, event: string): RowTest | undefined {
  const kind = choiceOf(draft, 'event');
  if (kind.kind === 'column')
    return {
      column: kind.column,
      holds: (text) => {
        const choice = choiceOf(draft, `word:${text}`);
        return choice.kind === 'constant' && choice.value === event;
      },
    };
  const reversal: Choice = choiceOf(draft, 'reversal');
  if (reversal.kind !== 'prefix') return undefined;
  return { column: reversal.column, holds: (text) => text.startsWith(reversal.text) };
}

function amountColumn(
  { columns }: Survey,
  draft: MappingDraft,
  main: EventShape,
  reversing: EventShape,
): SurveyedColumn | undefined {
  const by = reversing.event?.reverses?.by;
  const named = by === undefined ? NO_CHOICE : choiceOf(draft, fieldKey(main.name, by));
  const column = named.kind === 'column' ? columns.find(({ name }) => name === named.column) : undefined;
  return (
    column ??
    columns.find(
      ({ look, name }) => look.kind === 'number' && look.negatives > 0 && about(name, 'amount') >= 0.6,
    )
  );
}

const NO_CHOICE: Choice = { kind: 'none' };

function negativeRows(survey: Survey, column: SurveyedColumn): ReadonlySet<number> {
  const at = survey.columns.indexOf(column);
  const decimal = column.look.kind === 'number' ? column.look.decimal : '.';
  const sign = column.look.kind === 'number' ? column.look.sign : undefined;
  const style: NumberStyle = {
    decimal,
    thousands: decimal === '.' ? ',' : '.',
    negate: false,
    signs: sign === undefined ? [] : [sign],
  };
  const found = new Set<number>();
  for (const [row, cells] of survey.cells.entries()) {
    const value = readQuantity(cells[at] ?? '', 9, style, '');
    if (!(value instanceof Fault) && value < 0n) found.add(row);
  }
  return found;
}

/** A letter with which the numbers of all rows below zero begin, and no others. */
function prefixOf(
  survey: Survey,
  below: ReadonlySet<number>,
): { readonly column: string; readonly text: string; readonly count: number } | undefined {
  if (below.size === 0) return undefined;
  for (const [at, { look, name }] of survey.columns.entries()) {
    if (look.kind !== 'id' && look.kind !== 'number') continue;
    const text = /^[A-Za-z]+/.exec(survey.cells[[...below][0] ?? 0]?.[at] ?? '')?.[0];
    if (text === undefined) continue;
    const matching = survey.cells.flatMap((cells, row) =>
      cells[at]?.startsWith(text) === true ? [row] : [],
    );
    const all = matching.every((row) => below.has(row)) && matching.length >= below.size * 0.95;
    if (all) return { column: name, text, count: matching.length };
  }
  return undefined;
}
