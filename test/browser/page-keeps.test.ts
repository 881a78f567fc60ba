import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, root } from '../cli/command.ts';
import { launch } from './browser.ts';
import { replayed, type ServedPage, servePage, visit } from './page.ts';
import { dropFiles, editorText, typeInto } from './typing.ts';

let browser: Browser;
let served: ServedPage;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

const teaHouse = readFileSync(join(root, 'programs', 'tea-house', 'program.yaml'), 'utf8');
const cheaper = teaHouse.replace('54 JPY', '43 JPY');

const soon = (ask: () => unknown) => expect.poll(ask, { timeout: 30_000 });

/** What the browser keeps for the next visit, once it holds a text. */
const keeps = (page: Page, text: string) =>
  soon(() => page.evaluate(`localStorage.getItem('kizuna /') ?? ''`)).toContain(text);

const link = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const field = page.getByLabel('link to this page');
  await soon(() => field.inputValue()).toContain('#p=');
  const found = await field.inputValue();
  await page.keyboard.press('Escape');
  return found;
};

describe('a reload', () => {
  it('keeps text, tab, view, base, language and theme', async () => {
    const { page, troubles, close } = await visit(browser, served.address);
    await replayed(page);
    await page.locator('#tab-compare').click();
    await page.getByRole('button', { name: 'Compare with the program as it is now' }).click();
    await replayed(page);
    const base = await page.locator('[data-hint=compare] .header-name').textContent();
    await typeInto(page, cheaper);
    await replayed(page);
    await page.locator('#document-tests').click();
    await page.locator('#tab-points').click();
    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('button', { name: 'ダークテーマ' }).click();
    await keeps(page, '"theme":"dark"');
    await page.reload();
    await replayed(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('#document-tests').getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('#tab-points').getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('[data-hint=compare] .header-name').textContent()).toBe(base);
    await page.locator('#document-program').click();
    await soon(() => editorText(page)).toBe(cheaper);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('a link', () => {
  it('opens elsewhere what stood on the page, and a reload there keeps what was changed since', async () => {
    const giver = await visit(browser, served.address);
    await replayed(giver.page);
    await typeInto(giver.page, cheaper);
    await giver.page.locator('#tab-rules').click();
    await giver.page.locator('.view-body tr', { hasText: 'rule purchase_star' }).waitFor();
    await replayed(giver.page);
    const figures = await giver.page.locator('.view-body').textContent();
    const address = await link(giver.page);
    expect(address.length).toBeLessThan(8000);
    const taker = await visit(browser, address);
    await replayed(taker.page);
    expect(await editorText(taker.page)).toBe(cheaper);
    await soon(() => taker.page.locator('.view-body').textContent()).toBe(figures);
    // Whoever comes for the first time has nothing to be brought back.
    expect(await taker.page.locator('.notice').count()).toBe(0);
    expect(taker.page.url()).toBe(served.address);
    // No server hears of the program.
    expect(taker.requests.filter((request) => request.includes('#') || request.includes('?'))).toEqual([]);
    const further = cheaper.replace('43 JPY', '44 JPY');
    await typeInto(taker.page, further);
    await keeps(taker.page, '44 JPY');
    await taker.page.reload();
    await replayed(taker.page);
    expect(await editorText(taker.page)).toBe(further);
    expect(taker.troubles).toEqual([]);
    await giver.close();
    await taker.close();
  });

  it('keeps what was there before, and a broken one says so and changes nothing', async () => {
    const { page, troubles, close } = await visit(browser, served.address);
    await replayed(page);
    const address = await link(page);
    await typeInto(page, cheaper);
    await keeps(page, '43 JPY');
    await page.goto(address);
    await page.getByText('This page was opened from a link').waitFor();
    await replayed(page);
    expect(await editorText(page)).toBe(teaHouse);
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await soon(() => editorText(page)).toBe(cheaper);
    await replayed(page);
    await keeps(page, '43 JPY');
    for (const broken of [address.slice(0, -40), `${address.slice(0, -9)}#!?`, `${served.address}#p=`]) {
      await page.goto(broken);
      await page.getByRole('alert').getByText('The link cannot be read').waitFor();
      await replayed(page);
      expect(await editorText(page)).toBe(cheaper);
      await page.getByRole('button', { name: 'Close' }).click();
    }
    expect(troubles).toEqual([]);
    await close();
  });

  it('offers a file where it would be too long to send, and the file opens when it is dropped', async () => {
    const giver = await visit(browser, served.address);
    await replayed(giver.page);
    // Digits that do not repeat can hardly be compressed.
    let number = 1n;
    const noise = Array.from({ length: 400 }, () => {
      number = (number * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
      return `# ${number.toString(36)}${(number / 7n).toString(36)}`;
    });
    const long = `${cheaper}${noise.join('\n')}\n`;
    await typeInto(giver.page, long);
    await replayed(giver.page);
    await giver.page.getByRole('button', { name: 'Share', exact: true }).click();
    await giver.page.getByText('Save the page as a file instead').waitFor();
    expect(await giver.page.getByLabel('link to this page').count()).toBe(0);
    const [download] = await Promise.all([
      giver.page.waitForEvent('download'),
      giver.page.getByRole('button', { name: 'The page' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('tea-house.kizuna.json');
    const saved = readFileSync(await download.path());
    const taker = await visit(browser, served.address);
    await replayed(taker.page);
    await dropFiles(taker.page, [{ name: 'tea-house.kizuna.json', content: saved }]);
    await soon(() => editorText(taker.page)).toBe(long);
    await replayed(taker.page);
    expect([...giver.troubles, ...taker.troubles]).toEqual([]);
    await giver.close();
    await taker.close();
  });
});

describe('a made-up history', () => {
  it('comes to the figures that the command finds in what it makes from the same seed', async () => {
    const { page, close } = await visit(browser, served.address);
    await replayed(page);
    await page.getByRole('button', { name: /^history/ }).click();
    await page.getByLabel('Seed').fill('23');
    await page.getByRole('button', { name: '10,000 events' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await replayed(page);
    await page.locator('#tab-rules').click();
    const rules = page.locator('.view-body table').first();
    await rules.getByText('purchase_star').waitFor();
    const program = join(root, 'programs', 'tea-house', 'program.yaml');
    const files = folder({});
    const events = join(files.path, 'events.csv');
    const made = kizuna(['generate', program, '--events', '10000', '--seed', '23', '--output', events]);
    expect(made.exit, made.err).toBe(0);
    const ran = kizuna(['simulate', program, '--history', events, '--json']);
    files.remove();
    const { sources } = JSON.parse(ran.out) as {
      sources: readonly {
        readonly kind: string;
        readonly name: string;
        readonly times: number;
        readonly members: number;
      }[];
    };
    const count = (value: number) => (value === 0 ? '–' : value.toLocaleString('en'));
    for (const { kind, name, times, members } of sources) {
      const row = page.locator('.view-body tr', { hasText: `${kind} ${name}` });
      const cells = (await row.locator('td').allTextContents()).map((cell) => cell.trim());
      expect(cells, name).toEqual(expect.arrayContaining([count(times), count(members)]));
    }
    expect(sources.length).toBeGreaterThan(5);
    await close();
  });
});
