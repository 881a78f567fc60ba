import { power10, reduced, type Yardstick } from '../../runtime/index.ts';
import type { Fraction, Language, Localized, Plan, PlanKpi } from '../../schema/index.ts';
import { kpiKind, type Numbers, numbersOf, unitAfter } from '../figures/index.ts';

/** Writes figures of a comparison in one language. */
export interface Writing {
  readonly language: Language;
  readonly numbers: Numbers;
  readonly words: (text: Localized) => string;
  readonly count: (value: bigint | number | undefined) => string;
  readonly share: (part: number, whole: number) => string;
  /** In the currency of the candidate, or of the version given. */
  readonly money: (value: Fraction | undefined, plan?: Plan) => string;
  /** With its sign; `0` where nothing changes. */
  readonly moneyChange: (value: Fraction) => string;
  readonly countChange: (value: bigint) => string;
  readonly quantity: (value: bigint | undefined, scale: number) => string;
  readonly quantityChange: (value: bigint, scale: number) => string;
  /** A change in hundredths of what there was: `+3.2%`; empty where there was nothing. */
  readonly relative: (change: Fraction, base: Fraction) => string;
  readonly kpi: (plan: Plan, kpi: PlanKpi, value: Fraction | undefined) => string;
  readonly kpiChange: (plan: Plan, kpi: PlanKpi, value: Fraction | undefined) => string;
  /** By the yardstick, and as a change. */
  readonly worth: (value: bigint) => string;
  readonly worthChange: (value: bigint) => string;
}

const NONE = '-';

/** A figure with its sign before it: a minus as wide as a digit, nothing before zero. */
function signed(value: { readonly n: bigint }, text: (size: Fraction) => string, d: bigint): string {
  if (value.n === 0n) return text({ n: 0n, d: 1n });
  const size = text({ n: value.n < 0n ? -value.n : value.n, d });
  return `${value.n < 0n ? '−' : '+'}${size}`;
}

export function writingOf(language: Language, plan: Plan, yardstick: Yardstick): Writing {
  const numbers = numbersOf(language, plan.currency);
  const words = (text: Localized): string => text[language];
  const amountOf = (own: Plan, value: Fraction): string =>
    (own.currency.code === plan.currency.code ? numbers : numbersOf(language, own.currency)).money(value);
  const amount = (value: Fraction): string => amountOf(plan, value);
  const plain = (value: bigint, scale: number): string => numbers.quantity(value, scale);
  const kpi = (own: Plan, { measure }: PlanKpi, value: Fraction, isChange: boolean): string => {
    const kind = kpiKind(own, measure);
    const text = (inner: (size: Fraction) => string): string =>
      isChange
        ? signed(value, inner, value.d)
        : value.n < 0n
          ? `−${inner({ n: -value.n, d: value.d })}`
          : inner(value);
    switch (kind.kind) {
      case 'ratio':
        return isChange ? numbers.difference(value) : numbers.percent(value);
      case 'unit':
        if (kind.unit === own.currency.code) return text((size) => amountOf(own, size));
        return text((size) => {
          const number = numbers.decimal(size, 1);
          return `${number} ${unitAfter(number, kind.unit, language)}`;
        });
      case 'number':
        return text((size) => numbers.decimal(size, 2));
    }
  };
  const worthText = (value: bigint): string => {
    if (yardstick.kind === 'none') return NONE;
    const size = { n: value, d: power10(yardstick.scale) };
    if (yardstick.kind === 'money') return amount(size);
    const number = plain(value, yardstick.scale);
    if (yardstick.kind === 'levels')
      return language === 'ja' ? `${number} 段階` : `${number} ${unitAfter(number, 'level', language)}`;
    return `${number} ${unitAfter(number, yardstick.name ?? '', language)}`;
  };
  return {
    language,
    numbers,
    words,
    count: (value) => (value === undefined ? NONE : numbers.count(value)),
    share: (part, whole) =>
      whole === 0 ? NONE : numbers.percent(reduced({ n: BigInt(part), d: BigInt(whole) })),
    money: (value, own = plan) => (value === undefined ? NONE : amountOf(own, value)),
    moneyChange: (value) => signed(value, amount, value.d),
    countChange: (value) => signed({ n: value }, ({ n }) => numbers.count(n), 1n),
    quantity: (value, scale) => (value === undefined ? NONE : plain(value, scale)),
    quantityChange: (value, scale) => signed({ n: value }, ({ n }) => plain(n, scale), 1n),
    relative(change, base) {
      if (base.n <= 0n || change.n === 0n) return '';
      const ratio = reduced({ n: change.n * base.d, d: change.d * base.n });
      return signed(ratio, (size) => numbers.percent(size), ratio.d);
    },
    kpi: (own, stated, value) => (value === undefined ? NONE : kpi(own, stated, value, false)),
    kpiChange: (own, stated, value) => (value === undefined ? NONE : kpi(own, stated, value, true)),
    worth: worthText,
    worthChange(value) {
      if (value === 0n) return worthText(0n);
      return `${value < 0n ? '−' : '+'}${worthText(value < 0n ? -value : value)}`;
    },
  };
}
