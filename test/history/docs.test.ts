import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkMapping, historyMessages, type Mapping } from '../../runtime/history/index.ts';
import { validateMapping as validate } from '../../schema/generated/validators.js';
import { event, events, field, lines, plan, read, reward, types } from './plan.ts';

const shop = plan({
  attributes: [field('birthday?', types.date)],
  events: [
    event('purchase', [
      field('amount', types.dollar),
      field('channel?', types.channel),
      field('store?', types.text),
      lines('items?', [field('sku', types.text), field('amount', types.dollar)]),
    ]),
    event('refund', [field('amount?', types.dollar)], { event: 'purchase', by: 'amount' }),
  ],
  rewards: [reward('free_cup')],
});

for (const file of ['docs/mapping.md', 'docs/mapping.ja.md']) {
  const text = readFileSync(file, 'utf8');
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((m) => m[1] ?? '');

  test(`${file} names every reason`, () => {
    for (const code of Object.keys(historyMessages)) expect(text).toContain(`| \`${code}\` |`);
  });

  test(`${file}: the examples are read as they stand`, async () => {
    for (const example of [...blocks('json'), ...blocks('csv')]) {
      const result = await read(shop, example);
      expect(result.rejected).toEqual([]);
      expect(events(result).length).toBeGreaterThan(0);
    }
    const [document = '', members = ''] = blocks('yaml');
    const mapping: Mapping = parse(`${document}${members}`);
    expect(validate(mapping)).toBe(true);
    expect(checkMapping(shop, mapping)).toEqual([]);
  });
}
