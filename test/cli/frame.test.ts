import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { frame, sourceText } from '../../cli/terminal/index.ts';
import type { Diagnostic, Language } from '../../schema/index.ts';

const plain = pc.createColors(false);

function lines(
  text: string,
  diagnostic: Partial<Diagnostic> & Pick<Diagnostic, 'span'>,
  language: Language = 'en',
) {
  const whole: Diagnostic = {
    code: 'unit-mismatch',
    severity: 'error',
    title: { en: 'unit mismatch', ja: '単位の不一致' },
    message: { en: 'cannot compare', ja: '比べられません' },
    related: [],
    ...diagnostic,
  };
  return frame('program.yaml', sourceText(text), whole, { language, paint: plain }).split('\n');
}

/** The span of a snippet of the text, so that no test counts characters. */
function at(text: string, snippet: string) {
  const start = text.indexOf(snippet);
  return { start, end: start + snippet.length };
}

const both = (en: string, ja = en) => ({ en, ja });

describe('a code frame', () => {
  it('is drawn as the style page draws it: label beside the caret, the related place beneath its dashes', () => {
    const text = 'tiers:\n        reach: yearly_spend >= 30_000\n';
    expect(
      lines(text, {
        span: at(text, '30_000'),
        label: both('a plain number'),
        related: [{ span: at(text, 'yearly_spend'), message: both('money (JPY)') }],
        help: both('write `30_000 JPY`', '`30_000 JPY` と書いてください'),
      }),
    ).toEqual([
      'error[unit-mismatch]: cannot compare',
      '  --> program.yaml:2:32',
      '   |',
      ' 2 |         reach: yearly_spend >= 30_000',
      '   |                ------------    ^^^^^^ a plain number',
      '   |                money (JPY)',
      '   = help: write `30_000 JPY`',
    ]);
  });

  it('puts the name of the code in words before it in Japanese', () => {
    const text = 'a: 1';
    const drawn = lines(text, { span: at(text, '1'), help: both('x', '直してください') }, 'ja');
    expect(drawn[0]).toBe('error[単位の不一致 unit-mismatch]: 比べられません');
    expect(drawn.at(-1)).toBe('   = 対処: 直してください');
  });

  it('keeps carets under Japanese text: a wide character is two columns, a combining mark none', () => {
    // 年間購入額 is 5 characters and 10 columns; the caret for `30_000` stands 2 + 10 + 4 columns in.
    const text = 'x: 年間購入額 >= 30_000';
    const drawn = lines(text, { span: at(text, '30_000') });
    expect(drawn[1]).toBe('  --> program.yaml:1:13');
    expect(drawn[4]).toBe(`   | ${' '.repeat(3 + 10 + 4)}^^^^^^`);
    const wide = lines(text, { span: at(text, '年間購入額') });
    expect(wide[4]).toBe(`   | ${' '.repeat(3)}${'^'.repeat(10)}`);
    const decomposed = 'x: か\u3099 y';
    expect(lines(decomposed, { span: at(decomposed, 'y') })[4]).toBe('   |       ^');
  });

  it('hangs the labels of places to the left, each under its own dashes', () => {
    const text = 'a + b + c';
    expect(
      lines(text, {
        span: at(text, 'a'),
        label: both('first'),
        related: [
          { span: at(text, 'b'), message: both('second') },
          { span: at(text, 'c'), message: both('third') },
        ],
      }).slice(4),
    ).toEqual(['   | ^   -   - third', '   | |   second', '   | first']);
  });

  it('shows a related place on another line with its own lines', () => {
    const text = 'birthday?: date\n\nwhen: member.birthday > x\n';
    expect(
      lines(text, {
        span: at(text, 'member.birthday'),
        related: [{ span: at(text, 'birthday?'), message: both('declared optional here') }],
      }),
    ).toEqual([
      'error[unit-mismatch]: cannot compare',
      '  --> program.yaml:3:7',
      '   |',
      ' 3 | when: member.birthday > x',
      '   |       ^^^^^^^^^^^^^^^',
      '   = note: declared optional here',
      '  --> program.yaml:1:1',
      '   |',
      ' 1 | birthday?: date',
      '   | ---------',
    ]);
  });

  it('draws a bar beside a place over several lines and closes it under its last character', () => {
    const text = 'rules:\n  one:\n    give: x\nnext: 1\n';
    expect(lines(text, { span: at(text, 'one:\n    give: x\n'), label: both('this rule') }).slice(2)).toEqual(
      ['   |', ' 2 | /   one:', ' 3 | |     give: x', '   | |___________^ this rule'],
    );
  });

  it('leaves out the middle of a long place', () => {
    const text = Array.from({ length: 20 }, (_, index) => `line${index + 1}`).join('\n');
    const drawn = lines(text, { span: { start: 0, end: text.length } });
    expect(drawn.filter((line) => line.includes('| | line') || line.includes('| / line'))).toHaveLength(5);
    expect(drawn.join('\n')).toContain('20 | | line20');
  });

  it('marks a place of no width, and the end of the file, with one caret', () => {
    expect(lines('a:', { span: { start: 2, end: 2 } })[4]).toBe('   |   ^');
    expect(lines('', { span: { start: 0, end: 0 } })[1]).toBe('  --> program.yaml:1:1');
  });

  it('shows tabs as spaces and never passes on an escape sequence of the file', () => {
    const text = '\tx: \u001b[31mred bad';
    const drawn = lines(text, { span: at(text, 'bad'), message: both('a \u001b[2J b') });
    expect(drawn.join('\n')).not.toContain('\u001b');
    expect(drawn[3]).toBe(' 1 |     x: \ufffd[31mred bad');
    expect(drawn[4]).toBe(`   | ${' '.repeat(4 + 3 + 9)}^^^`);
  });

  it('cuts a very long line around the place', () => {
    const text = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
    const drawn = lines(text, { span: at(text, 'HERE') });
    const shown = drawn[3]?.slice(5) ?? '';
    const marks = drawn[4]?.slice(5) ?? '';
    expect(shown.length).toBeLessThan(110);
    expect(shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('counts lines whatever ends them', () => {
    const text = 'a\r\nb\rc\nd';
    expect(lines(text, { span: at(text, 'd') })[1]).toBe('  --> program.yaml:4:1');
    expect(lines(text, { span: at(text, 'b') })[3]).toBe(' 2 | b');
  });
});
