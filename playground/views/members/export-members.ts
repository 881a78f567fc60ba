import { type CsvCell, toCsv } from '../../../report/index.ts';
import type { BrokenFilter, MembersQuery, Refusal } from '../../contract/index.ts';
import type { EngineClient } from '../../engine/index.ts';
import { type CellWriting, cellCsv } from './cells.ts';

/** So many members are asked for at a time. */
const PIECE = 2_000;
/** Begun again so often while results change under it. */
const MOST_TRIES = 5;

export type Exported =
  | { readonly kind: 'done'; readonly parts: readonly string[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The condition on members has errors: nobody can be said to fulfil it. */
  | BrokenFilter
  /** Another result or another question came, again and again. */
  | { readonly kind: 'restless' };

/**
 * The whole list as CSV, in pieces. `state` gives the result that stands: rows of two results are never mixed, the list is begun again instead.
 */
export async function exportMembers(
  engine: EngineClient,
  query: MembersQuery,
  chosen: readonly string[],
  writing: CellWriting,
  titleOf: (key: string) => string,
  state: () => unknown,
  onProgress: (done: number, total: number) => void,
): Promise<Exported> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = state();
    const parts = [toCsv([chosen.map(titleOf)])];
    for (let from = 0; ; from += PIECE) {
      const outcome = await engine.ask('members', { query, from, to: from + PIECE }).outcome;
      if (state() !== before) break;
      if (outcome.kind === 'refused') return outcome;
      const { answer } = outcome;
      if (answer.kind === 'broken') return answer;
      const places = chosen.map((key) => answer.columns.findIndex((column) => column.key === key));
      const rows = answer.rows.map((row) =>
        places.map((place): CsvCell => {
          const column = answer.columns[place];
          return column && cellCsv(column, row[place], writing);
        }),
      );
      parts.push(toCsv(rows));
      onProgress(Math.min(answer.total, from + PIECE), answer.total);
      if (from + PIECE >= answer.total) return { kind: 'done', parts };
    }
  }
  return { kind: 'restless' };
}
