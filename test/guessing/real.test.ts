import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { guessMapping, SURVEYED_BYTES, surveyColumns } from '../../runtime/guessing/index.ts';
import { countByReason, type FileContent, readHistory } from '../../runtime/index.ts';
import { mappingOf, planOf, realData } from '../real/real-run.ts';
import { checkedMapping } from './sample.ts';

/** Guesses from the beginning of a file; then both the guess and the mapping beside the program read all of it. */
async function both(slug: string, path: string) {
  const plan = planOf(slug);
  const content = readFileSync(realData(path));
  const survey = await surveyColumns(
    path,
    content.subarray(0, SURVEYED_BYTES),
    content.length <= SURVEYED_BYTES,
  );
  if (survey.kind === 'refused') throw new Error(survey.message.en);
  const draft = guessMapping(plan, survey);
  const read = (mapping: ReturnType<typeof mappingOf>) => {
    const chunks: FileContent = [content];
    return readHistory(plan, [{ name: path, chunks, mapping }]);
  };
  return { draft, guess: await read(checkedMapping(plan, draft)), written: await read(mappingOf(slug)) };
}

const CDNOW = 'cdnow/CDNOW_master.txt';
const RETAIL = 'online-retail/invoices.csv';

describe('real exports are guessed as the mapping written by hand reads them', () => {
  test.skipIf(!existsSync(realData(CDNOW)))(`CDNOW (${CDNOW}): fixed width`, async () => {
    const { guess, written } = await both('cdnow-club', CDNOW);
    // As published: 69,659 purchases of 23,570 customers.
    expect([guess.accepted, guess.members.length, guess.rejected.length]).toEqual([69_659, 23_570, 0]);
    expect(guess.members).toEqual(written.members);
  });

  test.skipIf(!existsSync(realData(RETAIL)))(`Online Retail (${RETAIL}): cancellations`, async () => {
    const { draft, guess, written } = await both('online-retail-club', RETAIL);
    expect(draft.picks.reversal?.choice).toEqual({ kind: 'prefix', column: 'invoice_no', text: 'C' });
    expect(guess.rows).toBe(22_221);
    expect(countByReason(guess.rejected)).toEqual(countByReason(written.rejected));
    expect(guess.members).toEqual(written.members);
  });
});
