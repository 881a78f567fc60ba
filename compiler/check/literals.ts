import { type Localized, type PlanExpr, parseDay, type Span, type ValueType } from '../../schema/index.ts';
import { nearest } from '../document/index.ts';
import type { Ast } from '../expression/index.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';
import type { Site } from './site.ts';
import { BOOLEAN, DATE, MAX_SCALE, NUMBER_UNIT, quantity, TEXT } from './type.ts';

const DURATIONS: Readonly<Record<string, { readonly family: 'calendar' | 'clock'; readonly size: number }>> =
  {
    hour: { family: 'clock', size: 1 },
    day: { family: 'clock', size: 24 },
    week: { family: 'clock', size: 168 },
    month: { family: 'calendar', size: 1 },
    quarter: { family: 'calendar', size: 3 },
    year: { family: 'calendar', size: 12 },
  };

/** `day` or `days`; undefined when the word is no unit of time. */
export function durationUnit(
  word: string,
): { readonly name: string; readonly family: 'calendar' | 'clock'; readonly size: number } | undefined {
  const name = word.endsWith('s') ? word.slice(0, -1) : word;
  const unit = Object.hasOwn(DURATIONS, name) ? DURATIONS[name] : undefined;
  return unit && { name, ...unit };
}

/** The currency or points type that a unit word means; a plural `s` is allowed. */
export function resolveUnit(word: string, program: Declarations): string | undefined {
  if (word === program.currency.code || program.points.has(word)) return word;
  // Without a currency, which has been reported, any code may be it.
  if (program.currency.code === '' && /^[A-Z]{3}$/.test(word)) return '';
  const singular = word.endsWith('s') ? word.slice(0, -1) : undefined;
  if (singular !== undefined && program.points.has(singular)) return singular;
  if (word.endsWith('es') && program.points.has(word.slice(0, -2))) return word.slice(0, -2);
  return undefined;
}

/** Digits as written → scaled integer and its decimals; a percent has two more. */
function decimal(digits: string, percent: boolean): { readonly value: bigint; readonly scale: number } {
  const clean = digits.replaceAll('_', '');
  const [whole = '0', fraction = ''] = clean.split('.');
  return {
    value: BigInt(`${whole === '' ? '0' : whole}${fraction}`),
    scale: fraction.length + (percent ? 2 : 0),
  };
}

/** A scaled integer as a reader writes it. */
export function decimalText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, '_');
  return `${value < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

const LARGEST = 2n ** 63n - 1n;

function number(
  digits: string,
  percent: boolean,
  unit: Readonly<Record<string, number>>,
  span: Span,
  site: Site,
): PlanExpr | undefined {
  const { value, scale } = decimal(digits, percent);
  if (scale > MAX_SCALE)
    return site.program.findings.add(report('scale-too-fine', span, { scale, max: MAX_SCALE }));
  if (value > LARGEST) return site.program.findings.add(report('number-too-large', span, {}));
  return { kind: 'constant', value, type: quantity(unit, scale), optional: false, span };
}

/** Types a literal. */
export function checkLiteral(ast: Ast, site: Site): PlanExpr | undefined {
  const span = ast.span;
  switch (ast.kind) {
    case 'number':
      return number(ast.digits, ast.percent, NUMBER_UNIT, span, site);
    case 'unit-number': {
      const word = ast.unit.name;
      const unit = resolveUnit(word, site.program);
      if (unit !== undefined) return number(ast.digits, ast.percent, { [unit]: 1 }, span, site);
      const duration = durationUnit(word);
      if (duration !== undefined) {
        const { value, scale } = decimal(ast.digits, ast.percent);
        if (scale > 0 || value > 120_000n)
          return site.program.findings.add(report('duration-not-whole', span, { unit: word }));
        const type: ValueType = { kind: 'duration', family: duration.family };
        return { kind: 'constant', value: Number(value) * duration.size, type, optional: false, span };
      }
      return site.program.findings.add(unknownUnit(ast.unit.name, ast.unit.span, site.program));
    }
    case 'date': {
      const day = parseDay(ast.text);
      return day === undefined
        ? undefined
        : { kind: 'constant', value: day, type: DATE, optional: false, span };
    }
    case 'month-day':
      return site.program.findings.add(report('month-day-alone', span, { text: ast.text }));
    case 'text':
      return { kind: 'constant', value: ast.value, type: TEXT, optional: false, span };
    case 'boolean':
      return { kind: 'constant', value: ast.value, type: BOOLEAN, optional: false, span };
    default:
      return undefined;
  }
}

/** ISO 4217 codes are three capitals: such a word was meant as a currency. */
function unknownUnit(word: string, span: Span, program: Declarations) {
  const { code } = program.currency;
  if (/^[A-Z]{3}$/.test(word)) return report('other-currency', span, { word, currency: code });
  const known = [...program.points.keys(), code];
  const guess = nearest(word, known);
  return report('unknown-unit', span, { word, known: known.join(', ') }, didYouMean(guess, span));
}

/** The help line and edit of a near guess; nothing without one. */
export function didYouMean(guess: string | undefined, span: Span) {
  if (guess === undefined) return {};
  const help: Localized = { en: `did you mean \`${guess}\`?`, ja: `\`${guess}\` のことでしょうか` };
  const title: Localized = { en: `write \`${guess}\``, ja: `\`${guess}\` に直す` };
  return { help, fix: { title, edits: [{ span, text: guess }] } };
}
