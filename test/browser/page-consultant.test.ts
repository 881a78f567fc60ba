import { readFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUB, folder, kizuna } from '../cli/command.ts';
import { launch } from './browser.ts';
import { replayed, type ServedPage, servePage, type Visit, visit } from './page.ts';
import { type Sale, sales, salesCsv } from './sales.ts';
import { dropFiles, typeInto } from './typing.ts';

const CANDIDATE = CLUB.replace('yen_per_star: 100 JPY', 'yen_per_star: 200 JPY');

let browser: Browser;
let served: ServedPage;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

/** The club's program on the page, with a made-up history. */
async function openClub(): Promise<Visit> {
  const opened = await visit(browser, served.address);
  const { page } = opened;
  await replayed(page);
  await dropFiles(page, [{ name: 'club.yaml', content: CLUB }]);
  await page
    .locator('.header-name', { hasText: /^club$/ })
    .first()
    .waitFor();
  await replayed(page);
  return opened;
}

const read = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Read the history' }).click();
  await page.getByRole('heading', { name: 'The history at hand' }).waitFor();
};

/** Figures of the reading, by their names. */
const reading = async (page: Page): Promise<Readonly<Record<string, string>>> => {
  const names = await page.locator('.history-figures dt').allTextContents();
  const values = await page.locator('.history-figures dd').allTextContents();
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
};

/** Lines of the tables of the comparison that stand beneath a heading. */
const rowsOf = async (page: Page, title: string): Promise<readonly (readonly string[])[]> => {
  const table = page.locator('.compare table').filter({ has: page.locator('caption', { hasText: title }) });
  const rows = await table.locator('tbody tr').all();
  return await Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
};

/** What the rule `base` gives by its terms: a star per so many yen, at most 30 a month. */
function starsOf(all: readonly Sale[], yen: number): number {
  const months = new Map<string, number>();
  for (const { member, day, amount } of all) {
    const key = `${member} ${day.slice(0, 7)}`;
    months.set(key, (months.get(key) ?? 0) + Math.floor(amount / yen));
  }
  return [...months.values()].reduce((sum, stars) => sum + Math.min(30, stars), 0);
}

interface Compared {
  readonly members: {
    readonly all: { readonly members: number; readonly losers: number; readonly lost: string };
    readonly worst: readonly { readonly member: string; readonly base: string; readonly candidate: string }[];
  };
  readonly points: {
    readonly star: { readonly issued: { readonly base: string; readonly candidate: string } };
  };
}

const count = (value: number | string): string => Number(value).toLocaleString('en');

