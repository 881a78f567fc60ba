import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, root } from '../cli/command.ts';
import { launch } from './browser.ts';
import { linesOfPages } from './pdf.ts';

const LANGUAGES = ['en', 'ja'] as const;
type Language = (typeof LANGUAGES)[number];

/** A4 less the margins of the page, at 96 dots an inch: 210 mm − 26 mm. */
const A4 = 695;
const PLACES = [
  { name: '1280 px, light', width: 1280, colorScheme: 'light', media: 'screen' },
  { name: '1280 px, dark', width: 1280, colorScheme: 'dark', media: 'screen' },
  { name: '800 px, light', width: 800, colorScheme: 'light', media: 'screen' },
  { name: '800 px, dark', width: 800, colorScheme: 'dark', media: 'screen' },
  { name: 'paper', width: A4, colorScheme: 'dark', media: 'print' },
] as const;

const HEADINGS = {
  en: [
    'KPIs',
    'Cost and liability',
    'Points',
    'Rules, rewards and benefits',
    'Tiers',
    'Value mix',
    'Segments',
    'Lifetime value',
    'Accounting view',
    'The last months',
  ],
  ja: [
    'KPI',
    '費用とポイント負債',
    'ポイント',
    'ルール・特典・ベネフィット',
    '会員ランク',
    '価値の配分',
    'セグメント',
    '顧客生涯価値（LTV）',
    '会計表示',
    '直近の月',
  ],
} as const;

/** Elements whose content is wider than they are; what scrolls on purpose inside an opened table is none of them. */
const OVERFLOWING = `[...document.querySelectorAll('body, body *')]
  .filter((each) => !each.closest('svg, .unseen, details') && getComputedStyle(each).display !== 'inline')
  .filter((each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.tagName + '.' + each.className + ' ' + each.scrollWidth + ' > ' + each.clientWidth)`;

/** Texts of charts that stand beyond their own drawing. */
const CUT = `[...document.querySelectorAll('svg[role=img] text')].filter((text) => {
  const [own, all] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
  return own.width > 0 && (own.left < all.left - 1 || own.right > all.right + 1 || own.bottom > all.bottom + 1);
}).map((text) => text.textContent)`;

/** Contrast of every text of its own with the ground behind it (WCAG 2), where it is too weak. */
const WEAK = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const own = getComputedStyle(at).backgroundColor;
      if (own !== 'rgba(0, 0, 0, 0)') return own;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((each) => each.getClientRects().length > 0 && !each.closest('title, desc'))
    .filter((each) => {
      const style = getComputedStyle(each);
      const [a, b] = [light(each.closest('svg') ? style.fill : style.color), light(ground(each))].sort((x, y) => x - y);
      return (b + 0.05) / (a + 0.05) < 4.5;
    })
    .map((each) => each.textContent.trim().slice(0, 40));
})()`;

let browser: Browser;
let place: ReturnType<typeof folder>;
const fileOf = (language: Language): string => join(place.path, `${language}.html`);

beforeAll(async () => {
  place = folder({});
  for (const language of LANGUAGES) {
    const teaHouse = join(root, 'programs', 'tea-house');
    const history = join(teaHouse, 'history.jsonl');
    const asked = ['--accounting', '--html', fileOf(language), '--lang', language];
    const ran = kizuna(['simulate', teaHouse, '--history', history, ...asked]);
    expect(ran.exit, ran.err).toBe(0);
  }
  browser = await launch();
}, 900_000);

afterAll(async () => {
  await browser?.close();
  place?.remove();
});

/** Opens a page and notes what it asks for and complains of. */
async function open(
  file: string,
  { width, colorScheme, media }: (typeof PLACES)[number],
): Promise<{ readonly page: Page; readonly noted: string[]; readonly close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  await page.emulateMedia({ media, colorScheme });
  const noted: string[] = [];
  page.on('console', (message) => noted.push(message.text()));
  page.on('pageerror', (error) => noted.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) noted.push(request.url());
  });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'networkidle' });
  return { page, noted, close: () => context.close() };
}

// If it fails, what a client opens or prints is cut, illegible, or not what was written.
describe.each(LANGUAGES)('the page of the tea house in a browser (%s)', (language) => {
  it.each(PLACES)('is whole and quiet: $name', async (setting) => {
    const { page, noted, close } = await open(fileOf(language), setting);
    expect(await page.evaluate<string[]>(OVERFLOWING)).toEqual([]);
    expect(await page.evaluate<string[]>(CUT)).toEqual([]);
    expect(await page.evaluate<string[]>(WEAK)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      setting.width,
    );
    expect(noted).toEqual([]);
    await close();
  });

  it('has its headings and figures, and charts that say what they are', async () => {
    const { page, close } = await open(fileOf(language), PLACES[0]);
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(HEADINGS[language]);
    // 63 cups at 250 JPY and 4 visits to the tasting room at 1,500 JPY.
    const money = await page.locator('#money').textContent();
    expect(money).toContain(language === 'ja' ? '¥2.18万' : '¥21,750');
    // Twelve months and their total, in both tables of the books.
    expect(await page.locator('#accounting > .wide > table > tbody > tr').count()).toBe(26);
    expect(await page.locator('#lifetime tbody tr').count()).toBe(6);
    expect(await page.locator('.tile').count()).toBe(3);
    const charts = await page.getByRole('img').all();
    expect(charts.length).toBeGreaterThanOrEqual(13);
    const names =
      language === 'ja'
        ? ['月末のポイント負債', '月末の契約負債', '月ごとのポイントからの収益']
        : [
            'Liability at the end of each month',
            'Contract liability at the end of each month',
            'Revenue from points by month',
          ];
    for (const name of names)
      expect(await page.getByRole('img', { name: new RegExp(`^${name}`) }).count(), name).toBe(1);
    await close();
  });

  it('opens the figures behind a chart without a script', async () => {
    const { page, close } = await open(fileOf(language), PLACES[0]);
    const table = page.locator('#money details').first();
    expect(await table.locator('td').first().isVisible()).toBe(false);
    await table.locator('summary').click();
    expect(await table.locator('td').first().isVisible()).toBe(true);
    await close();
  });

  it('asks for nothing, even where nothing forbids it', async () => {
    const free = join(place.path, `free-${language}.html`);
    const html = readFileSync(fileOf(language), 'utf8');
    const without = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    expect(without.length).toBeLessThan(html.length);
    writeFileSync(free, without);
    const { noted, close } = await open(free, PLACES[0]);
    expect(noted).toEqual([]);
    await close();
  });

  it('prints on pages that are each worth turning, in light colours', async () => {
    const { page, close } = await open(fileOf(language), PLACES[4]);
    const ground = 'getComputedStyle(document.querySelector(".tile")).backgroundColor';
    expect(await page.evaluate<string>(ground)).toBe('rgb(255, 255, 255)');
    const pages = linesOfPages(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(pages.length).toBeLessThanOrEqual(9);
    for (const lines of pages) expect(lines).toBeGreaterThanOrEqual(10);
    await close();
  });
});
