import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLUB, folder, kizuna } from './command.ts';

/** Sixty purchases, and one that happened `yesterday`. */
const SALES = [
  '会員番号,購入日,金額',
  ...Array.from({ length: 60 }, (_, at) => `A${at % 7},2026/5/${1 + (at % 28)},"1,2${10 + at}"`),
  'A1,昨日,400',
].join('\n');

describe('kizuna mapping', () => {
  it('writes a mapping that check accepts and run reads through', () => {
    const place = folder({ 'program.yaml': CLUB, 'sales.csv': SALES });
    const at = (name: string) => join(place.path, name);
    const made = kizuna(['mapping', place.path, '--history', at('sales.csv'), '-o', at('mapping.yaml')]);
    const yaml = readFileSync(at('mapping.yaml'), 'utf8');
    const checked = kizuna(['check', at('mapping.yaml')]);
    const ran = kizuna(['run', place.path, '--history', at('sales.csv'), '--mapping', at('mapping.yaml')]);
    place.remove();
    expect(made.exit).toBe(0);
    expect(made.err).toContain('of the first 61 rows 60 can be used; bad rows: unreadable time 1');
    expect(yaml).toContain('member: { column: 会員番号 } # sure:');
    expect(checked).toMatchObject({ exit: 0 });
    expect(ran.exit).toBe(0);
  });

  it('says what it did not find, and refuses what is no history', () => {
    const place = folder({
      'program.yaml': CLUB,
      'odd.csv': 'x,y\nfoo,bar\nbaz,qux\n',
      'scan.csv': '%PDF-1.7',
    });
    const ask = (name: string) =>
      kizuna(['mapping', place.path, '--history', join(place.path, name), '--lang', 'ja']);
    const [odd, scan] = [ask('odd.csv'), ask('scan.csv')];
    place.remove();
    expect(odd.exit).toBe(1);
    expect(odd.err).toContain('日時');
    expect(odd.out).toContain('at: { column: "" }');
    expect(scan).toMatchObject({ exit: 1, out: '' });
    expect(scan.err).toContain('PDF 文書');
  });
});
