import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLUB } from '../cli/command.ts';
import { launch } from './browser.ts';
import { replayed, type ServedPage, servePage, type Visit, visit } from './page.ts';
import { salesCsv } from './sales.ts';
import { dropFiles, editorText, typeInto } from './typing.ts';

let browser: Browser;
let served: ServedPage;
let opened: Visit;
let page: Page;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch(), servePage()]);
  opened = await visit(browser, served.address);
  page = opened.page;
  await replayed(page);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

const named = (name: string) => page.locator('.header-name', { hasText: name }).first().waitFor();

/** The table of rules: how often each fired over the history at hand. */
const figures = async (): Promise<string> => {
  await page.locator('#tab-rules').click();
  const table = page.locator('.view-body tbody').first();
  await table.waitFor();
  return (await table.textContent()) ?? '';
};

/** One visit, in which one thing after the other goes wrong. */
beforeEach(async () => {
  await dropFiles(page, [{ name: 'club.yaml', content: CLUB }]);
  await named('club');
  await replayed(page);
});
/** Whatever went wrong, the page still answers an edit with other figures, and nothing was thrown on the way. */
afterEach(async () => {
  const before = await figures();
  await typeInto(page, CLUB.replace('100 JPY', '333 JPY'));
  await expect.poll(figures).not.toBe(before);
  await replayed(page);
  expect(opened.troubles).toEqual([]);
});

const PDF = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n';

