// Every page of the app's own table in every mode: axe, measured text and targets, narrow and enlarged screens, focus,
// motion. A page that is added to the table is held to all of this by itself.
import { signedIn, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { axe, downloads, frame, movements, smallTargets, smallText, sticksOut } from './measure';
import { go, pages, settled, shape, SHAPES, wear } from './pages';
import { reportHazard } from './stories';

const LOOKS = [
  { name: 'zh-CN', lang: 'zh-CN', care: 'off' },
  { name: 'en', lang: 'en', care: 'off' },
  { name: 'care, zh-CN', lang: 'zh-CN', care: 'on' },
  { name: 'care, en', lang: 'en', care: 'on' },
] as const;

/** The least height and width of what can be tapped, and size of text, in CSS pixels. */
const LEAST = { off: { target: 44, text: 12 }, on: { target: 60, text: 18 } };

/** A case that everyone may see and this phone holds, so that every page has something to show. */
async function someCase(page: Page, server: { accept(number: string): Promise<void> }): Promise<string> {
  const { number } = await reportHazard(page, '路灯不亮');
  await server.accept(number);
  return number;
}

/** Day and night are the style sheet's affair: no reload. Waits until the new colours are painted. */
async function turn(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((theme) => {
    document.documentElement.setAttribute('data-theme', theme);
    return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  }, theme);
}

/** Who looks at the pages: somebody without an account, and the member of staff who may open all of them. */
const READERS = [
  { who: 'a resident', phone: '' },
  { who: 'the district', phone: STAFF.admin },
];

for (const { who, phone } of READERS) {
  for (const { name, lang, care } of LOOKS) {
    test(`every page, ${who}, ${name}: axe by day and night, text, targets, focus, 320 pixels, enlarged text`, async ({ page, open, server }) => {
      test.setTimeout(300_000);
      // Colours are measured when they have arrived, not on their way.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await open('/');
      const number = await someCase(page, server);
      if (phone) await signedIn(page.context(), server, phone);
      await wear(page, { lang, care, theme: 'light' });
      await open('/settings');
      const wrong: string[] = [];
      const links = new Set<string>();
      // What staff see besides is what only they are let into.
      const all = pages(number).filter((path) => !phone || /^\/(admin|account)/.test(path));
      for (const path of all) {
        wrong.push(...(await examine(page, path, care)));
        const hrefs = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
        // Files for a spreadsheet are the server's.
        hrefs.filter((href) => !href.startsWith('/api/')).forEach((href) => links.add(shape(href)));
      }
      // A page that a link leads to and the table does not know would go unseen; the plain one is the server's own.
      wrong.push(...[...links].filter((link) => link !== '/plain' && !SHAPES.has(link)).map((link) => `a link to ${link}, which is no page`));
      expect(wrong).toEqual([]);
    });
  }
}

/** What is wrong with a page. */
async function examine(page: Page, path: string, care: 'on' | 'off'): Promise<string[]> {
  const wrong: string[] = [];
  const note = (where: string, found: string[]) => wrong.push(...found.map((what) => `${path} ${where}: ${what}`));
  await go(page, path);
  const focused = () => page.evaluate(() => document.activeElement?.localName ?? '');
  // A page that first asks who is there has its heading a moment later.
  await expect.poll(focused, { timeout: 2000 }).toBe('h1').catch(async () => note('focus after the change of page', [await focused()]));
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
  return wrong;
}

test('who asked for less motion sees none, on any page', async ({ page, open, server }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open('/');
  const number = await someCase(page, server);
  const wrong: string[] = [];
  for (const path of pages(number)) {
    await go(page, path);
    wrong.push(...(await movements(page)).map((what) => `${path}: ${what}`));
  }
  expect(wrong).toEqual([]);
});

test('loading says so to a screen reader, and stands still for those who asked', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/v1/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/near');
  await expect(page.getByRole('status').filter({ hasText: '正在打开' }).first()).toBeAttached();
  // What moves for a hundredth of a millisecond, as nothing does visibly, has ended by the next frame.
  await expect.poll(() => movements(page)).toEqual([]);
  release();
  await settled(page);
});
