import type { CompareOperator, Localized, PlanExpr, ValueType } from '../../schema/index.ts';
import { inPlace } from './in-place.ts';
import { type Values, type Written, wordsOf } from './tree.ts';
import { valueWords } from './value.ts';

/** Dates come later, levels lie higher, everything else is more. */
function orderOf({ kind }: ValueType): 'time' | 'level' | 'size' {
  if (kind === 'date' || kind === 'datetime') return 'time';
  return kind === 'level' ? 'level' : 'size';
}

function bound(operator: CompareOperator, type: ValueType, { en, ja }: Localized): Localized {
  const order = orderOf(type);
  switch (operator) {
    case '=':
      return { en, ja };
    case '!=':
      return { en: `anything but ${en}`, ja: `${ja} 以外` };
    case '>=': {
      const words = { time: `${en} or later`, level: `${en} or higher`, size: `at least ${en}` };
      return { en: words[order], ja: `${ja} ${order === 'time' ? '以降' : '以上'}` };
    }
    case '>': {
      const words = { time: `a day after ${en}`, level: `higher than ${en}`, size: `more than ${en}` };
      const inJapanese = { time: 'より後', level: 'より上', size: 'を超えること' };
      return { en: words[order], ja: `${ja} ${inJapanese[order]}` };
    }
    case '<=': {
      const words = { time: `${en} or earlier`, level: `${en} or lower`, size: `at most ${en}` };
      return { en: words[order], ja: `${ja} ${order === 'time' ? '以前' : '以下'}` };
    }
    case '<': {
      const words = { time: `a day before ${en}`, level: `lower than ${en}`, size: `less than ${en}` };
      const inJapanese = { time: 'より前', level: 'より下', size: '未満' };
      return { en: words[order], ja: `${ja} ${inJapanese[order]}` };
    }
  }
}

/** What was looked at, in words; the tier of the only ladder needs no name. */
function nameOf({ plan, text }: Written, expr: PlanExpr): Localized {
  if (expr.kind === 'tier' && plan.ladders.length === 1) return { en: 'tier', ja: 'ランク' };
  const words = wordsOf(text, expr);
  const bare = /^\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(words)?.[1] ?? words;
  return { en: bare, ja: bare };
}

/** A value as a person reads it; what was passed over stays as it is written. */
function readAs(written: Written, expr: PlanExpr, values: Values): Localized {
  return values.has(expr)
    ? valueWords(written.plan, expr.type, values.get(expr))
    : inPlace(written, expr, values);
}

function was(written: Written, expr: PlanExpr, values: Values, asks: Localized): Localized {
  const name = nameOf(written, expr);
  const value = readAs(written, expr, values);
  return {
    en: `${name.en} was ${value.en}, asks for ${asks.en}`,
    ja: `${name.ja} は ${value.ja}（条件は ${asks.ja}）`,
  };
}

function listed(items: readonly Localized[]): Localized {
  return { en: items.map(({ en }) => en).join(' or '), ja: items.map(({ ja }) => ja).join('・') };
}

/** What a part of a condition asked for, and what it found instead: `tier was green, asks for gold`. */
export function askedFor(written: Written, expr: PlanExpr, values: Values): Localized {
  const read = (each: PlanExpr) => readAs(written, each, values);
  switch (expr.kind) {
    case 'compare':
      return was(written, expr.left, values, bound(expr.operator, expr.left.type, read(expr.right)));
    case 'in': {
      const { en, ja } = listed(expr.items.map(read));
      return was(written, expr.of, values, { en, ja: expr.items.length > 1 ? `${ja} のいずれか` : ja });
    }
    case 'between': {
      const [low, high] = [read(expr.low), read(expr.high)];
      return was(written, expr.of, values, {
        en: `${low.en} to ${high.en}`,
        ja: `${low.ja} から ${high.ja} まで`,
      });
    }
    case 'has': {
      const words = wordsOf(written.text, expr.of);
      return { en: `${words} is missing`, ja: `${words} がありません` };
    }
    default: {
      const words = wordsOf(written.text, expr);
      const value = read(expr);
      return { en: `\`${words}\` was ${value.en}`, ja: `\`${words}\` は ${value.ja}` };
    }
  }
}
