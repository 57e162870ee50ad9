// All pages of the app, as its own table lists them (`cargo xtask app` writes the list), and going from one to the next.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Locator } from '@playwright/test';

import { expect, type Page } from './fixtures';

const { number: placeholder, paths } = JSON.parse(readFileSync(path.join(__dirname, '../.build/pages.json'), 'utf8')) as {
  number: string;
  paths: string[];
};

/**
 * Every page once, those about a case with the number of a case that there is; and one that is none. Those about a shift
 * or a team have an id that nothing has, unless real ones are given.
 */
export function pages(number: string, real?: { shift: string; team: string }): string[] {
  const found = paths.map((path) => path.replace(placeholder, number));
  return [...(real ? found.map((path) => named(path, real)) : found), '/nowhere'];
}

function named(path: string, { shift, team }: { shift: string; team: string }): string {
  return path.replace(/(?<=\/shifts\/)[\da-f-]{36}/, shift).replace(/(?<=\/teams\/)[\da-f-]{36}/, team);
}

/** The number of a case, or the id of anything else. */
const NAMED = /\/(?:\d{9}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?=\/|$)/g;

/** A path with whatever changes from case to case, or from shift to shift, taken out of it. */
export function shape(path: string): string {
  return path.split(/[?#]/)[0].replace(NAMED, '/…');
}

/** The shapes of all pages. */
export const SHAPES = new Set([...paths.map(shape)]);

/** Opens a page inside the running app, as a link does. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
  await expect(page).toHaveURL(path);
  await settled(page);
}

/** Until nothing on the page is still being fetched. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page.locator('.skeleton, main[aria-busy="true"], main [aria-busy="true"]')).toHaveCount(0);
  // Pictures that come late move what is below them.
  await page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
}

/** Goes on in a list that comes page by page until something is there. */
export async function findIn(page: Page, wanted: Locator): Promise<void> {
  const more = page.getByRole('button', { name: '再看一些' });
  await expect(async () => {
    if (!(await wanted.isVisible())) await more.click({ timeout: 2_000 });
    await expect(wanted).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

export interface Look {
  lang: 'zh-CN' | 'en';
  care: 'on' | 'off';
  theme?: 'light' | 'dark' | 'auto';
  /** Body text in care mode, in pixels. */
  text?: '20' | '22' | '24' | '27' | '30';
}

/** Has the device remember how the app shall look, from the next load on. */
export async function wear(page: Page, look: Look): Promise<void> {
  await page.evaluate((look) => {
    for (const [key, value] of Object.entries(look)) localStorage.setItem(`pa.${key}`, value);
  }, look as Record<string, string>);
}
