import type { Diagnostic, Estimate, Span } from '../../schema/index.ts';
import { childOf, type MapNode, type Node, type ScalarNode, textOf } from '../document/index.ts';
import { reportScenario } from './messages.ts';

/** The least and greatest share that makes sense. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

const SHARE = /^([-+−]?)(\d[\d_]*(?:\.\d+)?)\s*(%?)$/;

/** `5%`, `-10%`, `0.05`; undefined for anything else. */
function shareOf(text: string): number | undefined {
  const [, sign = '', digits, percent] = SHARE.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replaceAll('_', '')) / (percent === '%' ? 100 : 1);
  return sign === '-' || sign === '−' ? -value : value;
}

/** A share without a percent sign beyond this was probably meant as a percentage. */
const MEANT_PERCENT = 3;

const inPercent = (share: number): string => `${Number((share * 100).toFixed(6))}%`;

function writeInstead({ span }: Node, text: string) {
  return {
    help: { en: `write \`${text}\``, ja: `\`${text}\` と書いてください` },
    fix: { title: { en: `write \`${text}\``, ja: `\`${text}\` に直す` }, edits: [{ span, text }] },
  };
}

function aboveOne(node: ScalarNode, share: number, meant: string): Diagnostic {
  const plain = inPercent(share);
  const words = { written: `\`${node.text}\``, percent: plain, meant: `\`${meant}\``, plain: `\`${plain}\`` };
  return reportScenario('share-above-one', node.span, words, { fix: writeInstead(node, meant).fix });
}

/** Reads `value:`, `range:` and `source:`; undefined after reporting what is wrong with them. */
export function readEstimate(
  node: MapNode,
  name: Span,
  bounds: Bounds,
  found: (diagnostic: Diagnostic) => void,
): Estimate | undefined {
  const [valueNode, rangeNode] = [childOf(node, 'value'), childOf(node, 'range')];
  const source = textOf(childOf(node, 'source'));
  if (source === undefined) {
    // Left out, it is reported as missing; written without words, here.
    const written = childOf(node, 'source');
    if (written !== undefined) found(reportScenario('source-empty', written.span, {}));
    return undefined;
  }
  if (valueNode === undefined && rangeNode === undefined) {
    found(reportScenario('value-missing', name, {}));
    return undefined;
  }
  const read = (each: Node | undefined): number | undefined => {
    if (each?.kind !== 'scalar') return undefined;
    const share = shareOf(each.text);
    const meant = each.text.trim().endsWith('%') ? undefined : `${each.text.trim()}%`;
    if (share !== undefined && share >= bounds.low && share <= bounds.high) {
      if (meant !== undefined && share > MEANT_PERCENT) found(aboveOne(each, share, meant));
      return share;
    }
    const code = share === undefined ? 'share-form' : 'share-bounds';
    const [low, high] = [inPercent(bounds.low), Number.isFinite(bounds.high) ? inPercent(bounds.high) : '…'];
    const forgotten = share !== undefined && share > 1 && share / 100 <= bounds.high ? meant : undefined;
    const written = { written: `\`${each.text}\``, low, high };
    found(
      reportScenario(code, each.span, written, forgotten === undefined ? {} : writeInstead(each, forgotten)),
    );
    return undefined;
  };
  const value = read(valueNode);
  if (valueNode !== undefined && value === undefined) return undefined;
  const text = (each: Node | undefined): string => (each?.kind === 'scalar' ? each.text : '');
  if (rangeNode?.kind !== 'list') {
    if (value === undefined) return undefined;
    return {
      kind: 'fixed',
      low: value,
      mode: value,
      high: value,
      text: { value: text(valueNode), range: undefined },
      source,
    };
  }
  const [low, high] = [read(rangeNode.items[0]), read(rangeNode.items[1])];
  if (low === undefined || high === undefined) return undefined;
  if (low > high || (value !== undefined && (value < low || value > high))) {
    const at = low > high ? rangeNode.span : (valueNode?.span ?? rangeNode.span);
    const written = { low: text(rangeNode.items[0]), high: text(rangeNode.items[1]) };
    if (low > high) found(reportScenario('range-crossed', at, written));
    else found(reportScenario('value-outside', at, { value: text(valueNode), ...written }));
    return undefined;
  }
  return {
    kind: low === high ? 'fixed' : value === undefined ? 'uniform' : 'triangular',
    low,
    mode: value ?? (low + high) / 2,
    high,
    text: {
      value: value === undefined ? undefined : text(valueNode),
      range: [text(rangeNode.items[0]), text(rangeNode.items[1])],
    },
    source,
  };
}
