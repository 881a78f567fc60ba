import { CompiledProgram } from '../../../runtime/index.ts';
import { LEDGER_KINDS, ROW } from '../../../schema/index.ts';
import type { MemberCell } from '../../contract/index.ts';
import { ChunkMembers } from './chunk-members.ts';
import type { ChunkFlags, ChunkValues, MembersAsked, ThreadCalls } from './contract.ts';
import type { HeldChunk, Holdings } from './holdings.ts';
import { partsOf } from './parts.ts';
import type { Replays } from './replays.ts';

const DECLINE = LEDGER_KINDS.indexOf('decline');

/** Answers what is asked of single members: their values under a version, and who is meant. */
export class Members {
  readonly #holdings: Holdings;
  readonly #replays: Replays;

  constructor(holdings: Holdings, replays: Replays) {
    this.#holdings = holdings;
    this.#replays = replays;
  }

  values(asked: ThreadCalls['values']['ask']): readonly ChunkValues[] {
    return this.#chunksOf(asked).map((held) => ({
      chunk: held.number,
      values: this.#members(held, asked).values(asked.place),
    }));
  }

  cells(asked: ThreadCalls['cells']['ask']): readonly (readonly (readonly MemberCell[])[])[] {
    const chunks = this.#chunksOf(asked);
    return asked.rows.map(({ chunk, members }) => {
      const held = chunks.find(({ number }) => number === chunk);
      if (held === undefined) return members.map(() => []);
      const own = this.#members(held, asked);
      return members.map((member) => asked.columns.map(({ place }) => own.cell(place, member)));
    });
  }

  /** `next` is waited for between two chunks, and throws where nobody wants to know any more. */
  async inSegment(
    { key, module, segment }: ThreadCalls['inSegment']['ask'],
    next: (events: number) => Promise<void>,
  ): Promise<readonly ChunkFlags[]> {
    const { reading, until, instead } = this.#replays.version(key);
    const program = new CompiledProgram(module);
    const { outcome } = program.manifest;
    const { layout, chunks } = this.#holdings.reading(reading);
    const found: ChunkFlags[] = [];
    for (const held of chunks) {
      const flags = new Uint8Array(held.chunk.members);
      for (const { chunk, first } of partsOf(held, layout, instead))
        for (const { outcomes, outcomeCount, errors } of program.replay(chunk, until, { ledger: false }))
          for (let i = 0; i < outcomeCount; i += 1) {
            const at = i * outcome.bytes;
            const member = outcomes.getInt32(at, true);
            if (!errors.has(member))
              flags[member + first] =
                outcomes.getInt32(at + outcome.segments + 4 * segment, true) === 0 ? 0 : 1;
          }
      found.push({ chunk: held.number, flags });
      await next(held.chunk.rows);
    }
    return found;
  }

  /** By the rows that a rule or reward left in the ledger. */
  async reached(
    { key, source }: ThreadCalls['reached']['ask'],
    next: (events: number) => Promise<void>,
  ): Promise<readonly ChunkFlags[]> {
    const { reading, module, until, instead } = this.#replays.version(key);
    const program = new CompiledProgram(module);
    const { layout, chunks } = this.#holdings.reading(reading);
    const found: ChunkFlags[] = [];
    for (const held of chunks) {
      const flags = new Uint8Array(held.chunk.members);
      for (const { chunk, first } of partsOf(held, layout, instead))
        for (const { rows, rowCount } of program.replay(chunk, until))
          for (let row = 0; row < rowCount; row += 1) {
            const at = row * ROW.bytes;
            if (rows.getInt32(at + ROW.by, true) !== source) continue;
            if (rows.getInt32(at + ROW.kind, true) === DECLINE) continue;
            flags[rows.getInt32(at + ROW.member, true) + first] = 1;
          }
      found.push({ chunk: held.number, flags });
      await next(held.chunk.rows);
    }
    return found;
  }

  #chunksOf({ key }: MembersAsked): readonly HeldChunk[] {
    return this.#holdings.reading(this.#replays.version(key).reading).chunks;
  }

  #members(held: HeldChunk, { key, compared }: MembersAsked): ChunkMembers {
    const version = this.#replays.version(key);
    return new ChunkMembers(
      held.chunk,
      held.number,
      partsOf(held, this.#holdings.reading(version.reading).layout, version.instead),
      version,
      compared && {
        base: this.#replays.version(compared.base),
        candidate: this.#replays.version(compared.candidate),
        yardstick: compared.yardstick,
      },
    );
  }
}
