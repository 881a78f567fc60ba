import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, Dictionary, membersOf, readHistory } from '../../runtime/index.ts';
import type { MemberHistory, Plan } from '../../schema/index.ts';
import { layoutOf } from '../../schema/index.ts';
import { attributesFor, rowsFor, writeRows } from '../properties/history-arbitrary.ts';
import { fragments, programs } from '../properties/plans.ts';
import { withoutPlaces } from './histories.ts';

const specimens = [...programs(), ...fragments()];

async function read(plan: Plan, text: string): Promise<readonly MemberHistory[]> {
  const { members } = await readHistory(plan, [
    { name: 'h.jsonl', chunks: [new TextEncoder().encode(text)] },
  ]);
  return members;
}

function historyOf(plan: Plan) {
  return fc
    .record({ rows: rowsFor(plan), attributes: attributesFor(plan) })
    .map(({ rows, attributes }) => writeRows(rows, plan, attributes));
}

// If it fails, the compiled engine replays other events than the reference engine.
describe('members become columns and columns the same members', () => {
  it.each(specimens)('$name', async ({ plan }) => {
    const layout = layoutOf(plan);
    await fc.assert(
      fc.asyncProperty(historyOf(plan), fc.integer({ min: 1, max: 30 }), async (text, rows) => {
        const members = await read(plan, text);
        const dictionary = new Dictionary(layout);
        const chunks = [...chunksOf(plan, layout, dictionary, members, { rows })];
        const back = chunks.flatMap((chunk) => membersOf(plan, layout, dictionary, chunk));
        expect(back).toEqual(withoutPlaces(plan, members));
        for (const chunk of chunks) expect(chunk.members === 1 || chunk.rows <= rows).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the dictionary', () => {
  it('keeps the words of the layout at the first codes, and gives the next to each new text', () => {
    const dictionary = new Dictionary({ words: ['store', '店'], attributes: [], events: [] });
    expect(dictionary.codeOf('店')).toBe(1);
    expect(dictionary.codeOf('a')).toBe(2);
    expect(dictionary.codeOf('a')).toBe(2);
    const bytes = new TextEncoder().encode('x店y');
    expect(dictionary.codeOfBytes(bytes, 1, 4)).toBe(1);
    expect(dictionary.textOf(2)).toBe('a');
  });

  it('tells texts apart that are halves of surrogate pairs', () => {
    const dictionary = new Dictionary({ words: [], attributes: [], events: [] });
    const texts = ['\ud800', '\udfff', 'a\ud800b', '\ufffd', '😀', '\ud83d', ''];
    const codes = texts.map((text) => dictionary.codeOf(text));
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(codes.map((code) => dictionary.textOf(code))).toEqual(texts);
  });

  it('finds every text again among many', () => {
    const dictionary = new Dictionary({ words: [], attributes: [], events: [] });
    const texts = Array.from({ length: 5000 }, (_, n) => `t${n}`);
    const codes = texts.map((text) => dictionary.codeOf(text));
    expect(codes.map((code) => dictionary.textOf(code))).toEqual(texts);
    expect(texts.map((text) => dictionary.codeOf(text))).toEqual(codes);
  });
});
