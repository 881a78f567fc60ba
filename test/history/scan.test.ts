import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryRead, Mapping } from '../../runtime/history/index.ts';
import { CsvScanner, LineScanner, ROW_LIMIT } from '../../runtime/history/scan.ts';
import { readBoth } from '../columns/both.ts';
import { bytes, events, isWhole, plan, read, reasons } from './plan.ts';

const csv: Mapping = {
  kizuna: 1,
  mapping: 'test',
  format: 'csv',
  rows: [
    {
      event: 'purchase',
      id: { column: 'id' },
      member: { column: 'member' },
      at: { column: 'at' },
      fields: { amount: { column: 'amount' } },
    },
  ],
};
const header = 'member,id,at,amount';

describe('cutting a file into rows', () => {
  const rows = (text: string) =>
    new CsvScanner(',').push(text, true).map((r) => [r.line, r.fault?.code ?? r.cells]);

  test('quotes, doubled quotes, line ends in quotes, CRLF; physical lines are counted', () => {
    expect(rows('a,"b""c",d\r\n"x\r\ny",z\n\n  \nlast,"",')).toEqual([
      [1, ['a', 'b"c', 'd']],
      [2, ['x\r\ny', 'z']],
      [6, ['last', '', '']],
    ]);
  });

  test('a quote inside a value is text; old Mac line ends are line ends', () => {
    expect(rows('5" pipe,1\rb,2')).toEqual([
      [1, ['5" pipe', '1']],
      [2, ['b', '2']],
    ]);
  });

  test('a lost quote costs its own line only', () => {
    expect(rows('a,"b\nc,d\ne,f\n')).toEqual([
      [1, 'unclosed-quote'],
      [2, ['c', 'd']],
      [3, ['e', 'f']],
    ]);
    expect(rows('a,"b"c\nd,e')).toEqual([
      [1, 'unreadable-row'],
      [2, ['d', 'e']],
    ]);
  });

  test('an endless row is one bad row, in pieces too', () => {
    const text = `a,b\n${'x'.repeat(ROW_LIMIT + 10)}\r\nc,d\n`;
    const whole = rows(text);
    expect(whole).toEqual([
      [1, ['a', 'b']],
      [2, 'row-too-long'],
      [3, ['c', 'd']],
    ]);
    for (const scanner of [new CsvScanner(','), new LineScanner()]) {
      const pieces = [];
      for (let at = 0; at < text.length; at += 99_991)
        pieces.push(...scanner.push(text.slice(at, at + 99_991), false));
      pieces.push(...scanner.push('', true));
      expect(pieces.map((r) => [r.line, r.fault?.code])).toEqual([
        [1, undefined],
        [2, 'row-too-long'],
        [3, undefined],
      ]);
    }
  });

  test('any cutting of the text yields the same rows', () => {
    const text = fc.array(fc.constantFrom('a', '1', ',', '"', '""', '\n', '\r\n', '\r', ' ', '表'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.array(fc.nat(100), { maxLength: 8 }), (parts, cuts) => {
        const all = parts.join('');
        for (const make of [() => new CsvScanner(','), () => new LineScanner()]) {
          const scanner = make();
          const places = [...new Set(cuts.filter((c) => c < all.length))].sort((a, b) => a - b);
          const found = [];
          let from = 0;
          for (const to of places) {
            found.push(...scanner.push(all.slice(from, to), false));
            from = to;
          }
          found.push(...scanner.push(all.slice(from), true));
          expect(found).toEqual(make().push(all, true));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodings', () => {
  // 会員 = 89 EF 88 F5; 表 = 95 5C, whose second byte is that of a backslash; ｱ = B1, one byte.
  const japanese = [0x89, 0xef, 0x88, 0xf5, 0x95, 0x5c, 0xb1];

  test('Shift_JIS', async () => {
    const text = Uint8Array.from([
      ...bytes(`${header}\r\n`),
      ...japanese,
      ...bytes(',e1,2026-05-01,100\r\n'),
    ]);
    const result = await read(plan(), text, { ...csv, encoding: 'shift_jis' });
    expect(result.members.map((m) => m.member)).toEqual(['会員表ｱ']);
    // Read as UTF-8 the row is bad, and the next ones are not.
    const wrong = await read(plan(), Uint8Array.from([...text, ...bytes('m,e2,2026-05-01,1\r\n')]), csv);
    expect(reasons(wrong)).toEqual(['2 unreadable-text']);
    expect(events(wrong).map((e) => e.id)).toEqual(['e2']);
  });

  test('a byte-order mark is no part of the first column', async () => {
    const text = `${header}\nm,e1,2026-05-01,100\n`;
    const utf8 = Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes(text)]);
    expect(events(await read(plan(), utf8, csv))).toHaveLength(1);
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0), 0])]);
    expect(events(await read(plan(), utf16, csv))).toHaveLength(1);
    const json = Uint8Array.from([
      0xef,
      0xbb,
      0xbf,
      ...bytes('{"member":"m","type":"visit","at":"2026-05-01"}'),
    ]);
    expect(events(await read(plan(), json))).toHaveLength(1);
  });

  test('a file may be empty', async () => {
    for (const text of ['', '\n\n', header, '\uFEFF']) {
      const result = await read(plan(), text, csv);
      expect([result.rows, result.problems, result.rejected]).toEqual([0, [], []]);
      expect((await read(plan(), text)).rows).toBe(0);
    }
  });
});

