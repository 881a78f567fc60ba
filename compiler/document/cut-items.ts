import { reportDocument, shown } from './messages.ts';
import type { Node, ScalarNode } from './node.ts';
import { plainScalar } from './scalar.ts';
import type { Slip } from './slip.ts';
import { quoted, quoteFix } from './slips.ts';

/** An entry of `{ }` or an item of `[ ]` as YAML cut it; `bare` = no colon was written. */
export interface RawItem {
  readonly key: ScalarNode | undefined;
  readonly value: Node | undefined;
  readonly bare: boolean;
}

/** How many parentheses are open at the end of an expression; text in double quotes aside. */
function openParentheses(text: string): number {
  let open = 0;
  let quote = false;
  for (const sign of text) {
    if (sign === '"') quote = !quote;
    else if (!quote && sign === '(') open += 1;
    else if (!quote && sign === ')') open -= 1;
  }
  return open;
}

function endOf(item: RawItem): number {
  return item.value === undefined
    ? (item.key?.span.end ?? 0)
    : Math.max(item.value.span.end, item.key?.span.end ?? 0);
}

function startOf(item: RawItem): number {
  return item.key?.span.start ?? item.value?.span.start ?? 0;
}

/** An entry without a colon that cannot be a name: the rest of what a comma cut off. */
function isRest(file: string, before: RawItem, item: RawItem): boolean {
  if (!item.bare) return false;
  const text = item.key?.text ?? (item.value?.kind === 'scalar' ? item.value.text : '');
  const between = file.slice(endOf(before), startOf(item));
  // 1,000: a comma between thousands.
  if (/\d/.test(file[endOf(before) - 1] ?? '') && between === ',' && /^\d{3}(?!\d)/.test(text)) return true;
  // `{ title: Tea, the best }`; in a list such an item may stand by itself.
  return item.key !== undefined && item.key.style === 'plain' && /\s/.test(text) && !/:\S/.test(text);
}

/**
 * Puts together again what a comma inside `{ }` or `[ ]` cut in two, and reports each cut. The whole expression goes
 * on as it was meant, so that nothing else is said about its halves.
 */
export function joinCutItems(
  file: string,
  items: readonly RawItem[],
): { readonly items: readonly RawItem[]; readonly slips: readonly Slip[] } {
  const joined: RawItem[] = [];
  const slips: Slip[] = [];
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item === undefined) break;
    const value = item.value;
    if (value?.kind !== 'scalar' || value.style !== 'plain' || value.text === '') {
      joined.push(item);
      continue;
    }
    let last = i;
    let open = openParentheses(value.text);
    for (let next = items[last + 1]; next !== undefined; next = items[last + 1]) {
      const before = items[last];
      if (before === undefined) break;
      if (!(open > 0) && !isRest(file, before, next)) break;
      open += openParentheses(file.slice(startOf(next), endOf(next)));
      last += 1;
    }
    const until = items[last];
    if (last === i || until === undefined) {
      joined.push(item);
      continue;
    }
    const span = { start: value.span.start, end: endOf(until) };
    const comma = file.indexOf(',', value.span.end);
    const whole = file.slice(span.start, span.end);
    const fix = quoteFix(file, span);
    slips.push({
      diagnostic: reportDocument(
        'comma-in-braces',
        { start: comma, end: comma + 1 },
        { cut: shown(whole), quoted: shown(quoted(whole.replace(/\s+/g, ' '))) },
        {
          label: { en: 'YAML reads a new entry from here', ja: 'ここから新しい項目と読まれます' },
          ...(fix && { fix }),
        },
      ),
      fatal: false,
    });
    joined.push({ key: item.key, value: plainScalar(file, span.start, span.end), bare: item.bare });
    i = last;
  }
  return { items: joined, slips };
}
