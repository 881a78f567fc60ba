import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { HEADERS } from '../../playground/build/policy.ts';
import { root } from '../cli/command.ts';

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly address: string;
  /** How it ended. */
  readonly ended: Promise<{ readonly exit: number | null; readonly signal: NodeJS.Signals | null }>;
}

const running: Started[] = [];

/** `npm start` as a terminal runs it, until it says where the page is. */
async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Awaited<Started['ended']>>((resolve) =>
    child.on('close', (exit, signal) => resolve({ exit, signal })),
  );
  const [out, err]: [string[], string[]] = [[], []];
  child.stderr.on('data', (text: Buffer) => err.push(text.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      out.push(text.toString());
      const [, found] = /(http:\/\/\S+)/.exec(out.join('')) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`ended before it served: ${err.join('')}`)));
  });
  const started = { child, address, ended };
  running.push(started);
  return started;
}

const answers = async (address: string): Promise<boolean> =>
  fetch(address).then(
    () => true,
    () => false,
  );

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

describe('npm start', () => {
  it('prints an address of this machine that shows the page, held to the policy by its headers', async () => {
    const { address } = await start('--port', '0');
    expect(new URL(address).hostname).toBe('127.0.0.1');
    const answer = await fetch(address);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<div id="page"></div>');
    for (const [name, value] of Object.entries(HEADERS)) expect(answer.headers.get(name)).toBe(value);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s and leaves nothing behind', async (signal) => {
    const { child, address, ended } = await start('--port', '0');
    expect(await answers(address)).toBe(true);
    child.kill(signal);
    await ended;
    // A server left behind by it would still answer.
    expect(await answers(address)).toBe(false);
  });

  it('takes the next port where one is taken, so that two pages can be open', async () => {
    const first = await start('--port', '0');
    const { port } = new URL(first.address);
    const second = await start('--port', port);
    expect(second.address).not.toBe(first.address);
    expect(await answers(first.address)).toBe(true);
    expect(await answers(second.address)).toBe(true);
  });

  it.each(['page', '70000', '80.5'])('says what is wrong with the port %s', async (port) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--port', port], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const err: string[] = [];
    child.stderr.on('data', (text: Buffer) => err.push(text.toString()));
    const exit = await new Promise((resolve) => child.on('close', resolve));
    expect(exit).toBe(2);
    expect(err.join('')).toContain(`--port takes a number from 0 to 65535, not ${port}`);
  });
});
