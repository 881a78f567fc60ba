import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  checkMessages,
  documentMessages,
  emitMessages,
  expressionMessages,
  reviewMessages,
  scenarioMessages,
  silenceMessages,
} from '../../compiler/index.ts';
import { historyMessages } from '../../runtime/index.ts';
import type { Localized, MessageEntry } from '../../schema/index.ts';
import { type Found, foundIn } from './found.ts';
import { frame, unfolded } from './frame.ts';
import { FOLDER, loadPages, type Page } from './page.ts';

const registries: readonly Readonly<Record<string, MessageEntry<string>>>[] = [
  checkMessages,
  documentMessages,
  expressionMessages,
  emitMessages,
  scenarioMessages,
  reviewMessages,
  silenceMessages,
  historyMessages,
];
const entries = registries.flatMap((registry) => Object.entries(registry));
const codes = [...new Set(entries.map(([code]) => code))].sort();
const pages = loadPages();

function entriesOf(code: string): readonly MessageEntry<string>[] {
  return entries.flatMap(([other, entry]) => (other === code ? [entry] : []));
}

/** Whether a sentence is this entry's, whatever stands in its places. */
function says(entry: MessageEntry<string>, message: Localized): boolean {
  const parts = entry.en.strings.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(message.en);
}

const JAPANESE = /[ぁ-ヿ一-鿿]/;

/** What holds of every sentence that a designer may come to read. */
function wellSaid({ code, message, help }: Found): void {
  for (const words of [message, ...(help === undefined ? [] : [help])]) {
    for (const text of [words.en, words.ja]) {
      expect(text.trim(), code).not.toBe('');
      expect(text, code).not.toMatch(/\bundefined\b|\$\{|\[object|\bNaN\b|``/);
    }
    expect(words.en, code).toMatch(/^[\p{Ll}`“0-9]/u);
    expect(words.en, code).not.toMatch(/\.$/);
    expect(words.ja, code).toMatch(JAPANESE);
    expect(words.ja, code).not.toMatch(/。$/);
  }
}

describe('pages', () => {
  it('the index has the line of every page: nobody reads of a code that is gone', () => {
    const script = fileURLToPath(new URL('../../scripts/diagnostics-index.mjs', import.meta.url));
    const done = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
  });

  it('the frame that the index shows is the one that examples are laid over', () => {
    for (const file of ['README.md', 'README.ja.md'])
      expect(readFileSync(new URL(file, FOLDER), 'utf8')).toContain(`\`\`\`yaml\n${frame}\`\`\``);
  });

  it('every code has its page, and every page its code: a link in a message never leads nowhere', () => {
    expect(pages.map((page) => page.code)).toEqual(codes);
  });
});

describe.each(pages.map((page): [string, Page] => [page.code, page]))('%s', (code, page) => {
  const known = entriesOf(code);

  it('says in both languages what it means', () => {
    const titles = [...new Set(known.map((entry) => entry.title.ja))];
    expect(page.heading).toBe(`# ${code}`);
    expect(page.subtitle).toBe(`${titles.join(' / ')} · ${known[0]?.severity}`);
    expect(page.en).toMatch(/\.$/);
    expect(page.en).not.toMatch(JAPANESE);
    for (const sentence of page.ja.split(/(?<=。)/)) {
      expect(sentence).toMatch(/(?:です|ます|せん|さい|ました)(?:（[^）]*）)?。\s*$/);
    }
  });

  it('its wrong example raises it at the snippet, and nothing else', async () => {
    const raised: Found[] = [];
    for (const { wrong, at, also } of page.examples) {
      const found = await foundIn(wrong);
      const own = found.filter((one) => one.code === code);
      const others = found.filter(
        (one) => one.code !== code && one.severity === 'error' && !also.includes(one.code),
      );
      for (const other of also) expect(found.map((one) => one.code)).toContain(other);
      expect([...own, ...others].map((one) => `${one.code} at ${one.place}`)).toEqual([
        `${code} at ${unfolded(at)}`,
      ]);
      for (const one of own) {
        wellSaid(one);
        expect(known.map((entry) => entry.severity)).toContain(one.severity);
      }
      raised.push(...own);
    }
    for (const entry of known)
      expect(
        raised.some((one) => says(entry, one.message)),
        entry.en.strings.join('…'),
      ).toBe(true);
  });

  it('its right example has no error', async () => {
    expect(page.examples.length).toBeGreaterThan(0);
    for (const { right } of page.examples) {
      expect(right.length).toBeGreaterThan(0);
      const found = await foundIn(right);
      const left = found.filter((one) => one.code === code || one.severity === 'error');
      expect(left.map((one) => `${one.code} at ${one.place}: ${one.message.en}`)).toEqual([]);
    }
  });
});
