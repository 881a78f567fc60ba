import type { Localized, Unit, ValueType } from '../../schema/index.ts';

export const NUMBER_UNIT: Unit = {};

export const BOOLEAN: ValueType = { kind: 'boolean' };
export const DATE: ValueType = { kind: 'date' };
export const DATETIME: ValueType = { kind: 'datetime' };
export const TEXT: ValueType = { kind: 'text' };
export const INTEGER: ValueType = { kind: 'quantity', unit: NUMBER_UNIT, scale: 0 };

/** The largest number of decimals a value may have (language §3). */
export const MAX_SCALE = 9;

export function quantity(unit: Unit, scale: number): ValueType {
  return { kind: 'quantity', unit, scale };
}

/** The unit of a product (`sign` 1) or quotient (`sign` -1). */
export function combineUnits(left: Unit, right: Unit, sign: 1 | -1): Unit {
  // INVARIANT: names are the program's own and may be those of an object's members (`constructor`).
  const exponents = new Map(Object.entries(left));
  for (const [name, exponent] of Object.entries(right)) {
    const sum = (exponents.get(name) ?? 0) + sign * exponent;
    if (sum === 0) exponents.delete(name);
    else exponents.set(name, sum);
  }
  return Object.fromEntries(exponents);
}

export function sameUnit(left: Unit, right: Unit): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && left[name] === right[name])
  );
}

export function isPlain(unit: Unit): boolean {
  return Object.keys(unit).length === 0;
}

/** The one base unit of a value in exactly that unit; undefined for plain numbers and compounds. */
export function soleUnit(unit: Unit): string | undefined {
  const names = Object.keys(unit);
  const name = names[0];
  return names.length === 1 && name !== undefined && unit[name] === 1 ? name : undefined;
}

/** The unit of a numeric type; undefined for all others. */
export function unitOf(type: ValueType): Unit | undefined {
  return type.kind === 'quantity' || type.kind === 'fraction' ? type.unit : undefined;
}

export function isNumeric(type: ValueType): boolean {
  return type.kind === 'quantity' || type.kind === 'fraction';
}

export function sameType(left: ValueType, right: ValueType): boolean {
  if (isNumeric(left) && isNumeric(right)) return sameUnit(unitOf(left) ?? {}, unitOf(right) ?? {});
  if (left.kind === 'duration' && right.kind === 'duration') return left.family === right.family;
  if (left.kind === 'level' && right.kind === 'level') return left.ladder === right.ladder;
  if (left.kind === 'word' && right.kind === 'word')
    return left.words.length === right.words.length && left.words.every((word) => right.words.includes(word));
  return left.kind === right.kind;
}

/** Brings a scaled integer from one number of decimals to a larger one. */
export function rescale(value: bigint, from: number, to: number): bigint {
  return to >= from ? value * 10n ** BigInt(to - from) : value / 10n ** BigInt(from - to);
}

function unitText(unit: Unit, currency: string): Localized {
  if (isPlain(unit)) return { en: 'a plain number', ja: '単位のない数' };
  const sole = soleUnit(unit);
  if (sole === currency) return { en: `an amount in ${currency}`, ja: `金額（${currency}）` };
  if (sole !== undefined) return { en: `an amount of \`${sole}\``, ja: `\`${sole}\` の数量` };
  const part = (sign: 1 | -1) =>
    Object.entries(unit)
      .filter(([, exponent]) => Math.sign(exponent) === sign)
      .map(([name, exponent]) => (Math.abs(exponent) === 1 ? name : `${name}^${Math.abs(exponent)}`))
      .join(' × ');
  const [above, below] = [part(1), part(-1)];
  const text = below === '' ? above : `${above === '' ? '1' : above} / ${below}`;
  return { en: `an amount in ${text}`, ja: `${text} の量` };
}

/** A type in the reader's words, for messages. */
export function describeType(type: ValueType, currency: string): Localized {
  switch (type.kind) {
    case 'quantity':
      return unitText(type.unit, currency);
    case 'fraction': {
      const unit = unitText(type.unit, currency);
      return { en: `a quotient (${unit.en})`, ja: `割り算の結果（${unit.ja}）` };
    }
    case 'boolean':
      return { en: 'a yes or no', ja: '条件（yes / no）' };
    case 'text':
      return { en: 'a text', ja: '文字列' };
    case 'date':
      return { en: 'a date', ja: '日付' };
    case 'datetime':
      return { en: 'a date with a time', ja: '日時' };
    case 'duration':
      return type.family === 'calendar'
        ? { en: 'a length in months or years', ja: '月・年単位の期間' }
        : { en: 'a length in hours, days or weeks', ja: '時間・日・週単位の期間' };
    case 'word':
      return {
        en: `one of the words ${type.words.join(', ')}`,
        ja: `語（${type.words.join('、')}）のどれか`,
      };
    case 'level':
      return { en: `a level of \`${type.ladder}\``, ja: `\`${type.ladder}\` の会員ランク` };
  }
}
