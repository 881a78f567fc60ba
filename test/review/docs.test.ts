import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  compile,
  hear,
  readDocument,
  review,
  reviewMessages,
  silenceMessages,
} from '../../compiler/index.ts';
import { laidOver } from '../diagnostics/frame.ts';

describe.each(['review.md', 'review.ja.md'])('docs/%s', (page) => {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');

  it('names every finding of a review', () => {
    for (const code of Object.keys({ ...reviewMessages, ...silenceMessages }))
      expect(text).toContain(`(diagnostics/${code}.md)`);
  });

  it('its comments allow what they name', () => {
    const example = /```yaml\n(# kizuna:[\s\S]*?)```/.exec(text)?.[1] ?? '';
    const kpis =
      'kpis:\n  repeat: { measure: share(count(purchase) >= 2), target: at least 45% }\nstandard: { purchase: purchase.amount }\n';
    const { source } = laidOver(example + kpis);
    const { value: plan, diagnostics, allowed } = compile(source);
    const { root } = readDocument(source);
    if (plan === undefined || root?.kind !== 'map') throw new Error('the example does not compile');
    const heard = hear(source, review(plan, root), (code) => code in reviewMessages);
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
    const codes = [...allowed, ...heard.allowed].map(({ diagnostic }) => diagnostic.code);
    expect(codes).toEqual(['free-without-limit', 'purpose-unmeasured']);
    expect(heard.diagnostics.filter(({ code }) => code.startsWith('silence'))).toEqual([]);
  });
});
