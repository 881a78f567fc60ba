import { describe, expect, test } from 'vitest';
import {
  applyChoice,
  documentOf,
  guessMapping,
  mappingText,
  missingTargets,
  previewRows,
  targetsOf,
} from '../../runtime/guessing/index.ts';
import { planOf } from '../real/real-run.ts';
import { bytes, checkedMapping, surveyed } from './sample.ts';

const CSV = [
  'kunde,wann,wert,land,storno',
  'k1,2024-01-01,10,JP,',
  'k1,2024-01-05,4,JP,ja',
  'k2,2024-01-06,20,JP,',
].join('\n');

describe('a guess is corrected by pointing', () => {
  const plan = planOf('online-retail-club');

  test('what is missing is named, and choosing columns completes the mapping', async () => {
    const survey = await surveyed(CSV);
    let draft = guessMapping(plan, survey);
    for (const [target, column] of [
      ['member', 'kunde'],
      ['at', 'wann'],
      ['field:purchase.amount', 'wert'],
      ['field:purchase.country', 'land'],
    ] as const)
      draft = applyChoice(plan, survey, draft, target, { kind: 'column', column });
    expect(draft.picks.member).toMatchObject({ confidence: 'chosen', choice: { column: 'kunde' } });
    draft = applyChoice(plan, survey, draft, 'reversal', { kind: 'none' });
    expect(missingTargets(plan, draft)).toEqual([]);
    expect(checkedMapping(plan, draft).rows).toHaveLength(1);
    const preview = await previewRows(plan, documentOf(plan, draft), 'x.csv', bytes(CSV), true);
    expect([preview.accepted, preview.members]).toEqual([3, 2]);
  });

  test('the event told by a column: its words become events, and their fields are guessed', async () => {
    const survey = await surveyed(CSV.replaceAll(',\n', ',nein\n').replace(/,$/, ',nein'));
    let draft = guessMapping(plan, survey);
    for (const [target, column] of [
      ['member', 'kunde'],
      ['at', 'wann'],
      ['event', 'storno'],
    ] as const)
      draft = applyChoice(plan, survey, draft, target, { kind: 'column', column });
    expect(draft.picks['word:ja']?.choice).toEqual({ kind: 'none' });
    draft = applyChoice(plan, survey, draft, 'word:ja', { kind: 'constant', value: 'refund' });
    draft = applyChoice(plan, survey, draft, 'word:nein', { kind: 'constant', value: 'purchase' });
    for (const event of ['purchase', 'refund'])
      draft = applyChoice(plan, survey, draft, `field:${event}.amount`, { kind: 'column', column: 'wert' });
    draft = applyChoice(plan, survey, draft, 'field:purchase.country', { kind: 'column', column: 'land' });
    expect(missingTargets(plan, draft)).toEqual([]);
    const rows = checkedMapping(plan, draft).rows;
    expect(rows).toMatchObject([
      { when: { column: 'storno', is: 'nein' }, event: 'purchase' },
      { when: { column: 'storno', is: 'ja' }, event: 'refund', of: { find: 'last' } },
    ]);
  });

  test('every target says what it wants, and whether it must be said', async () => {
    const rows = targetsOf(plan, guessMapping(plan, await surveyed(CSV)));
    const amount = rows.find(({ target }) => target === 'field:purchase.amount');
    expect(amount).toMatchObject({ required: true, type: { en: 'amount in GBP, 2 decimals' } });
    expect(rows.filter(({ required }) => required).map(({ target }) => target)).toEqual(
      expect.arrayContaining(['member', 'at', 'event']),
    );
  });

  test('names that YAML would misread are quoted', async () => {
    const csv = 'no,y,#1,"a: b"\n1,2024-01-01,5,x\n2,2024-01-02,6,x\n2,2024-01-02,7,x\n';
    const survey = await surveyed(csv, '2024 売上 (最新).csv');
    let draft = guessMapping(plan, survey);
    for (const [target, column] of [
      ['member', 'no'],
      ['at', 'y'],
      ['field:purchase.amount', '#1'],
      ['field:purchase.country', 'a: b'],
      ['field:refund.amount', '#1'],
    ] as const)
      draft = applyChoice(plan, survey, draft, target, { kind: 'column', column });
    expect(checkedMapping(plan, draft, 'en').rows).toEqual(documentOf(plan, draft).rows);
    expect(mappingText(plan, draft)).toContain('mapping: "2024-売上-最新"');
  });

  test('what is not yet known is an empty name, which a check of the document points at', async () => {
    const draft = guessMapping(plan, await surveyed('x,y\nfoo bar,1.5\nbaz qux,2.5\n'));
    expect(missingTargets(plan, draft).map(({ target }) => target)).toContain('at');
    expect(mappingText(plan, draft, 'ja')).toContain('at: { column: "" } # 見つかりません');
  });
});
