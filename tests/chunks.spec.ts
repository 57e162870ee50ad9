// Pages come in chunks of their own: a lost one can be asked for again, also when a new version took the place of the old.
import { expect, test } from './fixtures';

test('a chunk that does not come offers another try, and that is enough when the network is back', async ({ page, open }) => {
  await page.route('**/near.pack', (route) => route.abort());
  await open('/');
  await page.getByRole('link', { name: '附近', exact: true }).click();
  await expect(page.getByRole('button', { name: '再试一次' })).toBeVisible();
  await page.unroute('**/near.pack');
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect(page.getByRole('heading', { name: '附近的事', level: 1 })).toBeVisible();
});

test('after a new version the old files are gone: a reload goes on where one was', async ({ page, open }) => {
  await page.route('**/near.pack', (route) => route.fulfill({ status: 404, body: '{}' }));
  await open('/');
  await page.getByRole('link', { name: '附近', exact: true }).click();
  await expect(page.getByText('新版本')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.unroute('**/near.pack');
  await page.getByRole('link', { name: '重新打开' }).click();
  await expect(page).toHaveURL(/\/near$/);
  await expect(page.getByRole('heading', { name: '附近的事', level: 1 })).toBeVisible();
});

test('a part of a page that is gone with an old version offers the reload as well', async ({ page, open }) => {
  await page.route('**/voice.pack', (route) => route.fulfill({ status: 404, body: '{}' }));
  await open('/report/appeal');
  await expect(page.getByText('新版本')).toBeVisible();
  await page.getByLabel('说明').fill('楼道里的灯坏了。');
  await page.unroute('**/voice.pack');
  await page.getByRole('link', { name: '重新打开' }).click();
  await expect(page).toHaveURL(/\/report\/appeal$/);
  await expect(page.getByText('新版本')).toHaveCount(0);
});

test('without WebAssembly there are hotlines and the way to the simple page', async ({ page }) => {
  await page.addInitScript(() => {
    delete (window as { WebAssembly?: unknown }).WebAssembly;
  });
  await page.goto('/');
  await expect(page.getByRole('link', { name: /12345/ })).toBeVisible();
  await expect(page.getByRole('link', { name: '用简单页面报事、查进度' })).toHaveAttribute('href', '/plain');
});

test('a crash shows the way out and is told to the server, without a word of anyone', async ({ page, open }) => {
  await open('/mine');
  const told = page.waitForRequest('**/api/v1/crashes');
  await page.evaluate(() => {
    dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }));
  });
  const { build, page: where, message } = JSON.parse((await told).postData() ?? '{}');
  expect(build).toMatch(/^\/app-[0-9a-f]{16}\/$/);
  expect(where).toBe('/mine');
  expect(message).toContain('unreachable');
  await expect(page.getByRole('link', { name: '重新打开' })).toBeVisible();
});
