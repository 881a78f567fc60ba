import { describe, expect, test } from 'vitest';
import { readDocument, toData, validateDocument } from '../../compiler/index.ts';
import type { HistoryFile } from '../../playground/contract/index.ts';
import { historyDesk, toldApart } from '../../playground/desk/index.ts';
import { type Mapping, readHistory } from '../../runtime/index.ts';
import { planOf } from '../real/real-run.ts';

const file = (name: string, text: string): HistoryFile => new File([text], name);

const SALES = [
  '会員番号,購入日,金額,チャネル',
  'm1,2026/5/1,1200,店舗',
  'm2,2026/5/2,800,アプリ',
  'm3,昨日,500,店舗',
].join('\n');

/** What the page would send to the engine, read as the engine reads it. */
async function opened(plan: ReturnType<typeof planOf>, yaml: string, name: string, text: string) {
  const { root } = readDocument(yaml);
  if (root === undefined) throw new Error(yaml);
  expect(validateDocument(root, 'mapping')).toEqual([]);
  const chunks = [new TextEncoder().encode(text)];
  return readHistory(plan, [{ name, chunks, mapping: toData(root) as Mapping }]);
}

describe('what a consultant drops on the page', () => {
  const plan = planOf('retail-loyalty');

  test('a file is guessed, corrected and opened; the preview said what the reader says', async () => {
    const files = [file('sales.csv', SALES)];
    const first = await historyDesk(plan, { files, desk: undefined, change: undefined });
    expect(first.files.map(({ role }) => role)).toEqual(['rows']);
    expect(first.preview?.rows).toBeDefined();
    const target = 'field:purchase.entry';
    const choice = { kind: 'column', column: 'チャネル' } as const;
    const desk = await historyDesk(plan, { files, desk: first, change: { kind: 'choose', target, choice } });
    const row = desk.targets.find((each) => each.target === target);
    expect(row?.picked.confidence).toBe('chosen');
    const read = await opened(plan, desk.mapping.ja, 'sales.csv', SALES);
    expect(desk.preview?.accepted).toBe(read.accepted);
    expect(desk.preview?.bad.map(({ code, count }) => [code, count])).toEqual(
      [...new Set(read.rejected.map(({ reason }) => reason))].map((code) => [
        code,
        read.rejected.filter(({ reason }) => reason === code).length,
      ]),
    );
  });

  test('a file that is no history is told beside one that is', async () => {
    const files = [file('scan.csv', '%PDF-1.4 …'), file('sales.csv', SALES)];
    const desk = await historyDesk(plan, { files, desk: undefined, change: undefined });
    expect(desk.files.map(({ role, survey }) => [role, survey.kind])).toEqual([
      ['apart', 'refused'],
      ['rows', 'columns'],
    ]);
    expect(desk.draft).toBeDefined();
  });

  test('files of one name from two folders stay two files, each with its own content', async () => {
    const other = SALES.replace('m1,', 'm9,');
    const given = [new File([SALES], 'sales.csv'), new File([other], 'sales.csv')];
    const third = new File(['x'], 'sales (2).csv');
    const files = toldApart([...given, third]);
    // The one that somebody called so keeps its name.
    expect(files.map(({ name }) => name)).toEqual(['sales.csv', 'sales (3).csv', 'sales (2).csv']);
    expect(await files[1]?.text()).toBe(other);
    const desk = await historyDesk(plan, { files, desk: undefined, change: undefined });
    expect(desk.files.map(({ name, role }) => [name, role])).toEqual([
      ['sales.csv', 'rows'],
      ['sales (3).csv', 'rows'],
      ['sales (2).csv', 'apart'],
    ]);
  });

  // If it fails, a list of 5 GB is read into memory at each choice, and the page ends.
  test('of a list of members that is too long for a preview only the beginning is read, and the desk says so', async () => {
    const list = '会員番号,入会日\nm1,2026/1/1\nm2,2026/1/2\n';
    let read = 0;
    const beginning = new File([list], '会員一覧.csv');
    const long: HistoryFile = {
      name: '会員一覧.csv',
      size: 5e9,
      slice(start, end) {
        read += end - start;
        return beginning.slice(start, end);
      },
    };
    const files = [file('sales.csv', SALES), long];
    const desk = await historyDesk(plan, { files, desk: undefined, change: undefined });
    expect(desk.files.map(({ role }) => role)).toEqual(['rows', 'members']);
    expect(desk.preview).toBe(undefined);
    expect(desk.trouble?.en).toContain('`会員一覧.csv` has 4768 MB');
    expect(read).toBeLessThan(2e6);
  });

  test('a file that is moved away while it is mapped: the preview is not merely gone, it says why', async () => {
    const files = [file('sales.csv', SALES)];
    const first = await historyDesk(plan, { files, desk: undefined, change: undefined });
    expect(first.trouble).toBeUndefined();
    // As browsers do once the file is no longer where it was.
    const moved: HistoryFile = {
      name: 'sales.csv',
      size: SALES.length,
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }),
    };
    const desk = await historyDesk(plan, { files: [moved], desk: first, change: undefined });
    expect(desk.preview).toBeUndefined();
    expect(desk.trouble?.en).toContain('drop the file once more');
  });

  test('nothing readable: no draft, no mapping, and still an answer', async () => {
    const desk = await historyDesk(plan, { files: [file('x', '')], desk: undefined, change: undefined });
    expect([desk.draft, desk.mapping.en, desk.preview]).toEqual([undefined, '', undefined]);
  });

  test('a list of members dropped beside purchases says who the members are', async () => {
    const tea = planOf('tea-house');
    const sales =
      'receipt,member,date,channel,total,category,amount,quantity\nR1,m1,2026-05-01,store,500,tea,500,1\n';
    const list = 'member,joined,plan\nm1,2025-01-01,paid\nm2,2025-02-01,free\n';
    const files = [file('members.csv', list), file('sales.csv', sales)];
    const desk = await historyDesk(tea, { files, desk: undefined, change: undefined });
    expect(desk.files.map(({ name, role }) => [name, role])).toEqual([
      ['members.csv', 'members'],
      ['sales.csv', 'rows'],
    ]);
    expect(desk.mapping.en).toContain('file: "members.csv"');
    // One purchase and two enrolments.
    expect([desk.missing, desk.preview?.accepted, desk.preview?.bad]).toEqual([[], 3, []]);
  });

  test('a file in the native form needs no mapping, and can be mapped after all', async () => {
    const native = '{"member":"m1","type":"purchase","at":"2026-05-01","amount":100,"entry":"store"}\n';
    const files = [file('history.jsonl', native)];
    const desk = await historyDesk(plan, { files, desk: undefined, change: undefined });
    expect([desk.draft?.native, desk.mapping.en, desk.missing, desk.preview?.accepted]).toEqual([
      true,
      '',
      [],
      1,
    ]);
    const mapped = await historyDesk(plan, { files, desk, change: { kind: 'native', native: false } });
    expect(mapped.mapping.en).toContain('rows:');
  });

  test('what goes between page and worker is plain data', async () => {
    const desk = await historyDesk(plan, {
      files: [file('s.csv', SALES)],
      desk: undefined,
      change: undefined,
    });
    expect(structuredClone(desk)).toEqual(desk);
  });
});
