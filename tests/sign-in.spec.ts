// Signing in by phone and code, several devices, staff's second factor, taking one's data out, and leaving.
import { agree, askForCode, signIn } from './account';
import { expect, test } from './fixtures';
import { reportHazard } from './stories';

test('a resident signs in, agrees once, and goes back to where she was', async ({ page, open }) => {
  await open('/sign-in?to=/mine');
  await signIn(page, '13711110001');
  await agree(page);
  await expect(page).toHaveURL(/\/mine$/);
  await page.getByRole('link', { name: /我的账号/ }).click();
  await expect(page.getByText('137****0001')).toBeVisible();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByText('已退出登录')).toBeVisible();
});

test('five wrong codes spend the code', async ({ page, open }) => {
  await open('/sign-in');
  const code = await askForCode(page, '13711110002');
  const wrong = code === '000000' ? '000001' : '000000';
  await page.getByLabel('验证码').fill(wrong);
  for (let n = 1; n <= 5; n += 1) {
    const answer = page.waitForResponse(/account\/sign-in/);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await answer;
    await expect(page.getByRole('alert')).toContainText(n < 5 ? '验证码不对' : '不能再用了');
  }
  await page.getByLabel('验证码').fill(code);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('不能再用了');
  await expect(page.getByRole('button', { name: /秒后可重新获取/ })).toBeVisible();
});

test('earlier cases come along to another phone, which is signed out from the first', async ({ page, open, browser, server }) => {
  await open('/');
  const { number } = await reportHazard(page, '其他');
  await page.goto('/sign-in');
  await signIn(page, '13800000000');
  await expect(page).toHaveURL(/\/account$/);
  await page.getByRole('button', { name: /放进账号/ }).click();
  await expect(page.getByText('已放进账号')).toBeVisible();

  // The other phone: the demonstration's number asks for its second code after a minute only, so its session is the
  // browser's own, begun anew.
  const state = await page.context().storageState();
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', storageState: { ...state, origins: [] } });
  const other = await context.newPage();
  await other.goto('/account');
  await expect(other.getByText(/账号里有 \d+ 件事项/)).toBeVisible();
  await other.goto('/mine');
  await expect(other.locator(`a[href="/cases/${number}"]`)).toBeVisible();
  await context.close();
});

test('staff set up the second factor, and a recovery code serves once', async ({ page, open }) => {
  await open('/sign-in');
  await signIn(page, '13800000006');
  await expect(page).toHaveURL(/second-factor$/);
  const shown = page.getByText(/演示系统不会真的发送/);
  await page.getByLabel('验证器里的数字').fill((await shown.innerText()).match(/\d{6}/)![0]);
  await page.getByRole('button', { name: '确认' }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText('内容编辑')).toBeVisible();
  await expect(page.getByText('今天已验证')).toBeVisible();
});

test('she takes her data out, and leaves', async ({ page, open }) => {
  await open('/sign-in');
  await signIn(page, '13711110004');
  await agree(page);
  await expect(page).toHaveURL(/\/account$/);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /导出我的资料/ }).click();
  expect((await download).suggestedFilename()).toBe('pingan-account.zip');
  await page.getByRole('button', { name: '注销账号' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '注销' }).click();
  await expect(page.getByText('账号已注销')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByText('您还没有登录。')).toBeVisible();
});
