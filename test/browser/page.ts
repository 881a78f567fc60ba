import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { preview } from 'vite';
import { HEADERS } from '../../playground/build/policy.ts';
import { root } from '../cli/command.ts';

/** The built page, served on this machine as `npm start` serves it. */
export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

export async function servePage(): Promise<ServedPage> {
  const server = await preview({
    // The build's own configuration loads the compiler, for seconds, and serving needs nothing of it.
    configFile: false,
    root: join(root, 'playground'),
    base: './',
    logLevel: 'error',
    build: { outDir: join(root, 'dist', 'page') },
    preview: { port: 0, host: '127.0.0.1', open: false, headers: HEADERS },
  });
  const [address] = server.resolvedUrls?.local ?? [];
  if (address === undefined) throw new Error('the page is not served');
  return { address, close: () => server.close() };
}

/** A visit to the page, with everything it asked of the network and everything that went wrong. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly requests: readonly string[];
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  const requests: string[] = [];
  const troubles: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(`${error.message}\n${error.stack ?? ''}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(address);
  return { page, context, requests, troubles, close: () => context.close() };
}

/** Waits until the figures of the program and the history at hand stand on the page. */
export async function replayed(page: Page): Promise<void> {
  await page.locator('.run-line[data-state=done]').waitFor();
}
