// One server, and a phone in each of the engines that `cargo xtask test` found.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { test as base, expect } from '@playwright/test';

import { startServer, type Server } from '../fixtures';
import { chromium } from './chromium';
import type { Phone } from './phone';
import { webkit } from './webkit';

export { expect };

interface Engine {
  /** As in "Chromium 80". */
  name: string;
  /** The browser's program. */
  program: string;
  /** Its WebDriver; without one it is driven over the DevTools protocol. */
  driver?: string;
}

const named = process.env.PINGAN_ENGINES;
if (!named) throw new Error('PINGAN_ENGINES names no browsers; run these tests with `cargo xtask test --only engines`');
export const ENGINES: Engine[] = JSON.parse(named);

export const test = base.extend<{ phones: (engine: Engine) => Promise<Phone> }, { server: Server }>({
  server: [
    async ({}, use) => {
      const { server, stop } = await startServer();
      await use(server);
      await stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  phones: async ({}, use) => {
    const made: Phone[] = [];
    await use(async ({ program, driver }) => {
      const phone = driver ? await webkit(program, driver) : await chromium(program);
      made.push(phone);
      return phone;
    });
    const complaints = made.flatMap((phone) => phone.complaints());
    await Promise.all(made.map((phone) => phone.close()));
    expect(complaints).toEqual([]);
  },
});

/** Keeps what the screen shows, for a person to look at. */
export async function keep(phone: Phone, engine: Engine, what: string): Promise<void> {
  const folder = path.join(__dirname, '../../test-results/engines-pictures');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${engine.name} ${what}.png`.replaceAll(' ', '-').toLowerCase()), await phone.picture());
}
