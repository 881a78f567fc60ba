import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { laidOver } from '../diagnostics/frame.ts';

/** Findings of a program, each as code, snippet, message, help, and what its fix writes in place of the snippet. */
function told(program: string) {
  const { source } = laidOver(program);
  return compile(source)
    .diagnostics.filter(({ code }) => code !== 'builds-missing' && code !== 'free-without-limit')
    .map(({ code, span, message, help, fix }) => ({
      code,
      at: source.slice(span.start, span.end),
      says: message.en,
      help: help?.en,
      writes: fix?.edits.map(({ text }) => text).join(),
    }));
}

const kpi = (
  measure: string,
  target: string,
) => `events: { purchase: { amount: JPY }, visit: {}, survey: { answer: integer, recommend: integer } }
standard: { purchase: purchase.amount, active: count(visit) >= 1 }
kpis:
  one: { measure: "${measure}", target: ${target} }
`;

describe('shares without a percent sign', () => {
  // 45 is 4,500 in a hundred.
  it.each([
    ['share(count(visit) >= 1)', 'share'],
    ['repeat_rate', 'repeat_rate'],
    ['second_purchase_rate', 'second_purchase_rate'],
    ['retention_rate(during last 30 days)', 'retention_rate'],
    ['churn_rate(during last 30 days)', 'churn_rate'],
    ['active_rate', 'active_rate'],
    ['csat(survey.answer)', 'csat'],
    ['breakage', 'breakage'],
  ])('a target of %s', (measure, name) => {
    expect(told(kpi(measure, 'at least 45'))).toEqual([
      {
        code: 'share-above-one',
        at: '45',
        says: `\`${name}\` never goes beyond 100%, and \`45\` means 4_500%`,
        help: 'write `45%`',
        writes: '45%',
      },
    ]);
  });

  it.each([
    ['repeat_rate', 'at least 45%'],
    ['repeat_rate', 'at least 1'],
    ['repeat_rate', 'at most 0.45'],
    // More points can be used than were issued, an NPS runs to 100, and members are counted.
    ['redemption_rate', 'at most 2'],
    ['nps(survey.recommend)', 'at least 45'],
    ['members()', 'at least 45'],
  ])('nothing is said of %s %s', (measure, target) => {
    expect(told(kpi(measure, target))).toEqual([]);
  });

  it('a percentage beyond everything, with nothing to offer in its place', () => {
    const [found] = told(kpi('repeat_rate', 'at least 120.5%'));
    expect(found).toMatchObject({ code: 'share-above-one', at: '120.5%', writes: undefined });
    expect(found?.says).toContain('`120.5%` means 120.5%');
  });

  it('guardrails of members, and of the change of a share', () => {
    const guardrails = (bound: string) =>
      told(`${kpi('repeat_rate', 'at least 45%')}guardrails:\n  fair: ${bound}\n`).map(
        ({ code, at, writes }) => [code, at, writes],
      );
    expect(guardrails('losers at most 5')).toEqual([['share-above-one', '5', '5%']]);
    expect(guardrails('winners at least 80')).toEqual([['share-above-one', '80', '80%']]);
    expect(guardrails('change(one) at least 2')).toEqual([['share-above-one', '2', '2%']]);
    expect(guardrails('losers at most 1')).toEqual([]);
    expect(guardrails('losers at most 5%')).toEqual([]);
  });
});

describe('help that says what was meant', () => {
  it('money without its currency', () => {
    expect(told('rewards: { cup: { price: 10 stars, worth: 400 } }')).toEqual([
      {
        code: 'type-expected',
        at: '400',
        says: 'an amount in JPY is needed here, not a plain number',
        help: 'write `400 JPY`',
        writes: '400 JPY',
      },
    ]);
  });

  it('an answer that no survey asks for', () => {
    expect(told(kpi('nps(survey.recomend during last 90 days)', 'at least 20'))).toEqual([
      {
        code: 'unknown-field',
        at: 'recomend',
        says: '`survey` has no field `recomend`',
        help: 'did you mean `recommend`?',
        writes: 'recommend',
      },
    ]);
  });

  it.each([
    ['atleast 20%', 'write `at least 20%`', 'at least 20%'],
    ['atmost 0.5', 'write `at most 0.5`', 'at most 0.5'],
    ['45%', 'write `at least 45%` or `at most 45%`', undefined],
    ['high', 'begin with `at least` or `at most`', undefined],
  ])('a target on no side: %s', (target, help, writes) => {
    const found = told(kpi('repeat_rate', target)).filter(({ code }) => code === 'target-form');
    expect(found.map((each) => [each.help, each.writes])).toEqual([[help, writes]]);
  });
});
