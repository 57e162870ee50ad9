// Whatever goes wrong, the page says in words and a picture what to do now, in both languages.
import { expect, test } from './fixtures';
import { go } from './pages';

const call = { name: '急事请打 12345' };

test('no network: what to look at, try again, call', async ({ page, context, open }) => {
  await open('/settings');
  await context.setOffline(true);
  await page.evaluate(() => {
    history.pushState({}, '', '/grid/choose');
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  });
  const alert = page.getByRole('alert').filter({ hasText: '没有连上网络' });
  await expect(alert).toContainText('走到信号好些的地方再试');
  await expect(alert.locator('svg.scene')).toBeVisible();
  await expect(alert.getByRole('link', call)).toHaveAttribute('href', 'tel:12345');
  await context.setOffline(false);
  await alert.getByRole('button', { name: '再试一次' }).click();
  await expect(page.getByLabel('搜索社区或网格')).toBeVisible();
});

test('a fault of the server: not your doing, when to try again, the number to tell', async ({ page, open }) => {
  await page.route('**/api/v1/district', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      json: { type: 'about:blank', title: 'x', status: 500, code: 'internal', request_id: '0197-test' },
    }),
  );
  await open('/grid/choose');
  const alert = page.getByRole('alert').filter({ hasText: '没能打开' });
  await expect(alert).toContainText('系统出错了，不是您的问题');
  await expect(alert).toContainText('0197-test');
  await expect(alert.getByRole('button', { name: '再试一次' })).toBeVisible();
  await expect(alert.getByRole('link', call)).toBeVisible();
});

test('a case that is not public: said once, without a button that cannot help', async ({ page, open }) => {
  // A number that nobody drew.
  await open('/near/100000006');
  const alert = page.getByRole('alert').filter({ hasText: '没有找到' });
  await expect(alert).toContainText('可能已经不公开了');
  await expect(alert.getByRole('button')).toHaveCount(0);
});

test('an address that is no page leads home and to the look-up', async ({ page, open }) => {
  await open('/nowhere');
  await expect(page.locator('svg.scene')).toBeVisible();
  await expect(page.getByRole('link', { name: '凭编号查' })).toBeVisible();
  await page.getByRole('link', { name: '回首页' }).click();
  await expect(page).toHaveURL('/');
});

for (const [lang, words, again] of [
  ['zh-CN', '可能刚换了新版本', '重新打开'],
  ['en', 'A new version may just have come out', 'Open again'],
]) {
  test(`a part of the app that does not come: open again (${lang})`, async ({ page }) => {
    await page.addInitScript((lang) => localStorage.setItem('pa.lang', lang), lang);
    await page.route(/\/app-[0-9a-f]+\/.*\.pack$/, (route) => route.abort());
    await page.goto('/lookup');
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByRole('link', { name: again })).toBeVisible();
    await page.unroute(/\/app-[0-9a-f]+\/.*\.pack$/);
    await page.getByRole('link', { name: again }).click();
    await expect(page.locator('h1')).toHaveText(lang === 'en' ? /Look up/ : '查进度');
  });
}

test('no location, in English too: what to switch on, and what to do without it', async ({ page, context, open }) => {
  await context.clearPermissions();
  await page.addInitScript(() => localStorage.setItem('pa.lang', 'en'));
  await open('/grid/choose');
  await page.getByRole('button', { name: /where I am|my location|current location/i }).click();
  await expect(page.getByText(/switch it on for this app in the phone’s settings/)).toBeVisible();
  await go(page, '/nowhere');
  await expect(page.getByRole('link', { name: 'Look up by number' })).toBeVisible();
});
