import type { KpiExpr, StandardKpi } from '../../schema/index.ts';
import { type Ast, printExpression } from '../expression/index.ts';
import { report } from './findings.ts';
import { decimalText } from './literals.ts';
import type { Site } from './site.ts';

/** Standard KPIs that are parts of a whole; of points used and points issued, neither is part of the other. */
const PARTS: readonly StandardKpi[] = [
  'repeat_rate',
  'second_purchase_rate',
  'retention_rate',
  'churn_rate',
  'active_rate',
  'csat',
  'breakage',
];

/** True for a figure that lies between 0 and 1 whatever happens. */
export function isShare(measure: KpiExpr): boolean {
  return measure.kind === 'share' || (measure.kind === 'standard' && PARTS.includes(measure.name));
}

/** A bound of a share, typed. */
interface Bound {
  readonly value: bigint;
  readonly scale: number;
}

/** Warns of a bound that a share can never reach: `45` where `45%` is meant. `what` is the share, as it is written. */
export function warnAboveOne(what: string, { value, scale }: Bound, written: Ast, { program }: Site): void {
  const size = value < 0n ? -value : value;
  const one = 10n ** BigInt(scale);
  if (size <= one) return;
  const decimals = decimalText(value * 100n, scale);
  const percent = `${scale === 0 ? decimals : decimals.replace(/\.?0+$/, '')}%`;
  const words = { what, written: printExpression(written), percent };
  const { span } = written;
  if (written.kind !== 'number' || written.percent || size > 100n * one) {
    program.findings.add(report('share-above-one', span, words));
    return;
  }
  const meant = `${written.digits}%`;
  program.findings.add(
    report('share-above-one', span, words, {
      help: { en: `write \`${meant}\``, ja: `\`${meant}\` と書いてください` },
      fix: {
        title: { en: `write \`${meant}\``, ja: `\`${meant}\` に直す` },
        edits: [{ span, text: meant }],
      },
    }),
  );
}
