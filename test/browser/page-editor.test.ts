import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { replayed, type ServedPage, servePage, type Visit, visit } from './page.ts';

/**
 * What a designer does in the editor, by keys and pointer. What stands in it is read where the page keeps it for the next visit.
 */

let browser: Browser;
let served: ServedPage;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

type Kind = 'program' | 'tests' | 'scenario';
const KEPT = `JSON.parse(localStorage.getItem('kizuna /') ?? '{}').documents ?? {}`;
const textOf = async (page: Page, kind: Kind): Promise<string> =>
  ((await page.evaluate(KEPT)) as Partial<Record<Kind, string>>)[kind] ?? '';
const becomes = (page: Page, kind: Kind) => expect.poll(() => textOf(page, kind), { timeout: 30_000 });

async function opened(): Promise<Visit> {
  const one = await visit(browser, served.address);
  await one.page.locator('.monaco-editor .view-line').first().waitFor();
  await replayed(one.page);
  const skip = one.page.getByRole('button', { name: /skip/i });
  if ((await skip.count()) > 0) await skip.first().click();
  return one;
}

/** Opens files as one chooses them. */
async function choose(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  await page.locator('input[type=file][accept*=yaml]').setInputFiles(
    Object.entries(files).map(([name, text]) => ({
      name,
      mimeType: 'application/yaml',
      buffer: Buffer.from(text),
    })),
  );
}

const focusEditor = (page: Page) => page.locator('#editor .monaco-editor .view-lines').first().click();

