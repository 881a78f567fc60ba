import { describe, expect, it } from 'vitest';
import { widthOf, wrapWide } from '../../cli/terminal/index.ts';

describe('a text without spaces', () => {
  it('breaks at the width, never before a full stop or after an opening bracket', () => {
    // Ten columns hold five wide characters; the 。 goes with the character before it.
    expect(wrapWide('あいうえお。かき', 10)).toBe('あいうえ\nお。かき');
    expect(wrapWide('あいうえ（かき）', 10)).toBe('あいうえ\n（かき）');
    expect(wrapWide('あいうえ「かき', 10)).toBe('あいうえ\n「かき');
  });

  it('keeps words of Latin letters whole, and line breaks where they are', () => {
    expect(wrapWide('台帳は --strict で', 12)).toBe('台帳は\n--strict で');
    expect(wrapWide('一行目\n二行目', 40)).toBe('一行目\n二行目');
    expect(wrapWide('a-word-that-is-too-long', 10)).toBe('a-word-that-is-too-long');
  });

  it('never makes a line wider than asked where it can break', () => {
    const lines = wrapWide('使えない行は報告し、数え、除外します。'.repeat(9), 30).split('\n');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(30);
    expect(lines.join('')).toBe('使えない行は報告し、数え、除外します。'.repeat(9));
  });
});
