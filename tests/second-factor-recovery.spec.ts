// The authenticator is set up from its picture, lost, and a recovery code opens the desk once.
import { signIn } from './account';
import { firstGrid } from './desk';
import { expect, test } from './fixtures';
import { enrol, newStaff, ownNumber } from './staff';

/** A number gets its next code after so long. */
const NEXT_CODE_MS = 61_000;

test('staff set up an authenticator and come in with a recovery code, which serves once', async ({ browser, server }) => {
  test.setTimeout(180_000);
  const phone = ownNumber();
  const member = await newStaff(browser, server, phone, 'grid_member', (await firstGrid(server)).id);
  const asked = Date.now();
  const [first, next] = await enrol(member);
  await expect(member.getByText('今天已验证')).toBeVisible();
  await member.goto('/admin');
  await expect(member.getByRole('radio', { name: /^待报到/ })).toBeVisible();
  await member.goto('/account');
  await member.getByRole('button', { name: '退出登录' }).click();
  await expect(member.getByText('已退出登录')).toBeVisible();

  await member.waitForTimeout(Math.max(0, asked + NEXT_CODE_MS - Date.now()));
  await member.goto('/sign-in');
  await signIn(member, phone);
  await expect(member).toHaveURL(/\/account\/second-factor$/);
  await expect(member.getByText('手机不在身边？填一个恢复码也可以')).toBeVisible();
  // Nothing is set up anew by whoever has not shown it.
  await expect(member.getByRole('img', { name: '验证器要扫的二维码' })).toHaveCount(0);
  const tab = await member.context().newPage();
  await tab.goto('/account/second-factor');
  await expect(tab.getByLabel('验证器里的数字')).toBeVisible();

  await member.getByLabel('验证器里的数字').fill(first);
  await member.getByRole('button', { name: '确认' }).click();
  await expect(member).toHaveURL(/\/account$/);
  await expect(member.getByText('今天已验证')).toBeVisible();

  // The other tab still asks: the same code is refused there, the next one is good, however it is written.
  await tab.getByLabel('验证器里的数字').fill(first);
  await tab.getByRole('button', { name: '确认' }).click();
  await expect(tab.getByRole('alert')).toContainText('验证码不对，请再看一遍');
  await expect(tab).toHaveURL(/\/account\/second-factor$/);
  await tab.getByLabel('验证器里的数字').fill(next.toLowerCase().replace('-', ' '));
  await tab.getByRole('button', { name: '确认' }).click();
  await expect(tab).toHaveURL(/\/account$/);
  await member.context().close();
});
