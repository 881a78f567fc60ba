import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import type { ParquetField, ParquetKind } from './parquet-value.ts';

/** The columns of a file, in its order. */
export function fieldsOf(root: SchemaTree): readonly ParquetField[] {
  return root.children.map(fieldOf);
}

/**
 * The metadata with the meaning of every leaf taken out, so that values arrive as they are stored: decimals would
 * otherwise pass through floating point, and times through milliseconds. Lists and structs keep theirs.
 */
export function storedOnly(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element): SchemaElement => {
    const { converted_type, logical_type, ...stored } = element;
    if (element.type !== undefined) return stored;
    const converted = converted_type ?? (logical_type?.type === 'LIST' ? 'LIST' : undefined);
    return converted === undefined ? stored : { ...stored, converted_type: converted };
  });
  return { ...metadata, schema };
}

function fieldOf(tree: SchemaTree): ParquetField {
  const { name, repetition_type } = tree.element;
  const kind = tree.children.length > 0 ? groupKind(tree) : leafKind(tree.element);
  return { name, kind: repetition_type === 'REPEATED' ? unknown('REPEATED') : kind };
}

function groupKind(tree: SchemaTree): ParquetKind {
  const { converted_type, logical_type } = tree.element;
  const annotation = converted_type ?? logical_type?.type;
  if (annotation === undefined) return { kind: 'struct', fields: tree.children.map(fieldOf) };
  const [repeated, ...others] = tree.children;
  if (annotation !== 'LIST' || repeated === undefined || others.length > 0) return unknown(annotation);
  // The list, a repeated group without a meaning, and in it the item.
  const [item, ...more] = repeated.children;
  if (item === undefined || more.length > 0) return unknown('LIST');
  return { kind: 'list', item: fieldOf(item).kind };
}

const PER_SECOND = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

function leafKind(element: SchemaElement): ParquetKind {
  const { type, logical_type: logical, converted_type: converted } = element;
  switch (logical?.type) {
    case 'DECIMAL':
      return decimal(element, logical.scale);
    case 'TIMESTAMP':
      return { kind: 'timestamp', perSecond: PER_SECOND[logical.unit], utc: logical.isAdjustedToUTC };
    case 'TIME':
      return { kind: 'time', perSecond: PER_SECOND[logical.unit] };
    case 'DATE':
      return { kind: 'date' };
    case 'UUID':
      return { kind: 'uuid' };
    case 'INTEGER':
      return { kind: 'integer', unsigned: logical.isSigned ? 0 : logical.bitWidth === 64 ? 64 : 32 };
    case 'STRING':
    case 'ENUM':
    case 'JSON':
    case undefined:
      break;
    case 'NULL':
      return { kind: 'text' };
    case 'MAP':
    case 'LIST':
    case 'BSON':
    case 'INTERVAL':
    case 'FLOAT16':
    case 'VARIANT':
    case 'GEOMETRY':
    case 'GEOGRAPHY':
      return unknown(logical.type);
    default:
      break;
  }
  switch (converted) {
    case 'DECIMAL':
      return decimal(element, element.scale ?? 0);
    case 'DATE':
      return { kind: 'date' };
    // Writers of these older names meant instants.
    case 'TIMESTAMP_MILLIS':
      return { kind: 'timestamp', perSecond: PER_SECOND.MILLIS, utc: true };
    case 'TIMESTAMP_MICROS':
      return { kind: 'timestamp', perSecond: PER_SECOND.MICROS, utc: true };
    case 'TIME_MILLIS':
      return { kind: 'time', perSecond: PER_SECOND.MILLIS };
    case 'TIME_MICROS':
      return { kind: 'time', perSecond: PER_SECOND.MICROS };
    case 'UINT_8':
    case 'UINT_16':
    case 'UINT_32':
      return { kind: 'integer', unsigned: 32 };
    case 'UINT_64':
      return { kind: 'integer', unsigned: 64 };
    case 'BSON':
    case 'INTERVAL':
    case 'MAP':
    case 'LIST':
    case 'MAP_KEY_VALUE':
      return unknown(converted);
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
    case 'INT_8':
    case 'INT_16':
    case 'INT_32':
    case 'INT_64':
    case undefined:
      return storedKind(type);
    default:
      // A number that no version of the format gave a meaning.
      return unknown(String(converted));
  }
}

function storedKind(type: SchemaElement['type']): ParquetKind {
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'boolean' };
    case 'INT32':
    case 'INT64':
      return { kind: 'integer', unsigned: 0 };
    // An old way to store instants; the reader hands them on in nanoseconds.
    case 'INT96':
      return { kind: 'timestamp', perSecond: PER_SECOND.NANOS, utc: true };
    case 'FLOAT':
      return { kind: 'float' };
    case 'DOUBLE':
      return { kind: 'double' };
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return { kind: 'text' };
    case undefined:
      return unknown('a group without columns');
  }
}

/** The format allows no more digits than this; a scale beyond comes from a damaged file. */
const DIGITS = 100;

function decimal({ type }: SchemaElement, scale: number): ParquetKind {
  if (!Number.isInteger(scale) || Math.abs(scale) > DIGITS) return unknown(`DECIMAL with scale ${scale}`);
  return type === 'FLOAT' || type === 'DOUBLE' || type === 'BOOLEAN'
    ? unknown(`DECIMAL in ${type}`)
    : { kind: 'decimal', scale };
}

function unknown(type: string): ParquetKind {
  return { kind: 'unknown', type };
}