describe('a file that holds no rows', () => {
  it.each([
    ['a PDF that is called .csv', 'sales.csv', PDF, 'this is a PDF document'],
    ['an empty file', 'sales.csv', '', 'the file is empty'],
    ['what is Parquet by name only', 'sales.parquet', 'PAR1', 'cannot be read as Parquet'],
    [
      'bytes that are no text',
      'sales.csv',
      new Uint8Array([0, 1, 2, 0, 255, 254, 0, 7]),
      'this is a binary file',
    ],
  ])('is refused with the reason, and the history at hand stays: %s', async (_, name, content, reason) => {
    const before = await figures();
    await dropFiles(page, [{ name, content }]);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').getByText(reason).waitFor();
    expect(await dialog.getByRole('button', { name: 'Read the history' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await replayed(page);
    expect(await figures()).toBe(before);
  });

  it('says what it takes when it is dropped something else', async () => {
    await dropFiles(page, [{ name: 'photo.png', content: 'PNG' }]);
    await page.getByRole('alert').getByText('photo.png: neither a program').waitFor();
    await page.locator('.notice').getByRole('button', { name: 'Close' }).click();
    expect(await editorText(page)).toBe(CLUB);
  });
});

describe('a program with errors', () => {
  it('keeps the last figures, dimmed, says since when, and goes on when they are mended', async () => {
    const before = await figures();
    await typeInto(page, CLUB.replace('give: 1 star per', 'give: 1 stra per'));
    await page.getByText(/These figures are of the program as it was at \d+:\d\d:\d\d/).waitFor();
    expect(await page.locator('.view-body.dimmed').count()).toBe(1);
    expect(await figures()).toBe(before);
    await page.locator('.findings').getByText('1 error').waitFor();
    await typeInto(page, CLUB);
    await page.locator('.stale').waitFor({ state: 'detached' });
    await replayed(page);
    expect(await figures()).toBe(before);
  });

  it('opens a file that is not even YAML, shows where it breaks, and shows no figures of another program', async () => {
    await dropFiles(page, [{ name: 'torn.yaml', content: 'kizuna: 1\nprogram: torn\nevents: [\n"' }]);
    await named('torn');
    await page
      .locator('.findings')
      .getByText(/^[1-9]\d* errors?/)
      .waitFor();
    await page.getByText('once they are mended, its figures stand here').waitFor();
    await page.locator('.findings-line').click();
    await page.locator('.finding').first().waitFor();
    await dropFiles(page, [{ name: 'club.yaml', content: CLUB }]);
    await named('club');
    await replayed(page);
  });
});

describe('a wrong mapping', () => {
  it('makes bad rows with their reasons of what cannot be a number, before and after reading', async () => {
    await dropFiles(page, [{ name: 'uriage.csv', content: salesCsv() }]);
    const dialog = page.getByRole('dialog');
    const amount = dialog.locator('tr', {
      has: page.getByRole('rowheader', { name: /^amount \(required\)/ }),
    });
    await amount.locator('select').selectOption({ label: '伝票番号' });
    await dialog.getByText('of which usable: 0,').waitFor();
    await dialog.locator('.history-reasons').getByText('unreadable number').waitFor();
    await dialog.getByRole('button', { name: 'Read the history' }).click();
    await dialog.getByText('R0000 in 伝票番号 is not a number').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('No row of this history could be used').waitFor();
    // Back to a history that there is.
    await page.getByRole('button', { name: /^history/ }).click();
    await dialog.getByRole('button', { name: '10,000 events' }).click();
    await dialog.waitFor({ state: 'detached' });
    await replayed(page);
  });
});

describe('what takes too long', () => {
  it('ends a million events that are being made up when asked to, and keeps the history at hand', async () => {
    const before = await figures();
    await page.getByRole('button', { name: /^history/ }).click();
    await page.getByRole('button', { name: '1,000,000 events' }).click();
    const line = page.locator('.run-line');
    await line.getByText(/making up customers [\d,]+ \/ 1,000,000/).waitFor();
    expect(await line.getByRole('progressbar').getAttribute('max')).toBe('1000000');
    await line.getByRole('button', { name: 'Cancel' }).click();
    await page
      .locator('.notice')
      .getByText('was cancelled: what stands here is still of 10K events, made up.')
      .waitFor();
    await replayed(page);
    expect(await figures()).toBe(before);
    await named('10K events');
  });

  it('reads 300 MB with progress, lets go of them when asked to, and never stands still meanwhile', async () => {
    const before = await figures();
    // The same 20,000 rows over and over: the browser keeps them once.
    await page.evaluate(`(() => {
      const row = (i) => JSON.stringify({ member: 'm' + (i % 977), at: '2026-05-01T10:00', type: 'purchase', amount: i % 3000 });
      const part = new Blob([Array.from({ length: 20_000 }, (_, i) => row(i) + '\\n').join('')]);
      const parts = Array.from({ length: Math.ceil(300e6 / part.size) }, () => part);
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(parts, 'huge.jsonl'));
      for (const type of ['dragover', 'drop'])
        document.querySelector('.page').dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    })()`);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Preview' }).waitFor();
    await dialog.getByRole('button', { name: 'Read the history' }).click();
    await dialog.locator('.history-opening', { hasText: /huge\.jsonl\D*[1-9][\d,]*,000/ }).waitFor();
    // The page answers while it reads.
    await page.keyboard.press('Escape');
    await page.locator('#tab-overview').click();
    await page.locator('.view-body .plate').first().waitFor();
    await page.locator('.run-line').getByRole('button', { name: 'Cancel' }).click();
    await page
      .locator('.notice')
      .getByText('Opening huge.jsonl was cancelled: what stands here is still of 10K events, made up.')
      .waitFor();
    await replayed(page);
    expect(await figures()).toBe(before);
  });
});

describe('a fault of ours', () => {
  it('starts the worker anew that holds the history, with the history, and says nothing that is not true', async () => {
    const before = await figures();
    const roles = await Promise.all(
      page.workers().map(async (worker) => ({ worker, role: await worker.evaluate('self.name') })),
    );
    const engine = roles.find(({ role }) => role === 'engine')?.worker;
    if (engine === undefined) throw new Error('nothing holds the history');
    const ended = engine.waitForEvent('close');
    await engine.evaluate(`void setTimeout(() => { throw new Error('as if a fault of ours'); })`);
    await ended;
    await typeInto(page, CLUB.replace('100 JPY', '90 JPY'));
    await expect.poll(figures).not.toBe(before);
    await typeInto(page, CLUB);
    await expect.poll(figures).toBe(before);
    await replayed(page);
  });
});
