import {
  type Day,
  type Fraction,
  formatDay,
  type Language,
  type Localized,
  type Plan,
  type Unit,
  type Value,
  type ValueType,
} from '../../schema/index.ts';
import { unitAfter } from '../figures/index.ts';
import { showGrouped, showTime } from '../ledger/index.ts';

/** `JPY`, `star`, `mile/JPY`; nothing for a plain number. */
function unitText(unit: Unit): string {
  const power = (name: string, exponent: number) => (exponent === 1 ? name : `${name}^${exponent}`);
  const entries = Object.entries(unit);
  const over = entries.filter(([, exponent]) => exponent > 0).map(([name, e]) => power(name, e));
  const under = entries.filter(([, exponent]) => exponent < 0).map(([name, e]) => power(name, -e));
  if (under.length === 0) return over.join('·');
  return `${over.length === 0 ? '1' : over.join('·')}/${under.join('·')}`;
}

/** Points go by their plural; a currency code has none, and a compound unit is written as it is. */
function withUnit(plan: Plan, number: string, unit: Unit, language: Language): string {
  const text = unitText(unit);
  const points = plan.points.some(({ name }) => name === text);
  return `${number} ${points ? unitAfter(number, text, language) : text}`.trimEnd();
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** An exact fraction: as a decimal where it has one of at most nine places, else in lowest terms. */
function showFraction({ n, d }: Fraction): string {
  const common = gcd(n < 0n ? -n : n, d) || 1n;
  const [top, bottom] = [n / common, d / common];
  for (let scale = 0; scale <= 9; scale += 1) {
    const scaled = top * 10n ** BigInt(scale);
    if (scaled % bottom === 0n) return showGrouped(scaled / bottom, scale);
  }
  return `${top}/${bottom}`;
}

/** A value as a person reads it, in its unit. */
export function showValue(plan: Plan, type: ValueType, value: Value, language: Language): string {
  const ja = language === 'ja';
  if (value === undefined) return ja ? '値なし' : 'missing';
  switch (type.kind) {
    case 'quantity':
      return typeof value === 'bigint'
        ? withUnit(plan, showGrouped(value, type.scale), type.unit, language)
        : String(value);
    case 'fraction':
      return typeof value === 'object'
        ? withUnit(plan, showFraction(value), type.unit, language)
        : String(value);
    case 'boolean':
      return value === true ? (ja ? 'はい' : 'yes') : ja ? 'いいえ' : 'no';
    case 'date':
      return typeof value === 'number' ? formatDay(value satisfies Day) : String(value);
    case 'datetime':
      return typeof value === 'number' ? showTime(value) : String(value);
    case 'duration': {
      const unit = type.family === 'calendar' ? (ja ? 'か月' : 'months') : ja ? '時間' : 'hours';
      return `${String(value)} ${unit}`;
    }
    case 'level': {
      const ladder = plan.ladders.find((each) => each.name === type.ladder);
      return (typeof value === 'number' ? ladder?.levels[value]?.name : undefined) ?? String(value);
    }
    case 'text':
      return `"${String(value)}"`;
    case 'word':
      return String(value);
  }
}

/** The same in both languages. */
export function valueWords(plan: Plan, type: ValueType, value: Value): Localized {
  return { en: showValue(plan, type, value, 'en'), ja: showValue(plan, type, value, 'ja') };
}
