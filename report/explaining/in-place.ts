import { type Localized, type PlanExpr, parts, type Span } from '../../schema/index.ts';
import { type Values, type Written, wordsOf } from './tree.ts';
import { valueWords } from './value.ts';

interface Replacement {
  readonly span: Span;
  readonly value: Localized;
}

/** What stands for a value by its name: it is read as its value. Everything else is read as it is written. */
function isNamed(expr: PlanExpr): boolean {
  switch (expr.kind) {
    case 'field':
    case 'this-field':
    case 'line-field':
    case 'attribute':
    case 'parameter':
    case 'named':
    case 'measure':
    case 'balance':
    case 'tier':
    case 'since':
    case 'held':
    case 'award':
    case 'lines':
    case 'elapsed':
      return true;
    default:
      return false;
  }
}

function replacements(written: Written, expr: PlanExpr, values: Values): readonly Replacement[] {
  if (isNamed(expr)) {
    if (!values.has(expr)) return [];
    return [{ span: expr.span, value: valueWords(written.plan, expr.type, values.get(expr)) }];
  }
  return parts(expr).flatMap((part) => replacements(written, part, values));
}

/** An expression with values where names stand: `1 star per yen_per_star of amount` as `1 star per 60 JPY of 1,080 JPY`. */
export function inPlace(written: Written, expr: PlanExpr, values: Values): Localized {
  const { text } = written;
  const found = [...replacements(written, expr, values)].sort((a, b) => a.span.start - b.span.start);
  let at = expr.span.start;
  const said = { en: '', ja: '' };
  for (const { span, value } of found) {
    // A name that stands for two parts of an expression is written once.
    if (span.start < at || span.end > expr.span.end) continue;
    const between = text.slice(at, span.start);
    said.en += between + value.en;
    said.ja += between + value.ja;
    at = span.end;
  }
  const rest = text.slice(at, expr.span.end);
  const tidy = (words: string): string => words.replace(/\s+/g, ' ').trim();
  if (found.length === 0) return { en: wordsOf(text, expr), ja: wordsOf(text, expr) };
  return { en: tidy(said.en + rest), ja: tidy(said.ja + rest) };
}
