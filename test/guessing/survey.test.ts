import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentOf, guessMapping, previewRows, surveyColumns } from '../../runtime/guessing/index.ts';
import { planOf } from '../real/real-run.ts';
import { bytes, surveyed } from './sample.ts';

const code = async (content: Uint8Array | string, whole = true) => {
  const survey = await surveyColumns('x.csv', typeof content === 'string' ? bytes(content) : content, whole);
  return survey.kind === 'refused' ? survey.code : survey.layout.format;
};

describe('a file that is no history is refused with the reason, and never throws', () => {
  test.each([
    ['nothing', new Uint8Array(), 'file-empty'],
    ['blank lines', bytes('\n \n'), 'file-empty'],
    ['a header alone', bytes('member,date,amount\n'), 'file-no-rows'],
    ['one column', bytes('amount\n1\n2\n'), 'file-one-column'],
    ['a web page', bytes('<!DOCTYPE html>\n<html><body>sign in, please</body></html>'), 'file-web-page'],
    ['XML', bytes('<?xml version="1.0"?><rows></rows>'), 'file-web-page'],
    ['a PDF called CSV', bytes('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'file-binary'],
    ['an Excel workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'file-spreadsheet'],
    ['a packed file', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), 'file-packed'],
    ['random bytes', Uint8Array.from({ length: 500 }, (_, at) => (at * 7919) % 256), 'file-binary'],
    ['a JSON list', bytes('[\n  {"member": "a", "at": "2024-01-01"}\n]'), 'file-json-list'],
    ['half of a Parquet file', bytes('PAR1....'), 'file-parquet'],
  ])('%s', async (_, content, expected) => {
    expect(await code(content)).toBe(expected);
  });

  test('cells of a novel each are shortened, and the rows still count', async () => {
    const novel = 'word '.repeat(50_000);
    const survey = await surveyed(`member,date,note\na,2024-01-01,"${novel}"\nb,2024-01-02,"${novel}"\n`);
    expect(survey.rows).toBe(2);
    expect(
      Math.max(...survey.columns.flatMap(({ samples }) => samples.map((each) => each.length))),
    ).toBeLessThan(100);
  });

  test('a quote that never closes leaves the rows before it', async () => {
    const survey = await surveyed('member,date,amount\na,2024-01-01,1\nb,2024-01-02,"2\nc,2024-01-03,3\n');
    expect(survey.columns.map(({ name }) => name)).toEqual(['member', 'date', 'amount']);
  });
});

describe('how a file is laid out is found out', () => {
  test.each([
    [';', 'semicolons', ';'],
    ['\t', 'tabs', '\\t'],
    ['|', 'bars', '|'],
  ])('%j', async (sign, _, expected) => {
    const text = ['member,date,amount', 'a,2024-01-01,1', 'b,2024-01-02,2'].join('\n').replaceAll(',', sign);
    expect((await surveyed(text)).layout).toEqual({ format: 'csv', delimiter: expected });
  });

  test('lines above the header are skipped, columns without a name get one', async () => {
    const survey = await surveyed('売上一覧\n\n会員,日付,金額,金額\nA,2024-01-01,1,2\nB,2024-01-02,3,4\n');
    expect(survey.layout).toEqual({
      format: 'csv',
      header: 'no',
      skip: 3,
      columns: ['会員', '日付', '金額', '金額_2'],
    });
  });

  test('no header: columns are numbered, and no row is taken for names', async () => {
    const survey = await surveyed('1001,2024-01-01,500\n1002,2024-01-02,700\n');
    expect(survey.layout).toEqual({
      format: 'csv',
      header: 'no',
      columns: ['column_1', 'column_2', 'column_3'],
    });
    expect(survey.rows).toBe(2);
  });

  test('Shift_JIS and UTF-16 are named, and the reader reads them through the guess', async () => {
    const plan = planOf('loyal-customers');
    // 会員,日付,金額 in Shift_JIS, byte by byte.
    const head = [0x89, 0xef, 0x88, 0xf5, 0x2c, 0x93, 0xfa, 0x95, 0x74, 0x2c, 0x8b, 0xe0, 0x8a, 0x7a, 0x0a];
    const sjis = new Uint8Array([...head, ...bytes('A,2024-01-01,100\nB,2024-01-02,250\n')]);
    const text = '会員,日付,金額\nA,2024-01-01,100\nB,2024-01-02,250\n';
    const wide = new Uint8Array([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
    for (const [content, encoding, name] of [
      [sjis, 'shift_jis', 'Shift_JIS'],
      [wide, 'utf-16le', 'UTF-16'],
    ] as const) {
      const survey = await surveyed(content);
      expect(survey.layout.encoding).toBe(encoding);
      expect(survey.notes.map(({ en }) => en).join()).toContain(name);
      const draft = guessMapping(plan, survey);
      const preview = await previewRows(plan, documentOf(plan, draft), 'x.csv', content, true);
      expect([preview.accepted, preview.bad]).toEqual([2, []]);
    }
  });

  test('the sample histories of all programs are known as native', async () => {
    for (const slug of ['tea-house', 'cdnow-club', 'letao']) {
      const history = readFileSync(new URL(`../../programs/${slug}/history.jsonl`, import.meta.url));
      const survey = await surveyed(history, 'history.jsonl');
      expect(survey.native).toBe(true);
      expect(guessMapping(planOf(slug), survey).native).toBe(true);
    }
  });

  test('objects inside rows are columns by their path', async () => {
    const survey = await surveyed(
      '{"who":{"id":"a"},"when":"2024-01-01","lines":[{"x":1}]}\n{"who":{"id":"b"}}\n',
    );
    expect(survey.columns.map(({ name, look }) => `${name} ${look.kind}`)).toEqual(
      ['who.id id', 'when moment', 'lines nested'].map((each) =>
        each === 'who.id id' ? 'who.id text' : each,
      ),
    );
  });
});

describe('a preview says what the reader will say', () => {
  test('a sample that ends in the middle of a row does not make it a bad row', async () => {
    const plan = planOf('loyal-customers');
    const text = 'member,date,note,amount\na,2024-01-01,"two\nlines",100\nb,2024-01-02,"cut\nhe';
    const survey = await surveyColumns('x.csv', bytes(text), false);
    if (survey.kind === 'refused') throw new Error(survey.message.en);
    const draft = guessMapping(plan, survey);
    const preview = await previewRows(plan, documentOf(plan, draft), 'x.csv', bytes(text), false);
    expect([preview.rows, preview.accepted, preview.bad]).toEqual([1, 1, []]);
  });

  test('bad rows with their reasons and counts; originals that may stand elsewhere are marked', async () => {
    const plan = planOf('online-retail-club');
    const text = [
      'customer,date,amount,country',
      'a,2024-01-01,10,JP',
      'a,yesterday,10,JP',
      ',2024-01-02,10,JP',
      'b,2024-01-02,-5,JP',
      ...Array.from({ length: 60 }, (_, at) => `c,2024-02-01,${at + 1},JP`),
    ].join('\n');
    const survey = await surveyColumns('x.csv', bytes(`${text}\n`), false);
    if (survey.kind === 'refused') throw new Error(survey.message.en);
    const draft = guessMapping(plan, survey);
    const preview = await previewRows(plan, documentOf(plan, draft), 'x.csv', bytes(`${text}\n`), false);
    expect(
      preview.bad.map(({ code: reason, count, uncertain }) => [reason, count, uncertain]).sort(),
    ).toEqual([
      ['reversal-no-original', 1, true],
      ['unreadable-time', 1, false],
    ]);
    expect(preview.ignored).toEqual([{ reason: 'no member', count: 1 }]);
    expect(preview.rows).toBe(64);
    expect(preview.accepted).toBe(61);
    expect(preview.first[1]).toMatchObject({ kind: 'bad', line: 3, column: 'date' });
  });
});
