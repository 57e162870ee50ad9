// A desk asks, and the resident answers on any phone by number and code.
import { choose, desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, test } from './fixtures';
import { reportHazard } from './stories';

test('a question is answered by number and code, without an account, and the desk reads it at once', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number, code } = await reportHazard(page, '电梯故障');
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('受理，办好了')).toBeVisible();
  await choose(community, '问居民');
  const sheet = community.getByRole('dialog', { name: '问居民' });
  await expect(sheet.getByText('居民看得到')).toBeVisible();
  await sheet.getByLabel('想问居民什么').fill('是几单元的电梯？');
  await sheet.getByRole('button', { name: '问居民', exact: true }).click();
  await expect(community.getByText('问居民，办好了')).toBeVisible();
  await expect(community.getByText('等补充情况').first()).toBeVisible();

  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 360, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  const daughter = await context.newPage();
  await daughter.goto('/lookup');
  await daughter.getByLabel('编号').fill(number);
  await daughter.getByLabel('查询码').fill(code);
  await daughter.getByRole('button', { name: '查询' }).click();
  await expect(daughter).toHaveURL(new RegExp(`/cases/${number}$`));
  await expect(daughter.getByRole('heading', { name: '他们想问您' })).toBeVisible();
  await expect(daughter.locator('.act__question')).toHaveText('是几单元的电梯？');
  await daughter.getByRole('button', { name: '发送回答' }).click();
  await expect(daughter.getByText('请拍张照片，或者写一句')).toBeVisible();
  await daughter.getByLabel('您的回答').fill('二单元东边那台');
  await daughter.getByRole('button', { name: '发送回答' }).click();
  await expect(daughter.getByRole('heading', { name: '已受理', level: 2, exact: true })).toBeVisible();
  // Nobody signed in for it.
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain('pingan');

  // Nobody reloaded the desk.
  await expect(community.locator('.timeline').getByText('居民回答', { exact: true })).toBeVisible();
  await expect(community.getByText('二单元东边那台')).toBeVisible();
  await expect(community.getByText('已受理').first()).toBeVisible();
  await expect(community.getByRole('button', { name: '交办', exact: true })).toBeVisible();
  await context.close();
  await community.context().close();
});
