// What the stories share: a real server with the demonstration district, a phone, and photos made by the test.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

import { photo } from './photo';

export { expect, type Page };

/** A point well inside the demonstration district, WGS-84. */
export const INSIDE = { latitude: 30.19, longitude: 114.96, accuracy: 12 };
/** Far outside of it. */
export const OUTSIDE = { latitude: 30.6, longitude: 114.3, accuracy: 12 };

export class Server {
  constructor(
    readonly url: string,
    private readonly program: string,
    private readonly data: string,
  ) {}

  /** Moves cases as a desk would, by the server's own command. */
  async accept(...numbers: string[]): Promise<void> {
    await this.command('accept', ...numbers);
  }

  async move(number: string, event: string, ...more: string[]): Promise<void> {
    await this.command('move', number, '--event', event, ...more);
  }

  private async command(name: string, ...args: string[]): Promise<void> {
    await promisify(execFile)(this.program, [name, '--data', this.data, ...args]);
  }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

async function ready(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`the server ended:\n${log()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`the server is not ready:\n${log()}`);
}

/** A server with the demonstration district in a folder of its own. */
export async function startServer(): Promise<{ server: Server; stop: () => Promise<void> }> {
  const program = process.env.PINGAN_SERVER;
  if (!program) throw new Error('PINGAN_SERVER names no program; run these tests with `cargo xtask test`');
  const data = await mkdtemp(path.join(tmpdir(), 'pingan-'));
  const port = await freePort();
  const child = spawn(program, ['serve', '--listen', `127.0.0.1:${port}`, '--data', data, '--demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (text) => (log += text));
  child.stderr.on('data', (text) => (log += text));
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, () => log);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { server: new Server(url, program, data), stop };
}

interface Actors {
  /** A phone that gives its place. */
  page: Page;
  /** Opens the app and waits until it is usable. */
  open: (path: string) => Promise<void>;
}

export const test = base.extend<Actors & { noStrayErrors: void }, { server: Server }>({
  server: [
    async ({}, use) => {
      const { server, stop } = await startServer();
      await use(server);
      await stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  context: async ({ context }, use) => {
    await allowPlace(context, INSIDE);
    await use(context);
  },

  // A page that breaks its own Content-Security-Policy or throws has failed, whatever the story shows.
  noStrayErrors: [
    async ({ page }, use) => {
      const stray: string[] = [];
      page.on('pageerror', (error) => stray.push(String(error)));
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        const text = message.text();
        if (/Content Security Policy|panicked|unreachable/.test(text)) stray.push(text);
      });
      await use();
      expect(stray).toEqual([]);
    },
    { auto: true },
  ],

  open: async ({ page }, use) => {
    await use(async (where) => {
      await page.goto(where);
      await expect(page.locator('#shell')).toHaveCount(0);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    });
  },
});

export async function allowPlace(
  context: BrowserContext,
  place: { latitude: number; longitude: number; accuracy: number },
): Promise<void> {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation(place);
}

/** A point of its own for a story, so that stories on one server do not find one another's cases. */
export function spot(n: number): { latitude: number; longitude: number; accuracy: number } {
  return { latitude: 30.16037 + (n % 10) * 0.006, longitude: 114.93023 + Math.floor(n / 10) * 0.007, accuracy: 12 };
}

/** A file for an `<input type="file">`. */
export async function jpeg(page: Page, name = 'photo.jpg'): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  return { name, mimeType: 'image/jpeg', buffer: await photo(page) };
}
