import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkBuilder } from '../../runtime/columns/chunk-builder.ts';
import { chunksOf, Dictionary, membersOf, readHistory, textAt } from '../../runtime/index.ts';
import type { Layout, MemberHistory, Plan } from '../../schema/index.ts';
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

describe('a builder of chunks', () => {
  const layout: Layout = {
    words: [],
    attributes: [],
    events: [
      {
        name: 'purchase',
        columns: [
          { name: 'amount', type: { kind: 'quantity', unit: {}, scale: 0 }, store: 'i64', optional: false },
          { name: 'store', type: { kind: 'text' }, store: 'i32', optional: true },
        ],
        lines: [],
      },
    ],
  };
  const fill = (builder: ChunkBuilder) => {
    builder.beginMember('会員', 19_000);
    const into = builder.beginRowBytes(0, new TextEncoder().encode('xe1y'), 1, 3, 19_001, 60, -1);
    into.columns[0]?.writeInteger(-(2 ** 40) - 1);
    into.columns[1]?.writeMissing();
    builder.beginRow(0, 'e2', 19_002, 0, 0);
    into.columns[0]?.writeHalves(-1, -1);
    into.columns[1]?.writeSmall(7);
    return builder.finish();
  };

  it('writes the same again into the memory of the last chunk', () => {
    const builder = new ChunkBuilder(layout);
    for (let time = 0; time < 2; time += 1) {
      const chunk = fill(builder);
      expect([chunk.members, chunk.rows]).toEqual([1, 2]);
      expect([...chunk.firstRow]).toEqual([0, 2]);
      expect([textAt(chunk.memberIds, 0), textAt(chunk.eventIds, 0), textAt(chunk.eventIds, 1)]).toEqual([
        '会員',
        'e1',
        'e2',
      ]);
      expect([[...chunk.day], [...chunk.second], [...chunk.of]]).toEqual([
        [19_001, 19_002],
        [60, 0],
        [-1, 0],
      ]);
      const [amount, store] = chunk.events[0]?.columns ?? [];
      expect([...(amount?.values ?? [])]).toEqual([-1_099_511_627_777n, -1n]);
      expect([[...(store?.values ?? [])], [...(store?.present ?? [])]]).toEqual([
        [0, 7],
        [0, 1],
      ]);
      // Two amounts of 8, two codes of 4 and 1, the ids' 10 bytes and 3 ends of 4, 8 for the member, 20 for each row.
      expect(builder.size).toBe(16 + 10 + 10 + 12 + 8 + 40);
      builder.reset();
      expect([builder.members, builder.rows]).toEqual([0, 0]);
    }
  });
});
