import { compileScenario } from '../../compiler/index.ts';
import { HistoryAlterer, membersOf, readColumns, readHistory } from '../../runtime/index.ts';
import {
  type Chunk,
  formatTime,
  type MemberHistory,
  type Plan,
  parseDay,
  type ResponseModel,
} from '../../schema/index.ts';
import { SHOP, shopWith } from './shop.ts';

/** One row of a history: JSON as a file of JSON Lines has it. */
export type Row = Readonly<Record<string, unknown>>;

const bytesOf = (rows: readonly Row[]): readonly Uint8Array[] => [
  new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
];

export const day = (text: string): number => parseDay(text) ?? 0;

export interface Prepared {
  readonly plan: Plan;
  readonly model: ResponseModel;
}

/** The response of a scenario over a program. */
export function responseOf(response: string, program = SHOP): Prepared {
  const compiled = compileScenario(shopWith(`response:\n${response}`), () => ({ text: program }));
  if (compiled.value === undefined || compiled.response === undefined)
    throw new Error(compiled.diagnostics.map(({ message }) => message.en).join('; '));
  return { plan: compiled.value, model: compiled.response.model };
}

/** One draw of a response over a history, every member in every group; `size`: rows of a chunk. */
export async function altered(
  { plan, model }: Prepared,
  rows: readonly Row[],
  {
    shares,
    draw = 1,
    until,
    size = 1 << 20,
  }: {
    readonly shares: readonly number[];
    readonly draw?: number;
    readonly until: string;
    readonly size?: number;
  },
): Promise<{ readonly members: readonly MemberHistory[]; readonly touched: readonly number[] }> {
  const read = await readColumns(plan, [
    { name: 'history.jsonl', chunks: bytesOf(rows), mapping: undefined },
  ]);
  if (read.rejected.length > 0) throw new Error(`rejected: ${read.rejected[0]?.message.en}`);
  const alterer = new HistoryAlterer(plan, read.layout, model, day(until));
  const count = model.assumptions.filter(({ segment }) => segment !== undefined).length;
  const members: MemberHistory[] = [];
  const touched: number[] = [];
  for (const chunk of read.chunks({ rows: size })) {
    const flags = new Uint8Array(chunk.members * count).fill(1);
    const result = alterer.alter(copyOf(chunk), { count, flags }, shares, draw);
    members.push(...membersOf(plan, read.layout, read.dictionary, result.chunk));
    result.touched.forEach((events, index) => {
      touched[index] = (touched[index] ?? 0) + events;
    });
  }
  return { members, touched };
}

/** A chunk is a view of memory that the next one takes. */
function copyOf(chunk: Chunk): Chunk {
  return structuredClone(chunk);
}

/** The rows that a history is made of, as a file would have them. */
export function rowsOf(members: readonly MemberHistory[]): readonly Row[] {
  const plain = (value: unknown): unknown =>
    typeof value === 'bigint'
      ? Number(value)
      : Array.isArray(value)
        ? value.map(plain)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
          : value;
  return members.flatMap(({ member, events }) =>
    events.map((event) => ({
      member,
      type: event.type,
      id: event.id,
      at: formatTime(event.at),
      ...(event.of !== undefined && { of: event.of }),
      ...(plain(event.fields) as object),
    })),
  );
}

/** Reasons for which a reader would keep rows of a history out. */
export async function rejectedOf(plan: Plan, members: readonly MemberHistory[]): Promise<readonly string[]> {
  const chunks = bytesOf(rowsOf(members));
  const { rejected, problems } = await readHistory(
    plan,
    [{ name: 'again.jsonl', chunks, mapping: undefined }],
    {},
  );
  return [...rejected, ...problems].map(({ message }) => message.en);
}

/** So many members, each with so many purchases of an amount, one a day from a day on. */
export function purchases(members: number, each: number, from: string, amount: number): readonly Row[] {
  return Array.from({ length: members }, (_, member) =>
    Array.from({ length: each }, (__, index) => ({
      member: `m${String(member).padStart(5, '0')}`,
      type: 'purchase',
      id: `p${member}-${index}`,
      at: `${formatTime((day(from) + index) * 86_400 + 36_000 + (member % 3_600)).slice(0, 10)}T10:00`,
      amount,
    })),
  ).flat();
}
