// `npm run bench:page`: opens the built page in a Chromium and prints what a visitor waits for: the first load, findings and figures after
// a keystroke, memory. Nothing passes or fails here. `npm run bench:page -- --events 100_000` takes a smaller history.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { ensureBrowser } from './browser.mjs';
import { collectThreads } from './collect-threads.mjs';
import { ensurePage, root } from './setup.mjs';

const at = process.argv.indexOf('--events');
const EVENTS = at < 0 ? 1_000_000 : Number((process.argv[at + 1] ?? '').replaceAll('_', ''));
const EDITS = 50;
const KEYSTROKES = 15;
const LONGEST = 300_000;

const say = (text) => process.stdout.write(`${text}\n`);
const row = (what, figure, aim) => say(`${what.padEnd(66)} ${figure.padStart(22)}   ${aim}`);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const spread = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return `${median(list).toFixed(0)} ms (${sorted[0]?.toFixed(0)}–${sorted.at(-1)?.toFixed(0)})`;
};

ensurePage();
const executablePath = ensureBrowser();
if (executablePath === undefined) process.exit(1);
const server = await preview({
  configFile: join(root, 'playground', 'vite.config.ts'),
  logLevel: 'error',
  preview: { port: 0, host: '127.0.0.1', open: false },
});
const [address] = server.resolvedUrls.local;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

/** Bytes that belong to the page's own process alone, as Linux counts them; undefined elsewhere. */
async function memoryOf() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      try {
        const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
        return ['Private_Clean', 'Private_Dirty'].reduce(
          (sum, name) => sum + Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) * 1024,
          0,
        );
      } catch {
        return 0;
      }
    });
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

const megabytes = (bytes) => (bytes === undefined ? 'not told' : `${(bytes / 1e6).toFixed(0)} MB`);

/** Waits for figures of the newest text. */
const done = (page) => page.locator('.run-line[data-state=done]').waitFor({ timeout: LONGEST });

/** First visits, each with nothing kept. */
const loads = [];
let scripts = 0;
for (let visit = 0; visit < 5; visit += 1) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const asked = new Set();
  // Workers ask through the context; what is kept for later visits without a network is not waited for.
  context.on('request', (request) => {
    if (request.serviceWorker() === null) asked.add(new URL(request.url()).pathname);
  });
  const started = performance.now();
  await page.goto(address);
  await page.locator('.monaco-editor .view-line').first().waitFor();
  loads.push(performance.now() - started);
  scripts = [...asked]
    .filter((path) => path.endsWith('.js') && !path.endsWith('offline.js'))
    .reduce((sum, path) => sum + gzipSync(readFileSync(join(root, 'dist', 'page', path))).length, 0);
  await context.close();
}
row('first load: until the editor shows the program', spread(loads), 'aim: 2,000 ms');
row('script until then, gzip', `${(scripts / 1e6).toFixed(2)} MB`, 'aim: 1.5 MB');

const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
await page.goto(address);
await done(page);
await page.getByRole('button', { name: 'Skip' }).click();

/** A keystroke that changes nothing would be waited for without end: no digit follows itself. */
let typed = 0;

/** Types another digit over the last one of the price, and gives how long each keystroke took to its findings and figures. */
async function keystrokes(count) {
  const findings = [];
  const figures = [];
  const momentsOf = () =>
    page.evaluate(() =>
      ['edited', 'inspected', 'drawn'].map(
        (name) => performance.getEntriesByName(`kizuna:${name}`).at(-1)?.startTime ?? 0,
      ),
    );
  for (let n = 0; n < count; n += 1) {
    const [before] = await momentsOf();
    await page.keyboard.press('Shift+ArrowLeft');
    typed += 1;
    await page.keyboard.type(String(1 + (typed % 9)));
    await page.waitForFunction(
      (had) => {
        const last = (name) => performance.getEntriesByName(`kizuna:${name}`).at(-1)?.startTime ?? 0;
        const edited = last('edited');
        return edited > had && last('drawn') > edited && last('inspected') > edited;
      },
      before,
      { timeout: LONGEST },
    );
    const [edited, inspected, drawn] = await momentsOf();
    findings.push(inspected - edited);
    figures.push(drawn - edited);
  }
  return { findings, figures };
}

/** Puts the cursor behind the last digit of what a star costs. */
async function toPrice() {
  await page
    .locator('.monaco-editor .view-lines')
    .first()
    .click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Control+KeyF');
  await page.keyboard.type('yen_per_star: { 2024-04-01: 5');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
}

await toPrice();
const small = await keystrokes(KEYSTROKES);
row('keystroke → findings, tea house', spread(small.findings), 'aim: 50 ms');
row('keystroke → figures drawn, 10 k events, one version', spread(small.figures), '');

await page.locator('#tab-compare').click();
await page.getByRole('button', { name: 'Compare with the program as it is now' }).click();
await page.locator('#tab-overview').click();
const making = performance.now();
await page.locator('.header button', { hasText: 'history' }).click();
await page
  .getByRole('dialog')
  .getByRole('button', { name: EVENTS === 1_000_000 ? /1\s?M|1,000,000/ : /100\s?K|100,000/i })
  .first()
  .click();
await page.locator('.run-line progress').waitFor({ timeout: LONGEST });
await done(page);
row(
  `${EVENTS.toLocaleString('en')} events made up, dealt out and replayed by both versions`,
  `${((performance.now() - making) / 1000).toFixed(1)} s`,
  '',
);
await toPrice();
const large = await keystrokes(KEYSTROKES);
row(
  `keystroke → figures drawn, ${EVENTS.toLocaleString('en')} events, both versions`,
  spread(large.figures),
  'aim: 400 ms',
);
row('keystroke → findings meanwhile', spread(large.findings), 'aim: 50 ms');
const busy = await memoryOf();
await collectThreads(page);
row(
  `memory of the page with ${EVENTS.toLocaleString('en')} events and two versions`,
  megabytes(await memoryOf()),
  'aim: 600 MB',
);
await keystrokes(EDITS);
const busier = await memoryOf();
await collectThreads(page);
row(`the same after ${EDITS} more edits`, megabytes(await memoryOf()), 'aim: no growth');
row(
  `right behind the last keystroke: the ${KEYSTROKES}th, and ${EDITS} later`,
  `${megabytes(busy)}, ${megabytes(busier)}`,
  '',
);

await browser.close();
await server.close();