/** Puts the cursor before the first place where some words stand: by the editor's own search. */
async function cursorBefore(page: Page, words: string): Promise<void> {
  await focusEditor(page);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  const field = page.locator('.find-widget.visible textarea').first();
  await field.fill(words);
  await page.locator('.find-widget .matchesCount', { hasText: /^1 of/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.find-widget.visible').waitFor({ state: 'hidden' });
  await page.keyboard.press('ArrowLeft');
}

/** Takes a suggestion by its name. */
async function take(page: Page, label: string): Promise<void> {
  const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
  await row.waitFor();
  await row.click();
  await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
}

const findings = (page: Page, said: string | RegExp) =>
  page.locator('.findings-line [role=status]', { hasText: said }).waitFor();

const PROGRAM = `kizuna: 1
program: corner-cafe
title: { en: Corner Cafe, ja: 街角カフェ }
currency: JPY
timezone: Asia/Tokyo
parameters:
  yen_per_stamp: 500 JPY
events:
  purchase:
    amount: JPY
points:
  stamp:
    expires: end_of(month, earned + 12 months)
rules:
  stamps:
    on: purchase
    give: 1 stamp per yen_per_stamp of amount
    builds: economic
`;

/** 1,200 JPY at 500 JPY each: two stamps; at 400 JPY: three. */
const TESTS = `kizuna: 1
tests: corner-cafe
cases:
  cheaper:
    parameters:
      yen_per_stamp: 400 JPY
    members: { m1: { enrolled: 2026-01-10 } }
    events:
      - { id: e1, at: 2026-02-01 10:00, event: purchase, fields: { amount: 1_200 } }
    expect:
      state:
        - { member: m1, balance: { stamp: 3 } }
`;

const CAFE = { 'cafe.yaml': PROGRAM, 'cafe.tests.yaml': TESTS };
const tab = (page: Page, name: RegExp) =>
  page.getByRole('tablist', { name: 'documents' }).getByRole('tab', { name });

describe('a designer who begins with nothing', () => {
  it('gets a program by completion, writes a rule with it, and has an error mended by its fix', async () => {
    const { page, troubles, close } = await opened();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await becomes(page, 'program').toBe('');
    await focusEditor(page);
    await page.keyboard.press('Control+Space');
    await take(page, 'a whole small program');
    await findings(page, 'no findings');
    await becomes(page, 'program').toMatch(/^kizuna: 1\n[\s\S]*\nrules:\n/);
    // A rule of one's own below the rules that there are, with the program's own names.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+End');
    const before = await textOf(page, 'program');
    expect(before).toMatch(/\npoints:\n {2}\w+:/);
    const [, points = ''] = /\npoints:\n {2}(\w+):/.exec(before) ?? [];
    const [, event = ''] = /\nevents:\n {2}(\w+):/.exec(before) ?? [];
    await cursorBefore(page, 'rules:');
    await page.keyboard.press('End');
    await page.keyboard.type('\nwelcome:\non: ');
    await take(page, event);
    await page.keyboard.type(`\ngive: 5 ${points.slice(0, 2)}`);
    await take(page, points);
    await page.keyboard.type('\nbuilds: ');
    await take(page, 'behavioral');
    await becomes(page, 'program').toMatch(
      new RegExp(
        `\\nrules:\\n  welcome:\\n    on: ${event}\\n    give: 5 ${points}s?\\n    builds: behavioral\\n`,
      ),
    );
    await findings(page, 'no findings');
    // A slip: the fix that the finding offers mends it.
    await cursorBefore(page, 'behavioral');
    await page.keyboard.press('Control+Shift+ArrowRight');
    await page.keyboard.type('behavoral');
    await findings(page, /^1 error/);
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'behavioral' }).first().waitFor();
    await page.keyboard.press('Enter');
    await findings(page, 'no findings');
    await becomes(page, 'program').toContain('    builds: behavioral\n');
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('a program with its tests', () => {
  it('has a parameter renamed in both, and each takes it back by its own undo', async () => {
    const { page, troubles, close } = await opened();
    await choose(page, CAFE);
    await becomes(page, 'tests').toBe(TESTS);
    await tab(page, /^Program/).click();
    await cursorBefore(page, 'yen_per_stamp');
    await page.keyboard.press('F2');
    const field = page.locator('.rename-box input');
    await field.waitFor();
    await field.fill('stamp_price');
    await page.keyboard.press('Enter');
    await becomes(page, 'program').toBe(PROGRAM.replaceAll('yen_per_stamp', 'stamp_price'));
    await becomes(page, 'tests').toBe(TESTS.replace('yen_per_stamp', 'stamp_price'));
    // Back and forth between the tabs, each document keeps what it can take back.
    await tab(page, /^Tests/).click();
    await focusEditor(page);
    await page.keyboard.press('Control+z');
    await becomes(page, 'tests').toBe(TESTS);
    expect(await textOf(page, 'program')).toContain('stamp_price');
    await tab(page, /^Program/).click();
    await focusEditor(page);
    await page.keyboard.press('Control+z');
    await becomes(page, 'program').toBe(PROGRAM);
    await tab(page, /^Tests/).click();
    await focusEditor(page);
    await page.keyboard.press('Control+Shift+z');
    await becomes(page, 'tests').toContain('stamp_price');
    expect(troubles).toEqual([]);
    await close();
  });

  it('refuses a name that is taken, and says why', async () => {
    const { page, close } = await opened();
    await choose(page, CAFE);
    await becomes(page, 'tests').toBe(TESTS);
    await tab(page, /^Program/).click();
    await cursorBefore(page, 'yen_per_stamp');
    await page.keyboard.press('F2');
    const field = page.locator('.rename-box input');
    await field.waitFor();
    await field.fill('amount');
    await page.keyboard.press('Enter');
    await page.locator('.notice', { hasText: 'amount is the name of something else already' }).waitFor();
    expect(await textOf(page, 'program')).toBe(PROGRAM);
    await close();
  });

  it('leads from a name in the tests to where the program gives it', async () => {
    const { page, close } = await opened();
    await choose(page, CAFE);
    await becomes(page, 'tests').toBe(TESTS);
    await tab(page, /^Tests/).click();
    await cursorBefore(page, 'yen_per_stamp');
    await page.keyboard.press('F12');
    await expect.poll(() => tab(page, /^Program/).getAttribute('aria-selected')).toBe('true');
    // What is typed there stands before the name.
    await page.locator('#editor .monaco-editor.focused').waitFor();
    await page.keyboard.type('my_');
    await becomes(page, 'program').toContain('\nparameters:\n  my_yen_per_stamp: 500 JPY\n');
    await close();
  });

  it('keeps the line ends of the file that it came from', async () => {
    const { page, close } = await opened();
    const crlf = PROGRAM.replaceAll('\n', '\r\n');
    await choose(page, { 'cafe.yaml': crlf });
    await becomes(page, 'program').toBe(crlf);
    await focusEditor(page);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('# ours\n');
    await becomes(page, 'program').toBe(`${crlf}# ours\r\n`);
    await close();
  });

  it('is laid out by the formatter as one step that can be taken back', async () => {
    const { page, close } = await opened();
    const untidy = PROGRAM.replace('  yen_per_stamp: 500 JPY', '  yen_per_stamp:    500 JPY');
    await choose(page, { 'cafe.yaml': untidy });
    await becomes(page, 'program').toBe(untidy);
    await focusEditor(page);
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>Format Document');
    await page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'Format Document' })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await becomes(page, 'program').toBe(PROGRAM);
    await page.keyboard.press('Control+z');
    await becomes(page, 'program').toBe(untidy);
    await close();
  });
});

describe('the editor as a reader of programs', () => {
  it('lists what a document contains, and leads to it by keys alone', async () => {
    const { page, close } = await opened();
    await page.getByRole('button', { name: 'Outline' }).click();
    const list = page.locator('.quick-input-widget');
    await list.locator('.monaco-list-row').first().waitFor();
    await page.keyboard.type('win_back');
    await list.locator('.monaco-list-row', { hasText: 'win_back' }).first().waitFor();
    await page.keyboard.press('Enter');
    await list.waitFor({ state: 'hidden' });
    // The cursor stands in the rule: the palette leads on to its members.
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>Members reached');
    await list.locator('.monaco-list-row', { hasText: 'Members reached' }).first().waitFor();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.getByRole('tab', { name: 'Members' }).getAttribute('aria-selected'))
      .toBe('true');
    await close();
  });

  it('says of a KPI what it is and what it comes to, and lets go of the keyboard by Escape', async () => {
    const { page, close } = await opened();
    await cursorBefore(page, 'repeat_rate');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const hover = page.locator('.monaco-hover', { hasText: 'In this history' }).first();
    await hover.waitFor();
    // The same figure as on the page itself, on the tile of that KPI.
    const shown = await page
      .locator('.tile, [id^=kpi-tile]', { hasText: 'Repeat rate' })
      .first()
      .textContent();
    const [figure = 'none'] = /\d+\.\d%/.exec(shown ?? '') ?? [];
    expect(await hover.textContent()).toContain(figure);
    await page.keyboard.press('Escape');
    await hover.waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("role")')).toBe('tab');
    await close();
  });
});
