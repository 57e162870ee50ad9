// Every page of the app's own table in every mode: axe, measured text and targets, narrow and enlarged screens, focus,
// motion. A page that is added to the table is held to all of this by itself.
import { examine, LOOKS } from './accessible';
import { signedIn, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { movements } from './measure';
import { go, pages, settled, wear } from './pages';
import { reportHazard } from './stories';

/** A case that everyone may see and this phone holds, so that every page has something to show. */
async function someCase(page: Page, server: { accept(number: string): Promise<void> }): Promise<string> {
  const { number } = await reportHazard(page, '路灯不亮');
  await server.accept(number);
  return number;
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
      // What staff see besides is what only they are let into.
      const all = pages(number).filter((path) => !phone || /^\/(admin|account)/.test(path));
      for (const path of all) wrong.push(...(await examine(page, { path }, care)));
      expect(wrong).toEqual([]);
    });
  }
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
