import {
  CompiledProgram,
  customerModel,
  Generator,
  Granting,
  type RowWriter,
  rowWriter,
} from '../../../runtime/index.ts';
import type { MemberHistory } from '../../../schema/index.ts';
import type { GeneratorSetup } from './contract.ts';

const ENCODER = new TextEncoder();
/** So many members are objects at a time: few, so that they are gone again before they grow old. */
const AT_ONCE = 64;

/** Rows of some members, as a file would hold them. */
export interface Block {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly rows: number;
}

/**
 * Makes up the rows that `kizuna generate` writes, some members at a time: who they are depends on the seed and their number alone,
 * and which redemptions are granted on their own history.
 */
export class BlockMaker {
  readonly #generator: Generator;
  readonly #granting: Granting | undefined;
  readonly #writer: RowWriter;

  constructor({ plan, module, seed, from, until, format }: GeneratorSetup) {
    const model = customerModel(plan.currency);
    const generator = Generator.of(plan, { seed, from, until, model });
    if (generator === undefined) throw new Error('the program has no event that could happen');
    this.#generator = generator;
    this.#granting =
      module === undefined ? undefined : new Granting(plan, new CompiledProgram(module), until);
    this.#writer = rowWriter(plan, format);
  }

  /** The first line of a file; empty where the form has none. */
  get head(): string {
    return this.#writer.head;
  }

  make(first: number, members: number, mostRows: number): Block {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let rows = 0;
    for (let from = first; from < first + members && rows < mostRows; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, first + members - from);
      const histories = Array.from(
        { length: count },
        (_, index): MemberHistory => this.#generator.member(from + index),
      );
      let text = '';
      for (const history of this.#granting?.affordable(histories) ?? histories)
        for (const line of this.#writer.rowsOf(history)) {
          if (rows >= mostRows) break;
          text += line;
          rows += 1;
        }
      parts.push(ENCODER.encode(text) as Uint8Array<ArrayBuffer>);
    }
    return { parts, rows };
  }
}
