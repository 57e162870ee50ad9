// What every page is held to in every mode: axe by day and night, measured text and targets, focus, narrow and enlarged
// screens.
import { expect, type Page } from './fixtures';
import { axe, downloads, frame, smallTargets, smallText, sticksOut } from './measure';
import { go, shape, SHAPES } from './pages';

export const LOOKS = [
  { name: 'zh-CN', lang: 'zh-CN', care: 'off' },
  { name: 'en', lang: 'en', care: 'off' },
  { name: 'care, zh-CN', lang: 'zh-CN', care: 'on' },
  { name: 'care, en', lang: 'en', care: 'on' },
] as const;

/** The least height and width of what can be tapped, and size of text, in CSS pixels. */
const LEAST = { off: { target: 44, text: 12 }, on: { target: 60, text: 18 } };

/** A page to look at. */
export interface Stop {
  path: string;
  /** Which of its faces, where it has several. */
  face?: string;
  /** Waits for what it has to show, or does what brings it up. */
  ready?: (page: Page) => Promise<void>;
}

/** What is wrong with a page. */
export async function examine(page: Page, { path, face, ready }: Stop, care: 'on' | 'off'): Promise<string[]> {
  const wrong: string[] = [];
  const called = face ? `${path} (${face})` : path;
  const note = (where: string, found: string[]) => wrong.push(...found.map((what) => `${called} ${where}: ${what}`));
  await go(page, path);
  const focused = () => page.evaluate(() => document.activeElement?.localName ?? '');
  // A page that first asks who is there has its heading a moment later.
  await expect.poll(focused, { timeout: 2000 }).toBe('h1').catch(async () => note('focus after the change of page', [await focused()]));
  await ready?.(page);
  note('frame', await frame(page));
  note('light', await axe(page));
  await turn(page, 'dark');
  note('dark', await axe(page, ['color-contrast']));
  await turn(page, 'light');
  note('text', await smallText(page, LEAST[care].text));
  note('target', await smallTargets(page, LEAST[care].target));
  note('download', await downloads(page));
  await page.setViewportSize({ width: 320, height: 640 });
  note('at 320 px', await sticksOut(page));
  // Care mode has sizes of its own, up to 30; elsewhere text is enlarged to 200 % (WCAG 1.4.4).
  await page.evaluate((care) => {
    if (care === 'on') document.documentElement.setAttribute('data-text', '30');
    else document.documentElement.style.fontSize = '212.5%';
  }, care);
  if (care === 'off') await page.setViewportSize({ width: 360, height: 780 });
  note('enlarged', await sticksOut(page));
  await page.evaluate(() => {
    document.documentElement.setAttribute('data-text', '20');
    document.documentElement.style.fontSize = '';
  });
  await page.setViewportSize({ width: 360, height: 780 });
  note('a link to no page', await strayLinks(page));
  return wrong;
}

/** Day and night are the style sheet's affair: no reload. Waits until the new colours are painted. */
async function turn(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((theme) => {
    document.documentElement.setAttribute('data-theme', theme);
    return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  }, theme);
}

/** Links that lead to nothing in the table of pages: such a page would go unseen. */
async function strayLinks(page: Page): Promise<string[]> {
  const hrefs = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
  // Files for a spreadsheet are the server's, and so is the plain page.
  const links = hrefs.filter((href) => !href.startsWith('/api/')).map(shape);
  return [...new Set(links)].filter((link) => link !== '/plain' && !SHAPES.has(link));
}
