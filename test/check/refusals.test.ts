import { describe, expect, it } from 'vitest';
import { findings } from './program-of.ts';

const LADDER = 'tiers: { status: { base: regular, levels: { gold: { reach: count(visit) > 3 } } } }\n';
const TWO = `tiers:
  first: { base: low, levels: { high: { reach: READ } } }
  second: { base: down, levels: { top: { reach: count(visit) > 3 } } }
`;
const when = (condition: string) => `rules:\n  r: { on: purchase, when: "${condition}", give: 1 star }\n`;
const optional = (condition: string) =>
  `events: { visit: { n?: integer } }\nrules:\n  r: { on: visit, when: "${condition}", give: 1 star }\n`;

/** Title, program, and all that it raises (nothing: it compiles in silence). */
const cases: readonly (readonly [string, string, ...string[]])[] = [
  // Words take their meaning from the other side, wherever they stand.
  ['words chosen on the right', when('channel = (if amount > 5 JPY then store else app)')],
  ['words chosen on the left', when('(if amount > 5 JPY then store else app) = channel')],
  ['words chosen on both sides', when('(if amount > 5 JPY then app else channel) = app')],
  ['a word before a choice', when('app = (if amount > 5 JPY then app else channel)')],
  [
    'two choices, each with a field in it',
    when('(if amount > 5 JPY then app else channel) = (if amount > 9 JPY then store else channel)'),
  ],
  [
    'a choice in a choice',
    when('(if amount > 5 JPY then app else (if amount > 3 JPY then store else channel)) in (app)'),
  ],
  [
    'a choice of nothing but words, beside a word',
    when('(if amount > 5 JPY then app else store) = app'),
    'unknown-name at app',
  ],
  [
    'a word beside an unknown field',
    when('(if amount > 5 JPY then app else last(visit.x)) = store'),
    'unknown-field at x',
  ],
  ['a word of neither list', when('channel = stor'), 'unknown-word at stor'],
  ['a default beside an unknown field', when('(last(visit.x) otherwise store) = app'), 'unknown-field at x'],
  [
    'levels of two ladders',
    `${TWO.replace('READ', 'count(visit) > 1')}${when('tier(first) = tier(second)')}`,
    'not-comparable at tier(second)',
  ],

  // A guard holds where it is asked, and nowhere else.
  ['a guard before', optional('has n and n > 3')],
  ['a guard turned round', optional('not has n or n > 3')],
  ['a guard around a choice', optional('if has n then n > 3 else no')],
  ['a guard of an alternative', optional('has n or n > 3'), 'maybe-missing at n'],
  ['a guard that ended', optional('(has n and n > 3) or n > 4'), 'maybe-missing at n'],
  ['a guard outside `where`', optional('has n and count(visit where n > 3) > 1'), 'maybe-missing at n'],
  ['a guarded quotient', when('has (amount / count(visit)) and amount / count(visit) > 3 JPY')],
  [
    'a guard in `when` holds for what is given',
    'events: { visit: { n?: integer } }\nrules:\n  r: { on: visit, when: has n, give: n * 1 star }\n',
  ],

  // `this.field` is one counter per value: what every counted event must satisfy.
  [
    'this beside another condition',
    when('count(purchase where channel = this.channel and amount > 5 JPY) > 2'),
  ],
  [
    'this in an alternative',
    when('count(purchase where channel = this.channel or amount > 5 JPY) > 2'),
    'this-equality-only at channel = this.channel',
  ],
  [
    'this turned round',
    when('count(purchase where not channel = this.channel) > 2'),
    'this-equality-only at channel = this.channel',
  ],
  [
    'this with money',
    when('count(purchase where amount = this.amount) > 2'),
    'this-equality-only at amount = this.amount',
  ],

  // Tables: no circles, no gaps, no key finer than what it is compared with.
  [
    'two tables read by each other',
    `parameters:\n  a: { by: b, 0..: 1, ..-1: 2 }\n  b: { by: a, 0..: 1, ..-1: 2 }\n${when('a > 1')}`,
    'measure-cycle at a',
  ],
  [
    'a table read by the measure that reads it',
    `parameters:\n  a: { by: m, 0..: 1, ..-1: 2 }\nmeasures: { m: count(visit) * a }\n${when('m > 1')}`,
    'measure-cycle at a',
  ],
  [
    'a gap behind a band',
    `parameters:\n  a: { by: [amount, channel], 0..: { store: 1 }, ..-1: 2 }\n${when('a > 1')}`,
    'table-incomplete at a',
  ],
  [
    'a band finer than its key',
    `parameters:\n  a: { by: amount, 0..9.5: 1, otherwise: 2 }\n${when('a > 1')}`,
    'table-key at 0..9.5',
  ],
  [
    'a table read by a derived field',
    `events: { purchase: { amount: JPY, x: { is: amount + 1 JPY } } }\nparameters:\n  a: { by: x, 0..: 1, ..-1: 2 }\n${when('a > 1')}`,
  ],

  // Derived fields of the events behind an amount are asked by name only.
  [
    'a derived field read from what its own event gave',
    `events: { purchase: { amount: JPY, x: { is: earned(star where amount > 5 JPY) } } }\n${when('x > 3 stars')}`,
  ],
  [
    'a derived field read from what events with that field gave',
    `events: { purchase: { amount: JPY, x: { is: earned(star where x > 5 stars) } } }\n${when('x > 3 stars')}`,
    'measure-cycle at x',
  ],

  // A ladder reads ladders above it only, by whatever way.
  [
    'through measures',
    `measures: { a: if tier(second) = top then 1 else 0, b: a + 1 }\n${TWO.replace('READ', 'b > 3')}`,
    'ladder-order at b',
  ],
  [
    'through the last day of a level',
    `segments: { a: has last(second.top) }\n${TWO.replace('READ', 'a')}`,
    'ladder-order at a',
  ],
  [
    'through a table',
    `parameters: { r: { by: tier(second), down: 1, top: 2 } }\nmeasures: { a: r * 2 }\n${TWO.replace('READ', 'a > 3')}`,
    'ladder-order at a',
  ],
  [
    'through a period anchored on it',
    `periods: { p: { every: 1 year, from: since(second) } }\n${TWO.replace('READ', 'count(visit during this p) > 3')}`,
    'ladder-order at count(visit during this p)',
  ],
  [
    'its own change may anchor a period',
    'periods: { p: { every: 1 year, from: since(status) } }\ntiers: { status: { base: regular, levels: { gold: { reach: count(visit during this p) > 3 } } } }\n',
  ],

  // Limits, delays, guardrails.
  [
    'two periods',
    'rules:\n  r: { on: visit, give: 1 star, limit: 1 per day per month }\n',
    'limit-per-twice at month',
  ],
  [
    'a delayed birthday',
    'members: { birthday?: date }\nrules:\n  r: { every: birthday, after: 2 days, give: 1 star }\n',
    'after-not-here at 2 days',
  ],
  [
    'an amount that was wrong has no consequences',
    'rules:\n  r: { on: visit, give: 1 sta, limit: 3 stars per day }\n  s: { on: visit, give: award(r) }\n',
    'unknown-unit at sta',
  ],
  [
    'a guardrail of another unit',
    'kpis: { k: { measure: total(sum(purchase.amount)) } }\nguardrails: { fair: change(k) at most 3% }\n',
    'type-expected at 3%',
  ],
  [
    'nobody reaches the base',
    `${LADDER}${when('count(reach status.regular) > 1')}`,
    'base-not-reached at regular',
  ],

  // Dates of lots.
  [
    'hours in a parameter',
    'parameters: { life: 5 hours }\npoints: { star: { expires: earned + life } }\n',
    'hours-on-date at life',
  ],
  [
    'a moving day that reads the event',
    'events: { visit: { d: date } }\nrules:\n  r: { on: visit, give: 1 star, expires: "if d > 2026-01-01 then (last(visit) otherwise earned) else earned" }\n',
    'expiry-event at d',
  ],
  [
    'a moving day that counts events like the one at hand',
    'rules:\n  r: { on: purchase, give: 1 star, expires: "max(earned, last(purchase where channel = this.channel)) + 1 month" }\n',
    'expiry-event at last(purchase where channel = this.channel)',
  ],
  [
    'a moving day read from fields of events that are past',
    'segments: { a: count(purchase where channel = app) > 3 }\nrules:\n  r: { on: purchase, give: 1 star, expires: "max(earned, if a then last(purchase where channel = app) else earned) + 1 month" }\n',
  ],
  [
    'a reward gives points whose date reads another event',
    'events: { visit: { d: date } }\npoints: { star: { expires: d + 1 month } }\nrules:\n  r: { on: visit, give: 1 star }\nrewards: { cup: { price: 5 stars, give: 1 star } }\n',
    'field-not-here at d',
  ],
  [
    'a scheduled rule with a date of its own does not ask the type',
    'events: { visit: { d: date } }\npoints: { star: { expires: d + 1 month } }\nrules:\n  r: { on: visit, give: 1 star }\n  y: { every: anniversary, give: 1 star, expires: earned + 1 month }\n',
  ],
  [
    'the share of a reversal reads a tier behind another field',
    `${LADDER}events:\n  visit: {}\n  purchase: { amount: JPY, b: { is: if tier(status) = gold then amount else 0 JPY }, x: { is: b + 1 JPY } }\n  refund: { reverses: purchase by x, x: JPY }\n`,
    'reverses-by-state at b',
  ],

  // What is sound to say about a program without errors, and where nothing is said.
  ['always', when('count(visit) >= 0 and channel = store'), 'condition-constant at count(visit) >= 0'],
  [
    'never',
    when('channel = store and channel in (app)'),
    'condition-constant at channel = store and channel in (app)',
  ],
  ['two words of one list, one after the other', when('channel = store or channel = app')],
  ['no room', 'rules:\n  r: { on: visit, give: 1 star, limit: 0 per day }\n', 'limit-nothing at 0'],
  [
    'available on the day after the last',
    'points: { star: { available: earned + 1 day, expires: "end_of(month, earned)" } }\n',
    'sometimes-unusable at end_of(month, earned)',
  ],
  [
    'available on the last day',
    'points: { star: { available: earned + 1 month, expires: earned + 1 month } }\n',
  ],
  // 30 days after 31 January lies in March; one month after it is the last day of February.
  [
    'thirty days against a month',
    'points: { star: { available: earned + 30 days, expires: earned + 1 month } }\n',
    'sometimes-unusable at earned + 1 month',
  ],
];

describe('what is refused, and what is not', () => {
  it.each(cases)('%s', (_title, program, ...expected) => {
    expect(findings(program)).toEqual(expected);
  });
});
