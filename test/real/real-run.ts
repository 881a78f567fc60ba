import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, readDocument, toData, validateDocument } from '../../compiler/index.ts';
import {
  type HistoryRead,
  type Mapping,
  type PopulationResult,
  readHistory,
  runPopulation,
} from '../../runtime/index.ts';
import { formatDay, type LedgerRow, type Plan } from '../../schema/index.ts';

/** A file of the real histories that lie beside the checkout; they are not part of the project. */
export function realData(path: string): string {
  return fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
}

const ofProgram = (slug: string, file: string): string =>
  readFileSync(new URL(`../../programs/${slug}/${file}`, import.meta.url), 'utf8');

export function planOf(slug: string): Plan {
  const { value, diagnostics } = compile(ofProgram(slug, 'program.yaml'));
  if (value === undefined) throw new Error(diagnostics.map((found) => found.message.en).join('\n'));
  return value;
}

export function mappingOf(slug: string): Mapping {
  const { root, diagnostics } = readDocument(ofProgram(slug, 'mapping.yaml'));
  const found = root === undefined ? diagnostics : [...diagnostics, ...validateDocument(root, 'mapping')];
  if (root === undefined || found.length > 0) throw new Error(found.map((one) => one.message.en).join('\n'));
  // Valid by its schema, which is where the type comes from.
  return toData(root) as Mapping;
}

/** Reads a file through the mapping that lies beside the program. */
export async function readReal(
  plan: Plan,
  slug: string,
  name: string,
  bytes: Uint8Array,
): Promise<HistoryRead> {
  const read = await readHistory(plan, [{ name, chunks: [bytes], mapping: mappingOf(slug) }]);
  if (read.problems.length > 0) throw new Error(read.problems.map((one) => one.message.en).join('\n'));
  return read;
}

/** Replays every member to the end of the history. */
export function replayAll(plan: Plan, read: HistoryRead, onRow: (row: LedgerRow) => void): PopulationResult {
  const until = read.lastDay;
  if (until === undefined) throw new Error('the history is empty');
  return runPopulation(plan, read.members, { until, onRow });
}

/** A KPI at the end of each month and of the run, by day; a fraction in lowest terms, as text. */
export function kpiByDay(result: PopulationResult, name: string): readonly (readonly [string, string])[] {
  return result.kpis.map(({ day, kpis }) => {
    const value = kpis.find((kpi) => kpi.name === name)?.value;
    return [formatDay(day), value === undefined ? 'missing' : lowest(value.n, value.d)];
  });
}

/** `a/b` in lowest terms. */
export function lowest(numerator: bigint | number, denominator: bigint | number): string {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  let [a, b] = [top < 0n ? -top : top, bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? '0/1' : `${top / a}/${bottom / a}`;
}

/** Adds up, by key. */
export class Sums {
  readonly #of = new Map<string, number>();

  add(key: string, amount: number): void {
    this.#of.set(key, (this.#of.get(key) ?? 0) + amount);
  }

  get(key: string): number {
    return this.#of.get(key) ?? 0;
  }

  get total(): number {
    let total = 0;
    for (const amount of this.#of.values()) total += amount;
    return total;
  }

  /** All that is not 0, by key. */
  get entries(): readonly (readonly [string, number])[] {
    return [...this.#of]
      .filter(([, amount]) => amount !== 0)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** The largest, largest first. */
  top(count: number): readonly (readonly [string, number])[] {
    return [...this.#of].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, count);
  }
}
