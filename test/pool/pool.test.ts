import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenChunk } from '../../cli/reading/index.ts';
import { storeChunks } from '../../cli/reading/stored-chunk.ts';
import { compile } from '../../compiler/index.ts';
import { chunksOf, Dictionary, membersApart, membersOf, readHistory } from '../../runtime/index.ts';
import { layoutOf } from '../../schema/index.ts';
import { folder } from '../cli/command.ts';
import { FAILS, HANGS, poolOf, rigOf, throughPool } from './rig.ts';

/** 60 members with 1 to 5 purchases of a few yen: 180 rows, 180 rows of ledger. */
const PLAIN = Array.from({ length: 60 }, (_, member) =>
  Array.from({ length: (member % 5) + 1 }, (_each, n) => 1 + ((member * 7 + n) % 90)),
);

// If it fails, a run on four cores says something else than a run on one.
describe('threads', () => {
  it('give the same rows in the order of members, however many there are', async () => {
    const rig = await rigOf(PLAIN, 8);
    expect(rig.chunks.length).toBeGreaterThan(20);
    const alone = await throughPool(rig, { threads: 1 });
    // By hand: a yen is a star, one row each.
    const expected = PLAIN.flatMap((amounts, member) =>
      amounts.map((amount, n) => `m${String(member).padStart(3, '0')} e${member}-${n} ${amount}`),
    );
    const rows = alone.ledger
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows.map((cells) => `${cells[0]} ${cells[6]} ${cells[4]}`)).toEqual(expected);
    expect(alone).toMatchObject({ rows: 180, members: 60, failed: [], started: 1 });
    for (const threads of [2, 3]) {
      const several = await throughPool(rig, { threads });
      expect({ ...several, started: 1 }).toEqual(alone);
    }
  });

  it('lose nobody where one of them is killed in the middle', async () => {
    const rig = await rigOf(PLAIN, 8);
    const whole = await throughPool(rig, { threads: 2 });
    let chunks = 0;
    const killed = await throughPool(rig, {
      threads: 2,
      // Whoever is to get the third chunk goes before it can answer, as if the machine had taken it.
      meddle: (thread, worker) => ({
        send(message) {
          if (message.kind === 'task') chunks += 1;
          if (message.kind === 'task' && chunks === 3) void worker.terminate();
          else thread.send(message);
        },
        end: () => thread.end(),
      }),
    });
    // The lost chunk came again, member by member.
    expect(chunks).toBeGreaterThan(rig.chunks.length + 1);
    expect(killed.started).toBe(3);
    expect({ ...killed, started: 2 }).toEqual(whole);
  });

  it('find the member at fault in chunks that stand in a file', async () => {
    const rig = await rigOf(
      PLAIN.map((own, member) => (member === 17 ? [5, FAILS] : own)),
      30,
      true,
    );
    const place = folder({});
    const stored = storeChunks(join(place.path, 'chunks'), rig.chunks);
    const [came, here] = [
      await throughPool(rig, { threads: 2 }, stored),
      await throughPool(rig, { threads: 2 }),
    ];
    place.remove();
    expect(came.failed.map(({ member }) => member)).toEqual(['m017']);
    expect(came.members).toBe(59);
    expect(came).toEqual(here);
  });

  it('name the member whose replay never ends, and keep all others', async () => {
    const amounts = PLAIN.map((own, member) => (member === 17 ? [5, HANGS, 5] : own));
    const rig = await rigOf(amounts, 30, true);
    const came = await throughPool(rig, { threads: 2, limit: 2000 });
    expect(came.failed).toEqual([{ member: 'm017', why: 'late', reason: '2000 ms' }]);
    // Of 60 members 59 are there, 177 rows: m017 had three of the 180.
    expect(came.members).toBe(59);
    expect(came.ledger).not.toContain('m017');
    const ids = came.outcomes
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).member);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toHaveLength(59);
  });

  it('name the member on whom the module fails, and keep all others', async () => {
    const amounts = PLAIN.map((own, member) => (member === 0 || member === 41 ? [FAILS] : own));
    const rig = await rigOf(amounts, 30, true);
    const came = await throughPool(rig, { threads: 2 });
    expect(came.failed.map(({ member, why }) => [member, why])).toEqual([
      ['m000', 'gave-up'],
      ['m041', 'gave-up'],
    ]);
    expect(came.failed[0]?.reason).toContain('unreachable');
    expect(came.members).toBe(58);
  });

  it('say so where none can work at all', async () => {
    const rig = await rigOf(PLAIN, 8);
    // A module of somebody else's: it has no manifest.
    const module = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await expect(throughPool({ ...rig, module }, { threads: 2 })).rejects.toThrow('not a module');
  });

  it('end at once when the run is given up', async () => {
    const rig = await rigOf(
      PLAIN.map(() => [HANGS]),
      8,
      true,
    );
    const { pool, came } = poolOf(rig, { threads: 2 });
    const all = (async () => {
      for (const chunk of rig.chunks) await pool.submit(givenChunk(chunk));
      await pool.finish();
    })();
    pool.close();
    await expect(all).rejects.toThrow('closed');
    expect(came().members).toBe(0);
  });
});

// If it fails, a member who is tried alone is another than in the chunk.
describe('members of a chunk, apart', () => {
  it('are who they were, refunds and lines of receipts too', async () => {
    const text = (name: string) => readFileSync(new URL(`../../programs/tea-house/${name}`, import.meta.url));
    const { value: plan } = compile(text('program.yaml').toString());
    if (plan === undefined) throw new Error('the tea house does not compile');
    const { members } = await readHistory(plan, [{ name: 'history', chunks: [text('history.jsonl')] }]);
    const layout = layoutOf(plan);
    const dictionary = new Dictionary(layout);
    const chunks = [...chunksOf(plan, layout, dictionary, members, { rows: 200 })];
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.some(({ of }) => of.some((row) => row >= 0))).toBe(true);
    for (const chunk of chunks) {
      const apart = [...membersApart(chunk)].flatMap((one) => membersOf(plan, layout, dictionary, one));
      expect(apart).toEqual(membersOf(plan, layout, dictionary, chunk));
    }
  });
});
