import { dayOf, formatDay } from '../../schema/index.ts';
import type { Json } from './json-text.ts';

/** What a column of a Parquet file holds, so far as it can be written as text without losing a digit. */
export type ParquetKind =
  | { readonly kind: 'text' | 'boolean' | 'float' | 'double' | 'date' | 'uuid' }
  | { readonly kind: 'integer'; readonly unsigned: 0 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly scale: number }
  /** `perSecond`: units of the number; `utc`: it counts instants, else clock times of no zone. */
  | { readonly kind: 'timestamp'; readonly perSecond: bigint; readonly utc: boolean }
  | { readonly kind: 'time'; readonly perSecond: bigint }
  | { readonly kind: 'list'; readonly item: ParquetKind }
  | { readonly kind: 'struct'; readonly fields: readonly ParquetField[] }
  /** No cell of ours can hold it; `type` is the format's name for it. */
  | { readonly kind: 'unknown'; readonly type: string };

export interface ParquetField {
  readonly name: string;
  readonly kind: ParquetKind;
}

const NULL: Json = { kind: 'null' };
const UTF8 = new TextDecoder();

/** A value as a JSON Lines file would have it: amounts as digits, dates and times as ISO 8601. */
export function jsonOf(kind: ParquetKind, value: unknown): Json {
  if (value === null || value === undefined) return NULL;
  switch (kind.kind) {
    case 'text':
      return text(value instanceof Uint8Array ? UTF8.decode(value) : String(value));
    case 'boolean':
      return { kind: 'boolean', value: value === true };
    case 'integer':
      if (kind.unsigned === 0 && (typeof value === 'bigint' || typeof value === 'number'))
        return number(String(value));
      return number(unsigned(wholeOf(value), kind.unsigned).toString());
    case 'decimal':
      return number(decimalText(wholeOf(value), kind.scale));
    case 'float':
      return floating(typeof value === 'number' ? shortestSingle(value) : String(value));
    case 'double':
      return floating(String(value));
    case 'date':
      return text(dateText(wholeOf(value)));
    case 'timestamp':
      return text(timestampText(wholeOf(value), kind.perSecond, kind.utc));
    case 'time':
      return text(clockText(wholeOf(value), kind.perSecond));
    case 'uuid':
      return text(value instanceof Uint8Array ? uuidText(value) : String(value));
    case 'list': {
      const items = Array.isArray(value) ? value : [];
      return { kind: 'list', items: items.map((item: unknown) => jsonOf(kind.item, item)) };
    }
    case 'struct':
      return {
        kind: 'object',
        entries: new Map(kind.fields.map((f) => [columnName(f.name), fieldOf(f, value)])),
      };
    case 'unknown':
      return NULL;
  }
}

/** How a column is called, however its name is composed. */
export function columnName(name: string): string {
  return name.trim().normalize('NFC');
}

function fieldOf({ name, kind }: ParquetField, value: unknown): Json {
  const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return jsonOf(kind, inner);
}

function text(written: string): Json {
  return { kind: 'text', text: written };
}

function number(written: string): Json {
  return { kind: 'number', text: written };
}

/** NaN and the infinities are no numbers of JSON; as text they make a bad row wherever a number is needed. */
function floating(written: string): Json {
  return /\d/.test(written) ? number(written) : text(written);
}

/** A whole number: as it is, or big-endian two's complement. */
function wholeOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (!(value instanceof Uint8Array)) return 0n;
  let whole = 0n;
  for (const byte of value) whole = (whole << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * value.length, whole);
}

function unsigned(value: bigint, bits: 0 | 32 | 64): bigint {
  return bits === 0 ? value : BigInt.asUintN(bits, value);
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return (value * 10n ** BigInt(-scale)).toString();
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The shortest decimal that names this single-precision number, as `String` gives it for a double. */
function shortestSingle(value: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const written = Number(value.toPrecision(digits));
    if (Math.fround(written) === value) return String(written);
  }
  return String(value);
}

/** Days that a calendar of four-digit years has; others are told as they count, and make a bad row. */
const FIRST_DAY = dayOf(1, 1, 1);
const LAST_DAY = dayOf(9999, 12, 31);

function dateText(days: bigint): string {
  return days >= FIRST_DAY && days <= LAST_DAY ? formatDay(Number(days)) : `day ${days}`;
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((b - 1n - a) / b);
}

function timestampText(value: bigint, perSecond: bigint, utc: boolean): string {
  const near = Number(value);
  const [per, zone] = [Number(perSecond), utc ? 'Z' : ''];
  let days = Math.floor(near / (86_400 * per));
  // The quotient of large numbers may have been rounded up.
  if (days * 86_400 * per > near) days -= 1;
  // Nearly all are whole numbers that need no big ones, which are many times slower.
  if (Number.isSafeInteger(near) && days >= FIRST_DAY && days <= LAST_DAY)
    return `${formatDay(days)}T${nearClockText(near - days * 86_400 * per, per)}${zone}`;
  return farTimestampText(value, perSecond, zone);
}

function nearClockText(value: number, per: number): string {
  const seconds = Math.floor(value / per);
  const minutes = Math.floor(seconds / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  const rest = value - seconds * per;
  return rest === 0
    ? clock
    : `${clock}.${String(rest)
        .padStart(String(per).length - 1, '0')
        .replace(/0+$/, '')}`;
}

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}

function farTimestampText(value: bigint, perSecond: bigint, zone: string): string {
  const perDay = 86_400n * perSecond;
  const days = floorDivide(value, perDay);
  return `${dateText(days)}T${clockText(value - days * perDay, perSecond)}${zone}`;
}

function clockText(value: bigint, perSecond: bigint): string {
  const seconds = value / perSecond;
  const part = (count: bigint) => two(Number(count));
  const clock = `${part(seconds / 3600n)}:${part((seconds / 60n) % 60n)}:${part(seconds % 60n)}`;
  const rest = value % perSecond;
  const places = perSecond.toString().length - 1;
  return rest === 0n ? clock : `${clock}.${rest.toString().padStart(places, '0').replace(/0+$/, '')}`;
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
