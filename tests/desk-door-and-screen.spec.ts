// Who is let in, who is kept from an opinion about themselves, and the desk at a wide screen, by keyboard.
import AxeBuilder from '@axe-core/playwright';

import { signIn } from './account';
import { desk, firstGrid, openCase, RESIDENT, residentAt, STAFF } from './desk';
import { expect, test } from './fixtures';
import { fillHazard, receipt, reportHazard } from './stories';

test('strangers are shown to the sign-in, residents told that there is nothing here', async ({ page, open, browser, server }) => {
  await open('/admin');
  await page.getByRole('link', { name: '去登录' }).click();
  await expect(page).toHaveURL(/\/sign-in\?to=\/admin$/);
  const resident = await desk(browser, server, RESIDENT);
  await resident.goto('/admin');
  await expect(resident.getByText('这里是工作人员的页面')).toBeVisible();
  await resident.context().close();
});

test('a link to a case leads there by way of the sign-in and the second factor', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '其他');
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const member = await context.newPage();
  await member.goto(`/admin/cases/${number}`);
  await member.getByRole('link', { name: '去登录' }).click();
  await expect(member).toHaveURL(`/sign-in?to=/admin/cases/${number}`);
  await signIn(member, STAFF.grid);
  await expect(member).toHaveURL(`/account/second-factor?to=/admin/cases/${number}`);
  const shown = member.getByText(/演示系统不会真的发送/);
  await member.getByLabel('验证器里的数字').fill((await shown.innerText()).match(/\d{6}/)![0]);
  await member.getByRole('button', { name: '确认' }).click();
  await expect(member).toHaveURL(`/admin/cases/${number}`);
  await expect(member.getByRole('group', { name: '能做的事' })).toBeVisible();
  await context.close();
});

test('a page that asks when the second factor has run out shows the door, and the way back', async ({ browser, server }) => {
  const admin = await desk(browser, server, STAFF.admin, true);
  await admin.goto('/admin/blocks');
  await expect(admin.getByText(/限制只管上报/)).toBeVisible();
  // Twelve hours later.
  await admin.route('**/api/v1/account', async (route) => {
    const me = await (await route.fetch()).json();
    await route.fulfill({ json: { ...me, second_factor: 'to_pass' } });
  });
  const code = 'second_factor_needed';
  const problem = { type: `urn:pingan:problem:${code}`, title: 'A second factor is needed', status: 403, code };
  await admin.route('**/api/v1/desk/answers', (route) => route.fulfill({ status: 403, json: problem }));
  await admin.getByRole('link', { name: '常用答复' }).click();
  await expect(admin.getByText('还要再验证一次')).toBeVisible();
  await expect(admin.getByRole('link', { name: '去验证' })).toHaveAttribute('href', '/account/second-factor?to=/admin/answers');
  await admin.context().close();
});

test('the dashboard draws in and out by street, community and category, each with its numbers', async ({ browser, server }) => {
  const admin = await desk(browser, server, STAFF.admin, true);
  await admin.goto('/admin/dashboard');
  for (const name of ['各街道', '各社区', '各类别']) {
    const chart = admin.getByRole('figure').filter({ hasText: name });
    await chart.getByText('看数字').click();
    await expect(chart.getByRole('columnheader')).toHaveText(['报来', '办结', '超时']);
  }
  await expect(admin.getByText('没按时报到')).toBeVisible();
  await admin.context().close();
});

test('the people of a unit do not see an opinion about it', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { place, community } = await firstGrid(server);
  await residentAt(page, place);
  await open('/report/opinion');
  await page.getByLabel('搜索单位').fill(community.slice(0, 2));
  await page.getByRole('button', { name: new RegExp(community) }).first().click();
  const itself = page.getByRole('button', { name: `就选${community}` });
  if (await itself.isVisible()) await itself.click();
  await page.getByLabel('说明').fill('窗口中午没有人。');
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);

  const own = await desk(browser, server, STAFF.community);
  await own.goto(`/admin/cases/${number}`);
  await expect(own.getByRole('alert')).toBeVisible();
  await expect(own.getByText('窗口中午没有人。')).toHaveCount(0);
  const above = await desk(browser, server, STAFF.street);
  await openCase(above, number);
  await expect(above.getByText('窗口中午没有人。')).toBeVisible();
  await own.context().close();
  await above.context().close();
});

test('at a screen: list, map and case side by side, by keyboard', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  await reportHazard(page, '漏水');
  const screen = await desk(browser, server, STAFF.community, true);
  await screen.goto('/admin');
  await expect(screen.getByRole('link', { name: /漏水/ }).first()).toBeVisible();
  await expect(screen.getByRole('group', { name: '地图上的事项' })).toBeVisible();
  await screen.keyboard.press('j');
  await expect(screen.getByRole('region', { name: '打开的事项' }).getByRole('heading', { level: 2 })).toBeVisible();
  await screen.keyboard.press('?');
  await expect(screen.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible();
  await screen.keyboard.press('Escape');
  await screen.keyboard.press('/');
  await screen.keyboard.type('漏水');
  await expect(screen.getByLabel('搜事项')).toHaveValue('漏水');
  const found = await new AxeBuilder({ page: screen }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const serious = found.violations.filter(({ impact }) => ['serious', 'critical'].includes(impact ?? ''));
  const others = serious.filter(({ id, nodes }) => !(id === 'target-size' && nodes.every(({ html }) => html.includes('map-dot'))));
  expect(others.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)).toEqual([]);
  await screen.context().close();
});

test('a number is shown when it is asked for, and that is written down', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/report');
  await fillHazard(page, '路灯不亮');
  await page.getByText('不留姓名').click();
  await page.getByLabel('手机号码').fill('13900001234');
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await expect(community.getByText('13900001234')).toHaveCount(0);
  await expect(community.getByText(/看一次记一次/)).toBeVisible();
  await community.getByRole('button', { name: '显示电话' }).click();
  await expect(community.getByRole('link', { name: '13900001234' })).toBeVisible();
  const admin = await desk(browser, server, STAFF.admin, true);
  await admin.goto('/admin/audit');
  const line = admin.getByRole('listitem').filter({ has: admin.locator(`a[href="/admin/cases/${number}"]`) });
  await expect(line.filter({ hasText: '查看报告人电话' }).first()).toContainText('演示社区坐席');
  await community.context().close();
  await admin.context().close();
});
