import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, printPlan } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { attributesFor, RUN_END, rowsFor, writeRows } from './history-arbitrary.ts';
import { fragments, programs } from './plans.ts';

const specimens = [...programs(), ...fragments()];
const sources = specimens.map((specimen) => specimen.source);

/** Pieces that turn up where they should not. */
const splinters = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  "'",
  '#',
  '|',
  '>',
  '- ',
  '\t',
  '\n',
  '  ',
  '?',
  '&a ',
  '*a',
  '!!int ',
  '%',
  '@',
  '`',
  'null',
  '~',
  '1e999',
  '-0',
  '99999999999999999999',
  '0.0000000001',
  '2026-02-30',
  'forever',
  'this',
  'member.',
  '==',
  '>=',
  'of',
  'per',
  'otherwise',
  'where',
  'during this year',
  'count(',
  'sum(purchase.amount',
  'tier(status)',
  '銀',
  '，',
  '　',
  '\u0000',
  'kizuna: 1',
  'rules:',
  'yes',
  'no',
  '12 months',
  '3 stars',
  '54 JPY',
  '<<: *x',
  '---',
  '...',
];

/** A text with a few places cut, doubled or replaced. */
const mutated = fc
  .record({
    source: fc.constantFrom(...sources),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 60 })),
        put: fc.oneof(fc.constantFrom(...splinters), fc.string({ maxLength: 4 })),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ source, cuts }) =>
    cuts.reduce((text, { at, length, put }) => {
      const start = Math.floor(at * text.length);
      return text.slice(0, start) + put + text.slice(start + length);
    }, source),
  );

// If it fails, a slip of the keyboard ends in a stack trace instead of a sentence.
describe('no program makes the compiler throw', () => {
  it('answers 6,000 damaged programs with diagnostics that have a place', () => {
    fc.assert(
      fc.property(mutated, (source) => {
        const { value, diagnostics } = compile(source);
        const errors = diagnostics.filter((one) => one.severity === 'error');
        expect(value === undefined).toBe(errors.length > 0);
        if (value !== undefined) expect(printPlan(value)).toContain('plan ');
        for (const { span, message } of diagnostics) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(source.length);
          expect(`${message.en}${message.ja}`).not.toMatch(/undefined|\[object|NaN/);
        }
      }),
      { numRuns: 6000 },
    );
  });
});

// If it fails, one strange file ends a whole run.
describe('no history makes the replay throw', () => {
  it('reads and replays 4,000 damaged histories and accounts for every row', async () => {
    const chosen = fc.constantFrom(...specimens).chain((specimen) =>
      fc
        .record({
          rows: rowsFor(specimen.plan, 12),
          attributes: attributesFor(specimen.plan),
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          length: fc.integer({ min: 0, max: 20 }),
          put: fc.oneof(
            fc.constantFrom(...splinters),
            fc.string({ maxLength: 4 }),
            fc.constantFrom('9223372036854775807', '1e400', '-1', '"of":"e0",'),
          ),
        })
        .map(({ rows, attributes, at, length, put }) => {
          const text = writeRows(rows, specimen.plan, attributes);
          const start = Math.floor(at * text.length);
          return { plan: specimen.plan, text: text.slice(0, start) + put + text.slice(start + length) };
        }),
    );
    await fc.assert(
      fc.asyncProperty(chosen, async ({ plan, text }) => {
        const read = await readHistory(plan, [{ name: 'h.jsonl', chunks: [new TextEncoder().encode(text)] }]);
        let ignored = 0;
        for (const count of read.ignored.values()) ignored += count;
        expect(read.accepted + read.rejected.length + ignored).toBe(read.rows);
        // A damaged date may lie centuries ahead: the run's end bounds the days, not the file.
        for (const history of read.members) runMember(plan, history, { until: RUN_END });
      }),
      { numRuns: 4000 },
    );
  }, 300_000);
});
