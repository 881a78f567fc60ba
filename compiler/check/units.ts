import type { Fix, Localized, PlanExpr, ValueType } from '../../schema/index.ts';
import { report } from './findings.ts';
import { decimalText } from './literals.ts';
import { roundedDown } from './mending.ts';
import { type Site, typeWords } from './site.ts';
import { isNumeric, isPlain, quantity, sameType, sameUnit, unitOf } from './type.ts';

/** Decimals of a quantity; undefined for a quotient, which has none fixed. */
export function scaleOf(type: ValueType): number | undefined {
  return type.kind === 'quantity' ? type.scale : undefined;
}

/** A plain number that should have carried the other side's unit: offers to write it. */
function unitFix(plain: PlanExpr, other: PlanExpr): { help: Localized; fix: Fix } | undefined {
  const names = Object.keys(unitOf(other.type) ?? {});
  const unit = names[0];
  if (plain.kind !== 'constant' || plain.type.kind !== 'quantity' || !isPlain(plain.type.unit))
    return undefined;
  if (names.length !== 1 || unit === undefined) return undefined;
  if (typeof plain.value !== 'bigint') return undefined;
  const text = decimalText(plain.value, plain.type.scale);
  return {
    help: { en: `write \`${text} ${unit}\``, ja: `\`${text} ${unit}\` と書いてください` },
    fix: {
      title: { en: `add ${unit}`, ja: `${unit} を付ける` },
      edits: [{ span: { start: plain.span.end, end: plain.span.end }, text: ` ${unit}` }],
    },
  };
}

/** What was tried with two sides, in the words of a finding that says that it cannot be done. */
export type Attempt = (left: Localized, right: Localized) => Localized;

export const COMPARE: Attempt = (l, r) => ({
  en: `compare ${l.en} with ${r.en}`,
  ja: `${l.ja}と${r.ja}は比べられ`,
});
export const MIX: Attempt = (l, r) => ({ en: `mix ${l.en} with ${r.en}`, ja: `${l.ja}と${r.ja}は混ぜられ` });
export const DIVIDE: Attempt = (l, r) => ({
  en: `divide ${l.en} by ${r.en}`,
  ja: `${l.ja}を${r.ja}では割れ`,
});
export const ADD: Attempt = (l, r) => ({ en: `add ${l.en} and ${r.en}`, ja: `${l.ja}と${r.ja}は足せ` });
export const SUBTRACT: Attempt = (l, r) => ({
  en: `subtract ${r.en} from ${l.en}`,
  ja: `${l.ja}から${r.ja}は引け`,
});

/** Two sides that must have one unit; reports `unit-mismatch` at the side that looks wrong. */
export function sameUnits(left: PlanExpr, right: PlanExpr, attempt: Attempt, site: Site): boolean {
  const [l, r] = [unitOf(left.type) ?? {}, unitOf(right.type) ?? {}];
  if (sameUnit(l, r)) return true;
  const plain = isPlain(l) && !isPlain(r) ? left : right;
  const other = plain === left ? right : left;
  const attempted = attempt(typeWords(left.type, site), typeWords(right.type, site));
  site.program.findings.add(
    report(
      'unit-mismatch',
      plain.span,
      { attempt: attempted },
      {
        label: typeWords(plain.type, site),
        related: [{ span: other.span, message: typeWords(other.type, site) }],
        ...(unitFix(plain, other) ?? {}),
      },
    ),
  );
  return false;
}

/** A quotient has no fixed number of decimals: it must be rounded before it is added or stored. */
export function requireRounded(expr: PlanExpr, site: Site): boolean {
  if (expr.type.kind !== 'fraction') return true;
  site.program.findings.add(report('rounding-missing', expr.span, {}, { fix: roundedDown(expr.span) }));
  return false;
}

/** One type for several alternatives: equal types, the larger scale. */
export function unify(items: readonly PlanExpr[], site: Site): ValueType | undefined {
  const first = items[0];
  if (first === undefined) return undefined;
  let type = first.type;
  for (const item of items.slice(1)) {
    if (isNumeric(type) && isNumeric(item.type)) {
      if (!sameUnits(first, item, MIX, site)) return undefined;
      const [a, b] = [scaleOf(type), scaleOf(item.type)];
      type =
        a === undefined || b === undefined
          ? { kind: 'fraction', unit: unitOf(type) ?? {} }
          : quantity(unitOf(type) ?? {}, Math.max(a, b));
    } else if (!sameType(type, item.type)) {
      const both = { left: typeWords(type, site), right: typeWords(item.type, site) };
      const related = [{ span: first.span, message: typeWords(first.type, site) }];
      site.program.findings.add(report('branches-differ', item.span, both, { related }));
      return undefined;
    }
  }
  return type;
}
