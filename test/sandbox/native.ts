import type { Column, Fields, MemberHistory } from '../../schema/index.ts';
import { formatDay, formatTime } from '../../schema/index.ts';
import type { Compiled } from './run.ts';

function decimal(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${value < 0n ? '-' : ''}${scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`}`;
}

function cell({ manifest }: Compiled, { type }: Column, value: unknown): unknown {
  if (typeof value === 'bigint') return decimal(value, type.kind === 'quantity' ? type.scale : 0);
  if (typeof value !== 'number') return value;
  if (type.kind === 'date') return formatDay(value);
  if (type.kind === 'datetime') return formatTime(value);
  const ladder = type.kind === 'level' && manifest.ladders.find(({ name }) => name === type.ladder);
  return ladder === false ? value : ladder?.levels[value];
}

/** A member's history in the native form: the reader decides anew what fits. */
export function nativeOf(compiled: Compiled, history: MemberHistory): string {
  const { layout } = compiled.manifest;
  const cells = (columns: readonly Column[], fields: Fields) =>
    Object.fromEntries(columns.map((column) => [column.name, cell(compiled, column, fields[column.name])]));
  const { member } = history;
  const enroll = { member, type: 'enroll', at: formatDay(history.enrolled) };
  const lines = history.events.map(({ type, id, at, of, fields }) => {
    const event = layout.events.find((each) => each.name === type);
    const lists = (event?.lines ?? []).map(({ name, columns }) => {
      const own = fields[name];
      return [name, Array.isArray(own) ? own.map((line: Fields) => cells(columns, line)) : undefined];
    });
    const values = { ...cells(event?.columns ?? [], fields), ...Object.fromEntries(lists) };
    return { member, id, type, at: formatTime(at), ...(of === undefined ? {} : { of }), fields: values };
  });
  return [{ ...enroll, fields: cells(layout.attributes, history.attributes) }, ...lines]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