describe('a consultant with a file of sales', () => {
  it('maps it by pointing, sees the bad rows, changes a rule, and reads who loses and why: as the command says', async () => {
    const { page, requests, troubles, close } = await openClub();
    await dropFiles(page, [{ name: 'uriage.csv', content: salesCsv() }]);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Preview' }).waitFor();

    // The guess took the amount with tax: point at the other one.
    const amount = dialog.locator('tr', {
      has: page.getByRole('rowheader', { name: /^amount \(required\)/ }),
    });
    await expect.poll(() => amount.locator('select').inputValue()).toContain('税込金額');
    await dialog.getByRole('button', { name: '税抜金額' }).click();
    await amount.getByRole('button', { name: 'Use here' }).click();
    await expect.poll(() => amount.locator('select').inputValue()).toContain('税抜金額');
    // Rows without a member are bad, not left out.
    await dialog
      .getByRole('combobox', { name: /^Rows without a member/ })
      .selectOption({ label: 'bad rows' });
    await dialog.getByText('Rows looked at: 243, of which usable: 240, bad: 3, left out: 0.').waitFor();
    for (const [reason, line, raw] of [
      ['unreadable time', 3, '2026-13-40,K001'],
      ['unreadable number', 4, 'たくさん'],
    ] as const) {
      const why = dialog.locator('.history-reasons > li', { hasText: reason });
      await why.locator('summary').click();
      expect(await why.textContent()).toContain(`line ${line}`);
      expect(await why.locator('.history-raw').textContent()).toContain(raw);
    }
    await dialog.getByText('The mapping as a document').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    const mapping = readFileSync(await download.path(), 'utf8');
    await read(page);
    expect(await reading(page)).toMatchObject({
      rows: '243',
      used: '240',
      'bad rows': '3',
      members: '40',
      events: '240',
    });
    const [rejects] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save the bad rows as CSV' }).click(),
    ]);
    const bad = readFileSync(await rejects.path(), 'utf8');
    for (const raw of ['2026-13-40', 'たくさん', '2026-03-04,,1000']) expect(bad).toContain(raw);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await replayed(page);

    await page.locator('#tab-compare').click();
    await page.getByRole('button', { name: 'Compare with the program as it is now' }).click();
    await page.getByRole('heading', { name: 'Winners and losers' }).first().waitFor();
    await typeInto(page, CANDIDATE);
    await page.locator('.compare td', { hasText: /^200 JPY$/ }).waitFor();
    await replayed(page);

    const files = folder({
      'base.yaml': CLUB,
      'candidate.yaml': CANDIDATE,
      'uriage.csv': salesCsv(),
      'mapping.yaml': mapping,
    });
    const ran = kizuna(
      'compare base.yaml candidate.yaml --history uriage.csv --mapping mapping.yaml --json'.split(' '),
      {},
      files.path,
    );
    files.remove();
    expect(ran.exit, ran.err).toBe(0);
    const { members, points } = JSON.parse(ran.out) as Compared;
    expect(members.all).toMatchObject({ members: 40, losers: 40 });

    const ends = await page.locator('.ends').first().locator('tbody tr').all();
    const shown = await Promise.all(ends.map((row) => row.locator('td').allTextContents()));
    expect(shown.map((cells) => cells.slice(0, 3))).toEqual(
      members.worst
        .slice(0, ends.length)
        .map(({ member, base, candidate }) => [member, `${base} stars`, `${candidate} stars`]),
    );
    expect(ends.length).toBe(6);
    const [everybody = []] = await rowsOf(page, 'Winners and losers');
    expect(everybody.slice(0, 4)).toEqual(['Everybody', '40', '0', '40']);
    expect(everybody[6]).toBe(`−${count(-Number(members.all.lost))} stars`);
    const { issued } = points.star;
    const [issuedRow = []] = await rowsOf(page, 'Points');
    expect(issuedRow.slice(0, 4)).toEqual(['star', 'issued', count(issued.base), count(issued.candidate)]);
    // And the rule's own stars by its terms, over the very numbers of the file.
    const [base = []] = await rowsOf(page, 'What accounts for the change');
    expect(base.slice(0, 5)).toEqual([
      'base',
      'rule',
      '240',
      `${count(starsOf(sales(), 100))} stars`,
      `${count(starsOf(sales(), 200))} stars`,
    ]);

    const [worst] = members.worst;
    await page.locator('.ends .link').first().click();
    await page.getByRole('heading', { name: worst?.member ?? '' }).waitFor();
    // The second purchase: 2,857 JPY, silver by the first. ⌊2857 ÷ 100⌋ = 28, ⌊2857 ÷ 200⌋ = 14, and 5 for silver both times.
    const occasion = page.locator('.occasion', { hasText: 'R0061' });
    await occasion.locator('.occasion-toggle').click();
    const said = (text: string) => occasion.locator('.why-list p', { hasText: text }).waitFor();
    await said('rule base: gave 28 stars: 1 star per 100 JPY of 2,857 JPY');
    await said('rule base: gave 14 stars: 1 star per 200 JPY of 2,857 JPY');
    expect(await occasion.locator('.why-list p', { hasText: 'rule bonus: gave 5 stars' }).count()).toBe(2);

    expect(requests.filter((request) => !request.startsWith(served.address))).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('finds the same figures in the same sales as JSON Lines and as Parquet, without a mapping', async () => {
    const all = sales();
    const lines = all
      .map(({ member, day, amount, id }) =>
        JSON.stringify({ member, at: `${day}T00:00`, type: 'purchase', id, amount }),
      )
      .join('\n');
    const column = (name: string, data: readonly string[]) => ({
      name,
      data: [...data],
      type: 'STRING' as const,
    });
    const parquet = parquetWriteBuffer({
      columnData: [
        column(
          'member',
          all.map(({ member }) => member),
        ),
        column(
          'at',
          all.map(({ day }) => `${day}T00:00`),
        ),
        column(
          'type',
          all.map(() => 'purchase'),
        ),
        column(
          'id',
          all.map(({ id }) => id),
        ),
        { name: 'amount', data: all.map(({ amount }) => amount), type: 'INT32' as const },
      ],
    });
    const { page, troubles, close } = await openClub();
    await page.locator('#tab-rules').click();
    for (const [name, content] of [
      ['uriage.jsonl', `${lines}\n`],
      ['uriage.parquet', new Uint8Array(parquet)],
    ] as const) {
      await dropFiles(page, [{ name, content }]);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Rows looked at: 240, of which usable: 240, bad: 0, left out: 0.').waitFor();
      await dialog.getByText('It is in the native form of Kizuna').waitFor();
      await read(page);
      expect(await reading(page)).toMatchObject({
        rows: '240',
        'bad rows': '0',
        members: '40',
        events: '240',
      });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await replayed(page);
      const base = page.locator('.view-body tbody tr', { hasText: 'base' }).first();
      await expect
        .poll(async () => (await base.locator('td').allTextContents()).map((cell) => cell.trim()))
        .toEqual(expect.arrayContaining(['240', '40', `${count(starsOf(all, 100))} stars`]));
    }
    expect(troubles).toEqual([]);
    await close();
  });
});
