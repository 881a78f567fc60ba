import type { ComparisonFigures } from '../../report/index.ts';
import type { BrokenFilter, Side } from '../contract/index.ts';
import type { Named } from './comparing.ts';
import type { Reading } from './history/reading.ts';
import { BadCondition, MembersTable } from './members/table.ts';

/** What the page shows: one version, or two side by side. */
export class Shown {
  readonly #candidate: Named;
  readonly #base: Named | undefined;
  /** Of both, where there are two. */
  readonly comparison: ComparisonFigures | undefined;
  readonly #tables = new Map<Side, MembersTable>();

  constructor(candidate: Named, base: Named | undefined, comparison: ComparisonFigures | undefined) {
    this.#candidate = candidate;
    this.#base = base;
    this.comparison = comparison;
  }

  /** The history as what is shown reads it. */
  get readings(): readonly Reading[] {
    return [this.#candidate, this.#base].flatMap((named) => named?.version.reading ?? []);
  }

  /** The version of a side; where there is only one, that one. */
  named(side: Side): Named {
    return side === 'base' ? (this.#base ?? this.#candidate) : this.#candidate;
  }

  table(side: Side): MembersTable {
    const known = this.#tables.get(side);
    if (known !== undefined) return known;
    const [base, candidate, yardstick] = [
      this.#base?.version,
      this.#candidate.version,
      this.comparison?.yardstick,
    ];
    // Members of versions that read a history differently do not stand in the same chunks.
    const beside =
      base === undefined || yardstick === undefined || base.reading !== candidate.reading
        ? undefined
        : { base, candidate, yardstick };
    const table = new MembersTable(this.named(side).version, beside);
    this.#tables.set(side, table);
    return table;
  }
}

/** What was asked for, or what is wrong with the condition. */
export async function filtered<Made>(making: Promise<Made>): Promise<Made | BrokenFilter> {
  try {
    return await making;
  } catch (error) {
    if (error instanceof BadCondition) return { kind: 'broken', diagnostics: error.diagnostics };
    throw error;
  }
}
