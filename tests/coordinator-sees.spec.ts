// What a coordinator sees of volunteers: who they are, what comes of it, who belongs to a team, who is on a roster.
import { randomUUID } from 'node:crypto';

import { desk, signedIn, STAFF } from './desk';
import { expect, test } from './fixtures';
import { findIn } from './pages';
import { coordinator, firstGround, foundTeam, planShift, send, volunteer } from './volunteers';

const IN_WECHAT =
  'Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.120 Mobile Safari/537.36 XWEB/1220 MicroMessenger/8.0.49';

test('an official who reported is listed with the unit, and a look at the number is written down', async ({ browser, server }) => {
  const [number, name] = ['13744440041', '齐远山'];
  const phone = await volunteer(browser, server, number, name);
  const { grid } = await firstGround(server);
  await send(phone.request, '/api/v1/volunteer/me', { name, born: '1990-05-01', grid, skills: ['patrol'], work_unit: '区水务局' });
  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto('/admin/volunteers');
  const row = admin.getByRole('listitem').filter({ hasText: name });
  await expect(row).toBeVisible();
  await admin.getByRole('radio', { name: '报到的干部' }).check();
  await expect(row).toContainText('在区水务局工作，已向社区报到');
  await expect(row).toContainText('巡逻值守');
  await expect(admin.locator('.desk-rows > li').filter({ hasNotText: '已向社区报到' })).toHaveCount(0);
  await admin.getByLabel('能做什么').selectOption({ label: '巡逻值守' });
  await expect(row).toBeVisible();
  await expect(admin.locator('.desk-rows > li').filter({ hasNotText: '巡逻值守' })).toHaveCount(0);

  await expect(row.getByText('看一次记一次')).toBeVisible();
  await expect(admin.getByText(number)).toHaveCount(0);
  await row.getByRole('button', { name: '显示电话' }).click();
  await expect(row.getByRole('link', { name: number })).toHaveAttribute('href', `tel:${number}`);
  const { items } = await (await admin.request.get('/api/v1/desk/volunteers?officials=true')).json();
  const { account } = (items as { name: string; account: string }[]).find((one) => one.name === name)!;
  await admin.goto('/admin/audit');
  const look = admin.getByRole('listitem').filter({ hasText: '查看志愿者电话' }).filter({ hasText: account });
  await expect(look).toHaveCount(1);
  for (const other of [phone, admin]) await other.context().close();
});

test('figures of teams stand in charts with their numbers, and come as files', async ({ browser, server }) => {
  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto('/admin/volunteers');
  await admin.getByRole('radio', { name: '统计' }).check();
  await expect(admin.getByRole('listitem').filter({ hasText: '登记的志愿者' })).toContainText(/\d/);
  for (const name of ['每月', '各队']) {
    const chart = admin.getByRole('figure').filter({ hasText: name });
    await chart.getByText('看数字').click();
    await expect(chart.getByRole('columnheader')).toHaveText(['服务小时', '到场人数', '缺席']);
    await expect(chart.getByRole('rowheader').first()).toBeVisible();
  }
  const files = {
    '导出表格（CSV）': 'text/csv',
    '导出表格（Excel）': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  };
  for (const [name, kind] of Object.entries(files)) {
    const href = await admin.getByRole('link', { name }).getAttribute('href');
    const answer = await admin.request.get(href!);
    expect(answer.ok(), href!).toBe(true);
    expect(answer.headers()['content-type']).toContain(kind);
    if (kind === 'text/csv') expect(await answer.text()).toContain('month,team,kind,shifts,people,minutes,no_shows');
  }
  await admin.goto('/admin/audit');
  await expect(admin.getByRole('listitem').filter({ hasText: '导出志愿者数据' }).first()).toBeVisible();
  await admin.context().close();
});

test('whoever asks is taken into a team and qualified, signs up for what needs it, and stands on the roster', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const [name, called] = ['方小河', `急救队${randomUUID().slice(0, 4)}`];
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, called, { join: 'request', kind: 'health' });
  const posts = [{ name: '急救教学', needed: 2, qualification: 'first_aid' }];
  const shift = await planShift(api, server, team.id, { posts });
  const phone = await volunteer(browser, server, '13744440042', name);
  const signUp = phone.getByRole('button', { name: '报名', exact: true });
  await phone.goto(`/volunteer/shifts/${shift.id}`);
  await expect(phone.getByText('需要：急救证').first()).toBeVisible();
  await expect(signUp).toHaveCount(0);
  await phone.goto(`/volunteer/teams/${team.id}`);
  await phone.getByRole('button', { name: '申请加入' }).click();
  await expect(phone.getByText('您已申请加入，等队长同意')).toBeVisible();

  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto('/admin/teams');
  const row = admin.getByRole('listitem').filter({ hasText: called });
  await findIn(admin, row);
  await row.getByRole('button', { name: '队员' }).click();
  const member = admin.getByRole('dialog', { name: '队员' }).getByRole('listitem').filter({ hasText: name });
  await expect(member).toContainText('等待同意');
  await expect(member.getByText('还没有认定资格')).toHaveCount(0);
  await member.getByRole('button', { name: '同意加入' }).click();
  await expect(member.getByRole('button', { name: '设为队长' })).toBeVisible();
  await member.getByText('还没有认定资格').click();
  const granted = admin.waitForResponse((answer) => answer.url().endsWith('/qualifications') && answer.ok());
  await member.getByRole('checkbox', { name: '急救证' }).check();
  await granted;
  await expect(member.locator('summary')).toHaveText('急救证');

  await phone.goto('/inbox');
  await expect(phone.locator('.notice').filter({ hasText: '您已经加入志愿队' })).toContainText(called);
  await phone.goto(`/volunteer/shifts/${shift.id}`);
  await signUp.click();
  await expect(phone.getByRole('heading', { name: '您已报名' })).toBeVisible();

  const roster = `/volunteer/shifts/${shift.id}/roster`;
  await admin.goto(roster);
  await expect(admin.getByRole('listitem').filter({ hasText: name })).toBeVisible();
  await expect(admin.getByRole('button', { name: '打印名单' })).toBeVisible();
  const href = await admin.getByRole('link', { name: '导出表格（CSV）' }).getAttribute('href');
  const table = await admin.request.get(href!);
  expect(table.headers()['content-type']).toContain('text/csv');
  expect(await table.text()).toContain(`急救教学,${name}`);
  await admin.emulateMedia({ media: 'print' });
  await expect(admin.getByRole('cell', { name })).toBeVisible();
  await expect(admin.getByRole('button', { name: '打印名单' })).toBeHidden();

  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    userAgent: IN_WECHAT,
    viewport: { width: 360, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  await signedIn(context, server, STAFF.admin);
  const inWechat = await context.newPage();
  await inWechat.goto(roster);
  await expect(inWechat.getByRole('button', { name: '现场加人' })).toBeVisible();
  await expect(inWechat.getByRole('button', { name: '打印名单' })).toHaveCount(0);
  await expect(inWechat.getByRole('link', { name: '导出表格（CSV）' })).toHaveCount(0);
  for (const other of [phone, admin, inWechat]) await other.context().close();
});
