import { describe, expect, it } from 'vitest';
import { formatDocument } from '../../compiler/format/index.ts';
import { compile } from '../../compiler/index.ts';

const formatted = (text: string) => formatDocument(text).value?.text;

describe('what a designer finds after formatting', () => {
  it('two spaces a level, one space after a colon and a dash, none at the end of a line', () => {
    expect(formatted('a:\n      b:   1  \n      c:\n       -   x\n       -  y: 1\n          z: 2')).toBe(
      'a:\n  b: 1\n  c:\n    - x\n    - y: 1\n      z: 2\n',
    );
  });

  it('lists indented beneath their key, also where they stood under its first letter', () => {
    expect(formatted('rows:\n- event: visit\n  member: m\n- event: buy\n')).toBe(
      'rows:\n  - event: visit\n    member: m\n  - event: buy\n',
    );
  });

  it('spaces inside braces, none inside brackets, one after a comma', () => {
    expect(formatted('a: {b: [ 1 ,2 ],c: {}}\nd: [ ]\n')).toBe('a: { b: [1, 2], c: {} }\nd: []\n');
  });

  it('one blank line where there were several, none at the beginning and the end', () => {
    expect(formatted('\n\na: 1\n\n\n\nb: 2\nc: 3\n\n\n')).toBe('a: 1\n\nb: 2\nc: 3\n');
  });

  it('braces that run over several lines still do', () => {
    expect(formatted('a:\n    b: {\n       c: 1,\n       d: [\n         2\n       ]\n       }\n')).toBe(
      'a:\n  b: {\n    c: 1,\n    d: [\n      2\n    ]\n  }\n',
    );
  });

  it('an expression over several lines moves as a whole', () => {
    const text = 'rules:\n    bonus:\n        when: a > 1\n              and b > 2\n        give: 1 star\n';
    expect(formatted(text)).toBe(
      'rules:\n  bonus:\n    when: a > 1\n          and b > 2\n    give: 1 star\n',
    );
  });

  it('a block of text keeps what is deeper in it, its empty lines and the spaces at its ends', () => {
    const text = 'a:\n    text: |\n        one  \n          two\n\n\n        three\n    b: 1\n';
    expect(formatted(text)).toBe('a:\n  text: |\n    one  \n      two\n\n\n    three\n  b: 1\n');
  });

  it('empty lines at the end of a text that keeps them', () => {
    expect(formatted('a: |+\n  one\n\n\n\nb: 1\n')).toBe('a: |+\n  one\n\n\n\nb: 1\n');
  });

  it('quoted text as it was, a line end in it too', () => {
    expect(formatted('a:   "x:  y"\nb:   \'it\'\'s\'\nc: "one \\\n     two"\n')).toBe(
      'a: "x:  y"\nb: \'it\'\'s\'\nc: "one \\\n     two"\n',
    );
  });

  it('Windows line ends and a byte order mark as they were', () => {
    expect(formatted('\uFEFFa:   1\r\n\r\n\r\nb: 2\r\n')).toBe('\uFEFFa: 1\r\n\r\nb: 2\r\n');
  });
});

describe('comments stay beside what they are about', () => {
  it('at the end of a line in their column, or one space behind', () => {
    expect(
      formatted('a:\n    b: 1       # in a column\n    cc: 22     # with this one\n    d: 3 # near\n'),
    ).toBe('a:\n  b: 1         # in a column\n  cc: 22       # with this one\n  d: 3 # near\n');
  });

  it('going on under one at the end of a line', () => {
    expect(formatted('a:\n    b: 1   # first\n           # second\n    c: 2\n')).toBe(
      'a:\n  b: 1     # first\n           # second\n  c: 2\n',
    );
  });

  it('before an entry like the entry, behind the last one like the last one, under an empty key beneath it', () => {
    const text =
      'a:\n    # of b\n    b:\n        c: 1\n        # of c\n    # of a\n# of d\nd:\n    # nothing yet\ne: 1\n';
    expect(formatted(text)).toBe(
      'a:\n  # of b\n  b:\n    c: 1\n    # of c\n  # of a\n# of d\nd:\n  # nothing yet\ne: 1\n',
    );
  });
});

describe('braces around an expression that holds a comma', () => {
  it('become lines, and with them every bracket around', () => {
    const text =
      'levels: { silver: { reach: a >= 1, until: end_of(year, reached + 1 year) }, gold: { reach: b } }\n';
    expect(formatted(text)).toBe(
      'levels:\n  silver:\n    reach: a >= 1\n    until: end_of(year, reached + 1 year)\n  gold: { reach: b }\n',
    );
  });

  it('in lists too', () => {
    expect(formatted('a: [x, max(1, 2)]\nb:\n  - { c: min(1, 2), d: 3 }\n')).toBe(
      'a:\n  - x\n  - max(1, 2)\nb:\n  - c: min(1, 2)\n    d: 3\n',
    );
  });

  it('with every comment of theirs', () => {
    const text =
      'a: { # what it is\n  b: 1, # one\n  # before c\n  c: max(1, # the less\n    2) } # the whole\n';
    expect(formatted(text)).toBe(
      'a: # the whole\n  # what it is\n  b: 1 # one\n  # before c\n  # the less\n  c: max(1, 2)\n',
    );
  });

  it('and the program compiles where it did not', () => {
    const text = `kizuna: 1
program: club
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
points: { star: { expires: end_of(month, earned + 1 year) } }
rules: { base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic } }
`;
    expect(compile(text).value).toBeUndefined();
    const { value } = compile(formatted(text) ?? '');
    expect(value?.points[0]?.dates.expires?.kind).toBe('own');
  });
});

describe('what cannot be read for certain is refused and left as it is', () => {
  it.each([
    ['a: "never closed\n', 'unclosed-quote'],
    ['a: { b: 1\n', 'unclosed-bracket'],
    ['a: >= 5\n', 'symbol-at-start'],
    ['a:\n  b: 1\n c: 2\n', 'bad-indentation'],
    ['', 'empty-document'],
  ])('%j', (text, code) => {
    const { value, diagnostics } = formatDocument(text);
    expect(value).toBeUndefined();
    expect(diagnostics.map((each) => each.code)).toContain(code);
  });
});

it('edits touch spaces only, so that cursor and folding stay where they are', () => {
  expect(formatDocument('a:\n    b:   1\n').value?.edits).toEqual([
    { span: { start: 2, end: 7 }, text: '\n  ' },
    { span: { start: 9, end: 12 }, text: ' ' },
  ]);
});

it('a long document takes time by its length only', () => {
  // 8 000 entries: were each looked for from the beginning, this would not end within the time of a test.
  const entries = Array.from({ length: 8_000 }, (_, i) => `    # about ${i}\n    e${i}: { a: ${i} }\n`);
  const text = formatted(`all:\n${entries.join('')}`) ?? '';
  expect(text.split('\n')[16_000]).toBe('  e7999: { a: 7999 }');
});
