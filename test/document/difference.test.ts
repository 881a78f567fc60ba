import { describe, expect, it } from 'vitest';
import { differences, readDocument } from '../../compiler/index.ts';

function between(before: string, after: string) {
  const [one, other] = [before, after].map((text) => readDocument(text).root);
  if (one === undefined || other === undefined) throw new Error('no document');
  return differences(one, other).map((each) => [each.path.join('.'), each.before, each.after]);
}

describe('what two documents say differently', () => {
  it('is nothing where only layout, quotes, comments or an order without meaning differ', () => {
    const before = 'a: 1\nb: { c: "x", d: [1, 2] }\nrules:\n  one: { on: e, give: 2 }\n';
    const after = `# A comment.\nb:\n  d:\n    - 1\n    - 2   # two\n  c: 'x'\na: 1\nrules: { one: { give: 2, on: e } }\n`;
    expect(between(before, after)).toEqual([]);
    expect(between('a: x y', 'a: >-\n  x\n  y\n')).toEqual([]);
  });

  it('is a value by its path', () => {
    expect(between('rules: { a: { give: 1 star } }', 'rules: { a: { give: 2 stars } }')).toEqual([
      ['rules.a.give', '1 star', '2 stars'],
    ]);
  });

  it('shows a value in one line where only one says it, or it is of another form', () => {
    expect(between('a: 1', 'a: 1\nb:\n  c: [1,\n    2]\n  d: x\n')).toEqual([
      ['b', undefined, '{ c: [1, 2], d: x }'],
    ]);
    expect(between('a: 1\nb: { c: 2 }', 'a: 1')).toEqual([['b', '{ c: 2 }', undefined]]);
    expect(between('p: 54 JPY', 'p: { 2024-04-01: 54 JPY }')).toEqual([
      ['p', '54 JPY', '{ 2024-04-01: 54 JPY }'],
    ]);
  });

  it('shows a list whole: its items have no names', () => {
    expect(between('w: [a, b]', 'w: [b, a]')).toEqual([['w', '[a, b]', '[b, a]']]);
  });

  it('tells an optional entry from one that must be there', () => {
    expect(between('members: { birthday: date }', 'members: { birthday?: date }')).toEqual([
      ['members.birthday', 'date', undefined],
      ['members.birthday?', undefined, 'date'],
    ]);
  });

  it('tells where the order has a meaning: rules, and levels of a ladder', () => {
    expect(between('rules: { a: { x: 1 }, b: { x: 2 } }', 'rules: { b: { x: 2 }, a: { x: 1 } }')).toEqual([
      ['rules', 'a, b', 'b, a'],
    ]);
    const levels = (one: string, other: string) =>
      `tiers: { status: { levels: { ${one}: { reach: no }, ${other}: { reach: no } } } }`;
    expect(between(levels('silver', 'gold'), levels('gold', 'silver'))).toEqual([
      ['tiers.status.levels', 'silver, gold', 'gold, silver'],
    ]);
    // A rule more in between is an addition, not another order.
    expect(between('rules: { a: 1, b: 2 }', 'rules: { a: 1, c: 3, b: 2 }')).toEqual([
      ['rules.c', undefined, '3'],
    ]);
  });
});
