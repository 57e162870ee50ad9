// One line in the frame says how the network does, in few words, and only while there is something to say.
import { expect, test } from './fixtures';

test('offline, and back', async ({ page, open, context }) => {
  await open('/');
  const line = page.locator('.network-line');
  await expect(line).toHaveCount(0);
  await context.setOffline(true);
  await expect(page.getByRole('status').getByText('没有网络', { exact: true })).toBeVisible();
  await context.setOffline(false);
  await expect(line).toHaveCount(0);
});

test('what was seen last is shown while the answer is on its way', async ({ page, open }) => {
  await open('/');
  const cards = page.locator('main .case-list a');
  await expect(cards.first()).toBeVisible();
  // A minute may pass meanwhile.
  const told = async () => (await cards.allInnerTexts()).map((text) => text.replace(/刚刚|\d+ 分钟前/, ''));
  const titles = await told();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/v1/home*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await expect(cards.first()).toBeVisible();
  expect(await told()).toEqual(titles);
  await expect(page.getByText('下面是上次看到的')).toHaveCount(0);
  release();
});

test('an answer that takes long is called slow until one is quick', async ({ page, open }) => {
  await open('/about');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/v1/cases?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/near');
  await expect(page.getByRole('status').getByText('网络不太好')).toBeVisible();
  release();
  await expect(page.locator('.network-line')).toHaveCount(0);
});
