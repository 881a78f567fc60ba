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

/** Rows of some members, as a file would hold them. */
export interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>;
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
    const all = Array.from(
      { length: members },
      (_, index): MemberHistory => this.#generator.member(first + index),
    );
    const lines: string[] = [];
    for (const history of this.#granting?.affordable(all) ?? all) {
      for (const line of this.#writer.rowsOf(history)) if (lines.length < mostRows) lines.push(line);
      if (lines.length >= mostRows) break;
    }
    return { bytes: ENCODER.encode(lines.join('')) as Uint8Array<ArrayBuffer>, rows: lines.length };
  }
}
