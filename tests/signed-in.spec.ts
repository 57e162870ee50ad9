// Somebody who is signed in on a phone without codes: the account's cases are there, and what happens with them is told.
import { agree, signIn } from './account';
import { expect, test, type Page } from './fixtures';
import { reportHazard } from './stories';

const tab = (page: Page) => page.getByRole('navigation').getByRole('link', { name: /我的/ });

test('other phones of an account hear of its cases, without a visit to the account', async ({ page, open, browser, server }) => {
  await open('/');
  const { number } = await reportHazard(page, '其他');
  await page.goto('/sign-in');
  await signIn(page, '13711110021');
  await agree(page);
  await expect(page).toHaveURL(/\/account$/);
  await page.getByRole('button', { name: /放进账号/ }).click();
  await expect(page.getByText('已放进账号')).toBeVisible();

  // They have the session and nothing else: a number asks for its second code after a minute only.
  const state = await page.context().storageState();
  const phone = async () => {
    const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', storageState: { ...state, origins: [] } });
    return context.newPage();
  };
  const hears = (page: Page) => page.waitForResponse((response) => response.url().includes('/api/v1/inbox/stream/') && response.ok());

  const [mine, home] = [await phone(), await phone()];
  const listening = [hears(mine), hears(home)];
  await mine.goto('/mine');
  await expect(mine.locator(`a[href="/cases/${number}"]`)).toBeVisible();
  await home.goto('/');
  await Promise.all(listening);
  await server.accept(number);
  for (const reader of [mine, home]) await expect(tab(reader)).toContainText('1 条新消息');

  // The page itself asks by the session alone.
  const inbox = await phone();
  const asked = inbox.waitForRequest('**/api/v1/inbox');
  await inbox.goto('/inbox');
  expect((await asked).postDataJSON()).toEqual({ keys: [] });
  const line = inbox.locator('.notice');
  await expect(line).toHaveCount(1);
  await expect(line).toHaveAttribute('href', `/cases/${number}`);
  // Read there, it is read everywhere.
  for (const reader of [mine, home]) await expect(tab(reader)).not.toContainText('新消息');
  for (const reader of [mine, home, inbox]) await reader.context().close();
});

test('an account without cases is refused nothing, and a session that has ended is asked once', async ({ page, open }) => {
  const answers: string[] = [];
  page.on('response', (response) => answers.push(`${response.status()} ${new URL(response.url()).pathname}`));
  // The first sign-in is asked for agreement.
  const refused = () => answers.filter((answer) => /^4\d\d \/api\//.test(answer) && !answer.endsWith('/account/sign-in'));
  await open('/sign-in?to=/mine');
  await signIn(page, '13711110022');
  await agree(page);
  await expect(page.getByText('还没有报过事')).toBeVisible();
  // By the page, and by what listens: an account is told of its shifts as well.
  await expect.poll(() => answers.filter((answer) => answer === '200 /api/v1/account/cases').length).toBe(2);
  await expect.poll(() => answers.some((answer) => answer.startsWith('200 /api/v1/inbox/stream/'))).toBe(true);
  expect(refused()).toEqual([]);

  await page.context().clearCookies({ name: 'pingan' });
  await open('/mine');
  await expect(page.getByText('还没有报过事')).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.cookie)).not.toContain('signed-in');
  // Nor is it asked for by a page that is opened later.
  await open('/mine');
  await expect(page.getByText('还没有报过事')).toBeVisible();
  expect(refused()).toEqual(['401 /api/v1/account/cases']);
});
