import { describe, expect, it } from 'vitest';
import { drawn, numbersOf } from '../../report/figures/index.ts';
import { parseDay } from '../../schema/index.ts';

const yen = { code: 'JPY', decimals: 0 };
const of = (n: bigint, d = 1n) => ({ n, d });

// If it fails, a report shows another amount than the run came to.
describe('figures of a report', () => {
  it('shorten large amounts as the language counts, and keep the full one', () => {
    const ja = numbersOf('ja', yen);
    expect(ja.shortMoney(of(9_999n))).toEqual({ text: '¥9,999', full: '¥9,999' });
    expect(ja.shortMoney(of(38_108n))).toEqual({ text: '¥3.81万', full: '¥38,108' });
    expect(ja.shortMoney(of(123_456_789n))).toEqual({ text: '¥1.23億', full: '¥123,456,789' });
    const en = numbersOf('en', yen);
    expect(en.shortMoney(of(38_108n))).toEqual({ text: '¥38,108', full: '¥38,108' });
    expect(en.shortMoney(of(1_234_567n))).toEqual({ text: '¥1.23M', full: '¥1,234,567' });
    expect(ja.tickMoney(4000)).toBe('¥4,000');
    expect(ja.shortQuantity(73_891_689_012n, 2)).toEqual({ text: '7.39億', full: '738,916,890.12' });
  });

  it('round half away from zero at the decimals of the currency', () => {
    const en = numbersOf('en', { code: 'USD', decimals: 2 });
    expect(en.money(of(1_005n, 1_000n))).toBe('$1.01');
    expect(en.money(of(-1_005n, 1_000n))).toBe('-$1.01');
    expect(en.money(of(-1n, 1_000n))).toBe('$0.00');
    expect(numbersOf('en', yen).money(of(5n, 2n))).toBe('¥3');
  });

  it('keep every digit of what a float cannot hold', () => {
    expect(numbersOf('en', yen).money(of(9_007_199_254_740_993n))).toBe('¥9,007,199,254,740,993');
    expect(numbersOf('en', yen).quantity(1_234_567_890_123_456_789n, 3)).toBe('1,234,567,890,123,456.789');
    expect(drawn(of(10n ** 400n, 3n))).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('write shares and their differences', () => {
    const ja = numbersOf('ja', yen);
    expect(ja.percent(of(5n, 6n))).toBe('83.3%');
    expect(ja.plainPercent(of(9n, 20n))).toBe('45%');
    expect(ja.difference(of(-3n, 10n))).toBe('−30.0%ポイント');
    expect(numbersOf('en', yen).difference(of(4n, 11n))).toBe('+36.4 pp');
    expect(numbersOf('en', yen).difference(of(0n))).toBe('0.0 pp');
  });

  it('write days and months as the language does', () => {
    const day = parseDay('2026-06-30');
    if (day === undefined) throw new Error('a day');
    expect(numbersOf('ja', yen).day(day)).toBe('2026年6月30日');
    expect(numbersOf('ja', yen).month(day)).toBe('2026年6月');
    expect(numbersOf('en', yen).month(day)).toBe('Jun 2026');
  });

  it('take a currency that nobody knows', () => {
    expect(numbersOf('en', { code: 'XQQ', decimals: 0 }).money(of(12n))).toMatch(/^XQQ\s?12$/);
  });
});
