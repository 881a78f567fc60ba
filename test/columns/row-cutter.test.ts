import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvCutter, LineCutter, type RowCutter } from '../../runtime/columns/row-cutter.ts';
import { CsvScanner, LineScanner, ROW_LIMIT, type Scanner } from '../../runtime/history/index.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Rows as `line cells`, or `line fault first-line`; blank rows are none. */
function cutIn(cutter: RowCutter, text: string, sizes: readonly number[]): string[] {
  const rows: string[] = [];
  const bytes = encoder.encode(text);
  const taker = {
    row: (at: RowCutter) => {
      const cells = Array.from({ length: at.count }, (_, cell) =>
        decoder.decode(at.bytes.subarray(at.starts[cell], at.ends[cell])),
      ).map((cell) => (at.doubled ? cell.replaceAll('""', '"') : cell));
      if (cells.length > 1 || cells[0]?.trim() !== '') rows.push(`${at.line} ${JSON.stringify(cells)}`);
      return true;
    },
    broken: (at: RowCutter, why: { readonly code: string }) => {
      rows.push(`${at.line} ${why.code} ${decoder.decode(at.bytes.subarray(at.rowStart, at.rowEnd))}`);
      return true;
    },
  };
  let from = 0;
  for (const size of sizes) {
    cutter.push(bytes.subarray(from, from + size), false, taker);
    from = Math.min(bytes.length, from + size);
  }
  cutter.push(bytes.subarray(from), true, taker);
  return rows;
}

function scanned(scanner: Scanner, text: string): string[] {
  return scanner
    .push(text, true)
    .map(({ line, cells, fault, raw }) =>
      fault === undefined ? `${line} ${JSON.stringify(cells)}` : `${line} ${fault.code} ${raw}`,
    );
}

const texts = fc
  .array(
    fc.constantFrom('a', 'b', ',', ',', '"', '"', '""', '\n', '\r', '\r\n', ' ', '店', '"x"', '"y\nz"', ';'),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));
const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 });

// If it fails, a file is cut into other rows than the reader of rows cuts it into.
describe('a cutter of bytes cuts as the scanner of text does, in blocks of any size', () => {
  it('CSV', () => {
    fc.assert(
      fc.property(texts, sizes, (text, blocks) => {
        // Where cells have doubled quotes, quotes in unquoted ones are not told from them: such rows are read as text.
        const cut = cutIn(new CsvCutter(44), text, blocks);
        const expected = scanned(new CsvScanner(','), text);
        expect(cut.map((row) => row.replaceAll('\\"', ''))).toEqual(
          expected.map((row) => row.replaceAll('\\"', '')),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('lines', () => {
    fc.assert(
      fc.property(texts, sizes, (text, blocks) => {
        expect(cutIn(new LineCutter(), text, blocks)).toEqual(scanned(new LineScanner(), text));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives up where a row is too long, and says where it begins', () => {
    const cutter = new CsvCutter(44);
    const taker = { row: () => true, broken: () => true };
    const bytes = encoder.encode(`a,b\n"${'x'.repeat(ROW_LIMIT)}`);
    expect(cutter.push(bytes, false, taker)).toBe(false);
    expect(cutter.gaveUp).toBe(true);
    expect([cutter.line, cutter.rest.length]).toEqual([2, bytes.length - 4]);
  });
});
