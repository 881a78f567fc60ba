import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { replayed, type ServedPage, servePage, visit } from './page.ts';

let browser: Browser;
let served: ServedPage;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = ['overview', 'members', 'tiers', 'points', 'rules', 'tests', 'review', 'compare'] as const;

/** What axe finds on the page, each as its rule and the first place; the editor is another project's, and is looked at apart. */
async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as {
      readonly axe: {
        run(
          context: unknown,
          options: unknown,
        ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations: found } = await axe.run(
      { include: [['body']], exclude: [['.monaco-editor'], ['.monaco-diff-editor']] },
      { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) },
    );
    return found.map(
      ({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)} ${nodes[0]?.failureSummary}`,
    );
  }, rules);
}

/** As {@link violations}, all that `walk` leads to, in the light and in the dark: but for contrast, the page is the same in both. */
async function inBothThemes(
  page: Page,
  walk: (look: (what: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  await walk(async (what) => expect(await violations(page), what).toEqual([]));
  await page.getByRole('button', { name: /^(dark theme|ダークテーマ)$/ }).click();
  await page.locator('html[data-theme=dark]').waitFor();
  await walk(async (what) => expect(await violations(page, ['color-contrast']), `${what}, dark`).toEqual([]));
}

async function open(language: 'en' | 'ja') {
  const visited = await visit(browser, served.address, {
    locale: language === 'ja' ? 'ja-JP' : 'en-US',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
  });
  await replayed(visited.page);
  return visited;
}

describe.each(['en', 'ja'] as const)('%s', (language) => {
  it('no view keeps anybody out, and none is wider than the window', async () => {
    const { page, troubles, close } = await open(language);
    expect(await violations(page), 'first visit').toEqual([]);
    await page.getByRole('button', { name: language === 'ja' ? 'スキップ' : 'Skip' }).click();
    await inBothThemes(page, async (look) => {
      for (const view of VIEWS) {
        await page.locator(`#tab-${view}`).click();
        await page.locator('#view .view-body').filter({ hasText: /\S/ }).waitFor();
        await look(view);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(beyond, view).toBeLessThanOrEqual(0);
      }
    });
    expect(troubles).toEqual([]);
    await close();
  });

  it('nor does a comparison, a member, or what opens above the page', async () => {
    const { page, troubles, close } = await open(language);
    await page.getByRole('button', { name: language === 'ja' ? 'スキップ' : 'Skip' }).click();
    await page.locator('#tab-compare').click();
    await page.locator('.base-picker button').first().click();
    await replayed(page);
    await inBothThemes(page, async (look) => {
      for (const view of ['compare', 'overview', 'points', 'rules'] as const) {
        await page.locator(`#tab-${view}`).click();
        await page.locator('#view .view-body').filter({ hasText: /\S/ }).waitFor();
        await look(`${view}, compared`);
      }
      await page.locator('#tab-members').click();
      await page.getByText('m00000002', { exact: true }).first().click();
      await page.getByText('m00000002-1', { exact: true }).first().waitFor();
      await look('member');
      for (const opener of ['.header-program', '[data-opens=history]', '[data-opens=share]'] as const) {
        await page.locator(opener).click();
        const dialog = page.locator('dialog[open]');
        await dialog.waitFor();
        await look(opener);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        // Whoever came by the keyboard goes on where they were.
        expect(await page.evaluate((asked) => document.activeElement?.matches(asked), opener)).toBe(true);
      }
      await page.locator('#tab-overview').click();
    });
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('by the keyboard', () => {
  it('tabs are walked by arrows, and the bar between the panes is moved by them', async () => {
    const { page, close } = await open('en');
    await page.locator('#tab-overview').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#tab-members').getAttribute('aria-selected')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-members');
    await page.keyboard.press('End');
    expect(await page.locator('#tab-compare').getAttribute('aria-selected')).toBe('true');
    const bar = page.getByRole('separator');
    const before = Number(await bar.getAttribute('aria-valuenow'));
    await bar.focus();
    await page.keyboard.press('ArrowRight');
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
    await close();
  });

  it('everything fits a tablet', async () => {
    const { page, close } = await visit(browser, served.address, { viewport: { width: 1024, height: 768 } });
    await replayed(page);
    for (const view of VIEWS) {
      await page.locator(`#tab-${view}`).click();
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(beyond, view).toBeLessThanOrEqual(0);
    }
    await close();
  });
});
