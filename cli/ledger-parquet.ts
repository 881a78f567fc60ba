import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { LedgerRow, Plan } from '../schema/index.ts';
import { scaleOf } from './show.ts';
import { StagedFile } from './staged-file.ts';

/** Rows that are gathered before they are written; so many, and no more, stand in memory. */
const GROUP = 1 << 16;

type Cell = string | number | bigint | Uint8Array | undefined;

interface Column {
  readonly element: SchemaElement;
  readonly cell: (row: LedgerRow) => Cell;
}

const text = (name: string, required = false): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: required ? 'REQUIRED' : 'OPTIONAL',
});

/** Nineteen digits of 64 bits, and nine for points with fewer decimals than others; twelve bytes hold them. */
const PRECISION = 28;
const BYTES = 12;

function amount(name: string, scale: number): SchemaElement {
  return {
    name,
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: BYTES,
    repetition_type: 'OPTIONAL',
    converted_type: 'DECIMAL',
    precision: PRECISION,
    scale,
    logical_type: { type: 'DECIMAL', precision: PRECISION, scale },
  };
}

function isAmount({ converted_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL';
}

/** Amounts reach the writer as the bytes that are stored: it would make them of big integers byte by byte. */
function stored(element: SchemaElement): SchemaElement {
  if (!isAmount(element)) return element;
  const { name, type_length = BYTES, repetition_type = 'OPTIONAL' } = element;
  return { name, type: 'FIXED_LEN_BYTE_ARRAY', type_length, repetition_type };
}

/**
 * The columns of a ledger. All quantities have as many decimals as the points type that has most, so that they can be
 * added up; clock times are those of the program's zone, and say so.
 */
function columnsOf(plan: Plan): readonly Column[] {
  const scale = Math.max(0, ...plan.points.map((points) => points.decimals));
  const encoded = decimals();
  const exact = (row: LedgerRow, value: bigint | undefined) =>
    value === undefined ? undefined : encoded(value * 10n ** BigInt(scale - scaleOf(plan, row.what)));
  return [
    { element: text('member', true), cell: (row) => row.member },
    {
      element: {
        name: 'at',
        type: 'INT64',
        repetition_type: 'REQUIRED',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' },
      },
      cell: (row) => BigInt(row.at) * 1000n,
    },
    { element: text('kind', true), cell: (row) => row.kind },
    { element: text('what', true), cell: (row) => row.what },
    { element: amount('quantity', scale), cell: (row) => exact(row, row.quantity) },
    { element: text('by'), cell: (row) => row.by },
    { element: text('cause'), cell: (row) => row.cause },
    { element: { name: 'lot', type: 'INT32', repetition_type: 'OPTIONAL' }, cell: (row) => row.lot },
    {
      element: { name: 'expires', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
      cell: (row) => row.expires,
    },
    { element: amount('balance', scale), cell: (row) => exact(row, row.balance) },
    { element: amount('pending', scale), cell: (row) => exact(row, row.pending) },
  ];
}

/** Big-endian two's complement; equal amounts are one object, which the writer knows again. */
function decimals(): (value: bigint) => Uint8Array {
  const known = new Map<bigint, Uint8Array>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size >= GROUP) known.clear();
    const bytes = new Uint8Array(BYTES);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, Number(value >> 64n));
    view.setBigInt64(4, BigInt.asIntN(64, value));
    known.set(value, bytes);
    return bytes;
  };
}

/** Writes a ledger as Parquet, group by group. Opening throws as that of a file does. */
export class ParquetLedger {
  readonly format = 'parquet';
  readonly #file: StagedFile;
  readonly #bytes = new ByteWriter(1 << 20);
  readonly #writer: ParquetWriter;
  readonly #columns: readonly Column[];
  #cells: Cell[][];
  #rows = 0;

  constructor(plan: Plan, path: string) {
    this.#columns = columnsOf(plan);
    this.#cells = this.#columns.map(() => []);
    this.#file = new StagedFile(path);
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: this.#schema(stored),
      createdBy: 'kizuna',
      kvMetadata: [
        { key: 'kizuna.program', value: plan.program },
        { key: 'kizuna.version', value: plan.version },
        { key: 'kizuna.timezone', value: plan.timezone },
      ],
    });
  }

  row(row: LedgerRow): void {
    for (const [index, { cell }] of this.#columns.entries()) this.#cells[index]?.push(cell(row));
    this.#rows += 1;
    if (this.#rows === GROUP) this.#writeGroup();
  }

  close(): void {
    if (this.#rows > 0) this.#writeGroup();
    this.#writer.schema = this.#schema((element) => element);
    this.#writer.finish();
    this.#drain();
    this.#file.close();
  }

  #schema(of: (element: SchemaElement) => SchemaElement): SchemaElement[] {
    const elements = this.#columns.map(({ element }) => of(element));
    return [{ name: 'ledger', num_children: elements.length }, ...elements];
  }

  #writeGroup(): void {
    this.#writer.write({
      columnData: this.#columns.map(({ element }, index) => ({
        name: element.name,
        data: this.#cells[index] ?? [],
        // Least and most of these bytes are not those of the numbers.
        statistics: !isAmount(element),
      })),
      rowGroupSize: GROUP,
    });
    this.#cells = this.#columns.map(() => []);
    this.#rows = 0;
    this.#drain();
  }

  #drain(): void {
    this.#file.write(this.#bytes.getBytes());
    this.#bytes.index = 0;
  }
}
