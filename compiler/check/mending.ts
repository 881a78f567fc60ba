import type { Fix, PlanExpr, Span, ValueType } from '../../schema/index.ts';
import { isPlain, soleUnit } from './type.ts';

/** Rounds what stands at a place down to whole ones: what most terms mean, and plain to see. */
export function roundedDown({ start, end }: Span): Fix {
  return {
    title: { en: 'round it down with `floor(…)`', ja: '`floor(…)` で切り捨てる' },
    edits: [
      { span: { start, end: start }, text: 'floor(' },
      { span: { start: end, end }, text: ')' },
    ],
  };
}

/** Nothing counts as zero: the default of most amounts. A date has none, but the time since it has. */
export function zeroInstead(source: PlanExpr, whole: PlanExpr): { readonly fix?: Fix } {
  const of = [source, whole].find(({ type }) => zeroOf(type) !== undefined);
  const zero = of && zeroOf(of.type);
  if (of === undefined || zero === undefined) return {};
  const { start, end } = of.span;
  return {
    fix: {
      title: { en: `take \`${zero}\` where it is missing`, ja: `値がないときは \`${zero}\` とする` },
      edits: [
        { span: { start, end: start }, text: '(' },
        { span: { start: end, end }, text: ` otherwise ${zero})` },
      ],
    },
  };
}

function zeroOf(type: ValueType): string | undefined {
  if (type.kind !== 'quantity') return undefined;
  const unit = soleUnit(type.unit);
  return isPlain(type.unit) ? '0' : unit === undefined ? undefined : `0 ${unit}`;
}
