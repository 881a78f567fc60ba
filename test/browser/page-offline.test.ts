import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEADERS } from '../../playground/build/policy.ts';
import { root } from '../cli/command.ts';
import { launch } from './browser.ts';
import { replayed, type ServedPage, servePage, type Visit, visit } from './page.ts';

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self'; " +
  "img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

let browser: Browser;
let served: ServedPage;
let first: Visit;
beforeAll(async () => {
  [browser, served] = await Promise.all([launch(), servePage()]);
  first = await visit(browser, served.address);
  await replayed(first.page);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});

/** In a turn of its own: what a test calls directly is let through. */
const EVAL = `new Promise((resolve) => setTimeout(() => resolve(
  [() => (0, eval)('1 + 1'), () => new Function('return 2')()].map((act) => {
    try { return String(act()); } catch (error) { return error.name; }
  }))))`;

/** The code stands as text: what is typed here runs in the page. */
const inPage = <T>(code: string): Promise<T> => first.page.evaluate(code) as Promise<T>;

describe('what the page may do', () => {
  it('says so in the page and to hosts, word for word', () => {
    const page = readFileSync(join(root, 'dist', 'page', 'index.html'), 'utf8');
    const [, content] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    expect(content?.replaceAll('&#39;', "'")).toBe(POLICY);
    expect(HEADERS['Content-Security-Policy']).toBe(`${POLICY}; frame-ancestors 'none'`);
    const told = readFileSync(join(root, 'dist', 'page', '_headers'), 'utf8');
    expect(told).toContain(`  Content-Security-Policy: ${POLICY}; frame-ancestors 'none'\n`);
    // It holds for what comes after it only.
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<script'));
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<link'));
  });

  it('has no script in the page itself, no handler in an attribute and no address elsewhere', () => {
    const page = readFileSync(join(root, 'dist', 'page', 'index.html'), 'utf8');
    expect([...page.matchAll(/<script\b[^>]*>([^<]*)<\/script>/g)].map(([, inside]) => inside)).toEqual(['']);
    expect(page).not.toMatch(/\son\w+=/);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('refuses eval and new Function', async () => {
    expect(await first.page.evaluate(EVAL)).toEqual(['EvalError', 'EvalError']);
  });

  it('refuses a connection elsewhere: fetch, socket, beacon, picture, frame, form', async () => {
    // Port 9 of this machine: were a request let through, it would still reach nobody.
    const refused = await inPage<readonly string[]>(`(async () => {
      const heard = [];
      const elsewhere = 'http://127.0.0.1:9/';
      const refusal = (directive) => new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', function hear(event) {
          if (event.effectiveDirective !== directive) return;
          document.removeEventListener('securitypolicyviolation', hear);
          heard.push(directive);
          resolve();
        }));
      const attempt = async (directive, act) => { const told = refusal(directive); act(); await told; };
      await attempt('connect-src', () => fetch(elsewhere).catch(() => undefined));
      await attempt('connect-src', () => { try { new WebSocket('ws://127.0.0.1:9/'); } catch {} });
      await attempt('connect-src', () => navigator.sendBeacon(elsewhere, 'a'));
      await attempt('img-src', () => { new Image().src = elsewhere; });
      const frame = document.createElement('iframe');
      frame.src = elsewhere;
      await attempt('frame-src', () => document.body.append(frame));
      frame.remove();
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      await attempt('script-src-elem', () => document.body.append(script));
      script.remove();
      const form = document.createElement('form');
      form.action = elsewhere;
      form.target = '_blank';
      document.body.append(form);
      await attempt('form-action', () => form.requestSubmit());
      form.remove();
      return heard;
    })()`);
    expect(refused).toEqual([
      'connect-src',
      'connect-src',
      'connect-src',
      'img-src',
      'frame-src',
      'script-src-elem',
      'form-action',
    ]);
    expect(await first.page.title()).toContain('Kizuna');
  });

  it('leaves its workers nothing that could connect, also where a host sends no headers', async () => {
    const workers = first.page.workers().filter((worker) => worker.url().includes('kizuna.worker'));
    // Two for texts, one that holds the history; its threads are its own.
    expect(workers.length).toBeGreaterThanOrEqual(3);
    for (const worker of workers) {
      const left = await worker.evaluate(
        `['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport', 'importScripts'].filter((name) => globalThis[name] !== undefined)`,
      );
      expect(left).toEqual([]);
      expect(await worker.evaluate(EVAL)).toEqual(['EvalError', 'EvalError']);
    }
  });
});

describe('without a network', () => {
  it('opens again, opens another program, replays its history and answers edits', async () => {
    const { page, context, troubles } = await visit(browser, served.address);
    const missed: string[] = [];
    context.on('requestfailed', (request) => missed.push(new URL(request.url()).pathname));
    await replayed(page);
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await replayed(page);
    await page.locator('.header-program').click();
    await page.getByRole('searchbox').fill('inageya');
    await page.locator('.gallery-pick').first().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await replayed(page);
    const name = page.locator('.header-name').first();
    await expect.poll(() => name.textContent()).toContain('Inageya');
    for (const view of ['members', 'tiers', 'points', 'rules', 'tests', 'review', 'compare']) {
      await page.locator(`#tab-${view}`).click();
      await page.locator('.view-body > *').first().waitFor();
    }
    await page.reload();
    await replayed(page);
    expect(await name.textContent()).toContain('Inageya');
    expect(missed).toEqual([]);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

describe('a whole visit', () => {
  it('asks nobody but the host of the page for anything', async () => {
    const { page, requests, troubles, close } = await visit(browser, served.address);
    await replayed(page);
    for (const view of ['members', 'tiers', 'points', 'rules', 'tests', 'review', 'compare', 'overview']) {
      await page.locator(`#tab-${view}`).click();
      await page.locator('.view-body > *').first().waitFor();
    }
    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('button', { name: 'ダークテーマ' }).click();
    await page.getByRole('button', { name: '共有' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    const elsewhere = requests.filter(
      (request) => !request.startsWith(served.address) && !/^(data|blob):/.test(request),
    );
    expect(elsewhere).toEqual([]);
    // Nothing but files: not even to its own host does the page send what somebody typed.
    expect(requests.filter((request) => request.includes('?'))).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });
});
