import { type Day, formatDay, formatTime, type LocalTime, type Plan } from '../../schema/index.ts';

/** An exact decimal without trailing zeros: 1050 at scale 2 is `10.5`. */
export function showQuantity(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const part = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

/** A quantity for people: thousands apart. */
export function showGrouped(value: bigint, scale: number): string {
  const [whole = '', part] = showQuantity(value, scale).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** `2026-05-01 10:00`, with seconds where there are any. */
export function showTime(time: LocalTime): string {
  const text = formatTime(time).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, -3) : text;
}

/** `2026-05-01`, or `-` for no day. */
export const showDay = (day: Day | undefined): string => (day === undefined ? '-' : formatDay(day));

/** Decimals of a points type by its name; 0 for what is none (`ladder.level`). */
export function scaleOf(plan: Plan, what: string): number {
  return plan.points.find((points) => points.name === what)?.decimals ?? 0;
}
