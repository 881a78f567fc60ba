import { childOf, readDocument } from '../../compiler/index.ts';
import { type Day, formatDay } from '../../schema/index.ts';
import type { EstimateOf } from '../contract/index.ts';

const share = (value: number, isPercent: boolean): string =>
  isPercent ? `${Number((100 * value).toFixed(4))}%` : String(Number(value.toFixed(6)));

/**
 * A scenario in which the `value:` of an estimate says another share, written as the one before it; nothing else changes. An
 * estimate that states only a range gets a `value:` before it. Undefined where there is no such estimate.
 */
export function adjusted(scenario: string, of: EstimateOf, to: number): string | undefined {
  const response = childOf(readDocument(scenario).root, 'response');
  const node =
    of.kind === 'margin' ? childOf(response, 'margin') : childOf(childOf(response, 'assumptions'), of.name);
  const [value, range] = [childOf(node, 'value'), childOf(node, 'range')];
  if (value?.kind === 'scalar' && value.text !== '') {
    const text = share(to, value.text.trim().endsWith('%'));
    return `${scenario.slice(0, value.span.start)}${text}${scenario.slice(value.span.end)}`;
  }
  const entry = node?.kind === 'map' ? node.entries.find(({ key }) => key === 'range') : undefined;
  if (node === undefined || entry === undefined || value !== undefined || range?.kind !== 'list')
    return undefined;
  const { start } = entry.keySpan;
  const isPercent = range.items.every((item) => item.kind === 'scalar' && item.text.trim().endsWith('%'));
  const before = scenario.slice(scenario.lastIndexOf('\n', start - 1) + 1, start);
  const isFlow = scenario[node.span.start] === '{';
  // In braces entries are parted by commas, else by lines of the same indent.
  if (!isFlow && before.trim() !== '') return undefined;
  const added = `value: ${share(to, isPercent)}${isFlow ? ', ' : `\n${before}`}`;
  return `${scenario.slice(0, start)}${added}${scenario.slice(start)}`;
}

/** A scenario whose response begins on another day; undefined where it states none. */
export function begunOn(scenario: string, from: Day): string | undefined {
  const node = childOf(childOf(readDocument(scenario).root, 'response'), 'from');
  if (node?.kind !== 'scalar' || node.text === '') return undefined;
  return `${scenario.slice(0, node.span.start)}${formatDay(from)}${scenario.slice(node.span.end)}`;
}
