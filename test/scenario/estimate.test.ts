import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../compiler/index.ts';
import { SHOP, shopWith } from './shop.ts';

/** What is found in a response with one assumption. */
function told(assumption: string) {
  const source = shopWith(
    `response:\n  from: 2026-03-01\n  assumptions:\n    one: { ${assumption}, source: A guess }\n`,
  );
  const { diagnostics, text, response } = compileScenario(source, () => ({ text: SHOP }));
  const found = diagnostics.map(({ code, span, message, help, fix }) => ({
    code,
    at: text.slice(span.start, span.end),
    says: message.en,
    help: help?.en,
    writes: fix?.edits.map((edit) => edit.text).join(),
  }));
  return { found, estimate: response?.model.assumptions[0]?.estimate };
}

describe('how much is assumed', () => {
  it('10 for 10% is warned of, and taken as it is written', () => {
    const { found, estimate } = told('changes: frequency, value: 10');
    expect(found).toEqual([
      {
        code: 'share-above-one',
        at: '10',
        says: '`10` without a percent sign means 1000% more than today',
        help: 'write `10%`, or `1000%` if so much is meant',
        writes: '10%',
      },
    ]);
    // Ten times as much on top.
    expect(estimate).toMatchObject({ kind: 'fixed', mode: 10 });
  });

  it('each end of a range is looked at by itself', () => {
    const { found } = told('changes: redemption, range: [2, 5]');
    expect(found.map(({ code, at }) => [code, at])).toEqual([['share-above-one', '5']]);
  });

  it.each(['value: 10%', 'value: 300%', 'value: 3', 'value: 400%', 'value: -0.5', 'range: [-1, 2]'])(
    'nothing is said of %s',
    (value) => {
      expect(told(`changes: frequency, ${value}`).found).toEqual([]);
    },
  );

  it('what cannot be without a percent sign is offered with it', () => {
    const { found, estimate } = told('changes: win_back, value: 5');
    expect(found.map(({ code, help, writes }) => [code, help, writes])).toEqual([
      ['share-bounds', 'write `5%`', '5%'],
    ]);
    expect(estimate).toBeUndefined();
  });
});
