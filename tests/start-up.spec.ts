// The first moments: a painted shell before the wasm, a way out when it does not come, and no service without answers.
import { expect, test } from './fixtures';

test('the shell paints before the wasm arrives, and the real page takes its place without a jump', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.addInitScript(() => {
    (window as never as { shift: number }).shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as never as { hadRecentInput: boolean; value: number }[]) {
        if (!entry.hadRecentInput) (window as never as { shift: number }).shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const asked = page.waitForResponse('**/api/v1/home*');
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.locator('#shell')).toBeVisible();
  await expect(page.locator('#shell')).toContainText('随手拍');
  // What home shows is there before the program that shows it.
  await asked;
  release();
  await expect(page.locator('#shell')).toHaveCount(0);
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => (window as never as { shift: number }).shift)).toBeLessThan(0.02);
});

test('when the app cannot start, hotlines and a reload are offered', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('link', { name: /12345/ })).toBeVisible();
  await expect(page.getByRole('link', { name: '重新打开' })).toBeVisible();
});

test('home without an answer says so and offers to try again', async ({ page }) => {
  await page.route('**/api/v1/home*', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByText('没有连上网络').first()).toBeVisible();
  await page.unroute('**/api/v1/home*');
  await page.getByRole('button', { name: '再试一次' }).first().click();
  await expect(page.locator('main .case-list a').first()).toBeVisible();
});

test('hashed files are kept for ever, the page is asked for again', async ({ request }) => {
  const home = await request.get('/');
  expect(home.headers()['cache-control']).toContain('no-cache');
  expect(home.headers()['content-security-policy']).toContain("default-src 'self'");
  const folder = (await home.text()).match(/\/app-[0-9a-f]+\//)?.[0];
  expect(folder).toBeTruthy();
  const served = await request.get(`${folder}app.js`, { headers: { 'accept-encoding': 'br' } });
  expect(served.headers()['cache-control']).toContain('immutable');
});
