import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { laidOver } from '../diagnostics/frame.ts';
import { only } from './review-of.ts';

/** Codes that compiling says of a program, and how many findings its comments allow. */
function compiled(program: string) {
  const { diagnostics, allowed } = compile(laidOver(program).source);
  return {
    codes: diagnostics.map(({ code }) => code),
    allowed: allowed.map(({ diagnostic, reason }) => `${diagnostic.code}: ${reason}`),
  };
}

const RULE = '  checkin: { on: visit, give: 10 stars, builds: behavioral }';

describe('comments that allow a finding', () => {
  it('of their own line, or of the next that says something', () => {
    const expected = { codes: [], allowed: ['free-without-limit: moderated'] };
    expect(compiled(`rules:\n${RULE} # kizuna: allow free-without-limit (moderated)\n`)).toEqual(expected);
    expect(
      compiled(`rules:\n  # kizuna: allow free-without-limit (moderated)\n\n  # more about it\n${RULE}\n`),
    ).toEqual(expected);
  });

  it('not of the line after the next', () => {
    const program = `rules:
  # kizuna: allow free-without-limit (moderated)
  gift: { on: purchase, give: 10 stars, builds: economic }
${RULE}
`;
    expect(compiled(program)).toEqual({ codes: ['silence-unused', 'free-without-limit'], allowed: [] });
  });

  it('several at once, in brackets of either width', () => {
    const program = `rules:\n  # kizuna: allow builds-missing, free-without-limit（審査している）\n  checkin: { on: visit, give: 10 stars }\n`;
    expect(compiled(program)).toEqual({
      codes: [],
      allowed: ['builds-missing: 審査している', 'free-without-limit: 審査している'],
    });
  });

  it('a code whose name begins another is found where it stands', () => {
    const text = 'rules: {} # kizuna: allow unit-mismatch, builds-missing (x)\n';
    const { source } = laidOver(text);
    const places = compile(source).diagnostics.map(
      ({ code, span }) => `${code} ${source.slice(span.start, span.end)}`,
    );
    expect(places).toEqual(['silence-error unit-mismatch', 'silence-unused builds-missing']);
  });

  it('are comments: a number sign within a value is none', () => {
    const program = `title: "# kizuna: allow nothing"\ndescription: |\n  # kizuna: allow nothing\nrules:\n${RULE}\n`;
    expect(compiled(program).codes).toEqual(['free-without-limit']);
  });

  it('need a reason, an existing code, and a finding; an error stays', () => {
    expect(compiled(`rules:\n${RULE} # kizuna: allow free-without-limit\n`)).toEqual({
      codes: ['silence-reason'],
      allowed: ['free-without-limit: '],
    });
    expect(compiled(`rules:\n${RULE} # kizuna: allow free (x)\n`).codes).toEqual([
      'free-without-limit',
      'silence-unknown',
    ]);
    expect(
      compiled('rules:\n  r: { on: visit, give: 10 } # kizuna: allow unit-mismatch (x)\n').codes,
    ).toContain('silence-error');
  });

  it('nothing is in vain while an error keeps other checks from running', () => {
    const program = `rules:\n  r: { on: visit, give: 10 miles }\n  # kizuna: allow never-read (x)\n  s: { on: visit, give: 10 stars, limit: 1 per day, builds: economic }\n`;
    expect(compiled(program).codes).not.toContain('silence-unused');
  });

  it('compiling leaves those of a review to the review', () => {
    const program = (text: string) => `purpose: Bring guests back${text}\nrules: {}\n`;
    expect(only(program(''), 'kpi-missing')).toEqual(['kpi-missing at purpose']);
    const allowed = program(' # kizuna: allow kpi-missing (a pilot)');
    expect(only(allowed, 'kpi-missing')).toEqual([]);
    expect(compiled(allowed)).toEqual({ codes: [], allowed: [] });
  });

  it('however long a comment is, it is read in one pass', () => {
    const wide = ' '.repeat(20_000);
    const allow = (text: string) => compiled(`rules:\n${RULE} # kizuna: allow ${wide}${text}\n`);
    // Nothing may follow the bracket; with it at the end, the reason is what stands in it.
    expect(allow('free-without-limit (a) b').codes).toEqual(['free-without-limit', 'silence-form']);
    expect(allow(`free-without-limit${wide}( a) b )`)).toEqual({
      codes: [],
      allowed: ['free-without-limit: a) b'],
    });
  });

  it('a very deep document is refused before its comments are asked', () => {
    const deep = `a: ${'['.repeat(5_000)}\n# kizuna: allow x (y)\n`;
    expect(compile(deep).diagnostics.map(({ code }) => code)).toContain('too-deep');
  });
});