const native = [
  '{"member":"m1","type":"enroll","at":"2026-01-01"}',
  '{"member":"m1","id":"e1","at":"2026-05-01T10:00:00+09:00","type":"purchase","amount":1200,"channel":"app"}',
  '{"member":"m2","id":"e1","at":"2026-05-01","type":"visit"}',
  '{"member":"m1","id":"r1","at":"2026-05-02","type":"refund","of":"e1","amount":"200"}',
].join('\r\n');
const table = `${header}\r\nm1,e1,2026-05-01,"1,200"\r\nm1,"e\n2",2026-05-02,１２３\r\nm2,表,2026-05-03T10:00:00Z,¥5\r\n`;

function split(all: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...[...cuts].map((c) => c % (all.length + 1)).sort((a, b) => a - b), all.length];
  return places.slice(1).map((to, index) => all.slice(places[index], to));
}

function readChunks(chunks: readonly Uint8Array[], mapping: Mapping | undefined): Promise<HistoryRead> {
  return readBoth(plan(), [{ name: 'in.txt', chunks, mapping }]);
}

describe('any file', () => {
  test('reads the same however its bytes arrive', async () => {
    const shiftJis = Uint8Array.from([
      ...bytes(`${header}\n`),
      0x89,
      0xef,
      0x95,
      0x5c,
      ...bytes(',e1,2026-05-01,7\n'),
    ]);
    const files: readonly (readonly [Uint8Array, Mapping | undefined])[] = [
      [bytes(native), undefined],
      [bytes(table), csv],
      [shiftJis, { ...csv, encoding: 'shift_jis' }],
    ];
    for (const [all, mapping] of files) {
      const whole = await readChunks([all], mapping);
      expect(events(whole).length).toBeGreaterThan(0);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(), { maxLength: 20 }), async (cuts) => {
          expect(await readChunks(split(all, cuts), mapping)).toEqual(whole);
        }),
        { numRuns: 60 },
      );
    }
  });

  test('3,000 damaged files: nothing throws, no row is lost', async () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('set', 'drop', 'copy', 'digit'), fc.nat(255)),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    const kinds = fc.constantFrom<readonly [string, Mapping | undefined]>(
      [native, undefined],
      [`${header},type\r\nm1,e1,2026-05-01,5,purchase\r\nm1,e2,2026-05-02,,visit\r\n`, undefined],
      [table, csv],
    );
    await fc.assert(
      fc.asyncProperty(kinds, damage, async ([text, mapping], steps) => {
        const data = [...bytes(text)];
        for (const [where, how, value] of steps) {
          const at = where % data.length;
          if (how === 'set') data[at] = value;
          else if (how === 'digit') data[at] = 48 + (value % 10);
          else if (how === 'drop') data.splice(at, 1 + (value % 4));
          else data.splice(at, 0, ...data.slice(at, at + (value % 40)));
          if (data.length === 0) data.push(value);
        }
        const result = await readChunks([Uint8Array.from(data)], mapping);
        expect(isWhole(result)).toBe(true);
        for (const bad of result.rejected) expect(bad.message.en).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  }, 120_000);
});
