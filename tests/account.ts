// Signing in on the page, as a person does.
import { expect, type Page } from './fixtures';

/** Every story has a number of its own: a number gets one code a minute. */
export async function askForCode(page: Page, phone: string): Promise<string> {
  await page.getByLabel('手机号').fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const shown = page.getByText(/演示系统不会真的发送/);
  await expect(shown).toBeVisible();
  return (await shown.innerText()).match(/\d{6}/)![0];
}

export async function signIn(page: Page, phone: string): Promise<void> {
  const code = await askForCode(page, phone);
  await page.getByLabel('验证码').fill(code);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

export async function agree(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: '第一次登录，请先看一看' })).toBeVisible();
  await page.getByRole('button', { name: '我同意，登录' }).click();
}
