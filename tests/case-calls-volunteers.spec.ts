// A hazard that volunteers are called to: from its page at the desk to a shift, and back to all pages about it.
import { randomUUID } from 'node:crypto';

import { desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, test } from './fixtures';
import { reportHazard } from './stories';
import { coordinator, daysAhead, foundTeam, volunteer } from './volunteers';

test('a hazard is turned over to volunteers, and its pages show the call and how many signed up', async ({ page, open, browser, server }) => {
  test.setTimeout(180_000);
  const { place, name: grid, community: unit } = await firstGrid(server);
  const team = `清运队${randomUUID().slice(0, 4)}`;
  await foundTeam(await coordinator(browser, server), server, team);
  await residentAt(page, place);
  await open('/');
  const { number } = await reportHazard(page, '垃圾堆积');
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('受理，办好了')).toBeVisible();

  const admin = await desk(browser, server, STAFF.admin);
  await openCase(admin, number);
  await admin.getByRole('link', { name: '召集志愿者' }).click();
  await expect(admin).toHaveURL(`/admin/shifts?case=${number}`);
  await expect(admin.getByText(/^为事项 .+ 召集志愿者/)).toBeVisible();
  await expect(admin.getByRole('textbox', { name: '名称' })).toHaveValue('一起处理：垃圾堆积');
  await expect(admin.getByRole('textbox', { name: '集合地点' })).toHaveValue(grid);
  await expect(admin.getByText('地点会公开。请看一遍，别留下谁家的门牌和电话。')).toBeVisible();
  await expect(admin.getByRole('button', { name: '先放一个图钉' })).toHaveCount(0);
  const post = admin.getByRole('group', { name: '岗位 1' });
  await expect(post.getByLabel('做什么')).toHaveValue('现场帮忙');
  await expect(post.getByLabel('需要几人')).toHaveValue('3');
  await admin.getByRole('combobox', { name: '队伍' }).selectOption({ label: `${team} · ${unit}` });
  await admin.getByLabel('哪一天', { exact: true }).fill(daysAhead(2, '20:00').toISOString().slice(0, 10));
  await admin.getByRole('button', { name: '发布', exact: true }).click();
  await expect(admin.getByText('已发布，居民可以报名了')).toBeVisible();
  await admin.getByRole('link', { name: '看事项' }).click();
  await expect(admin).toHaveURL(`/admin/cases/${number}`);
  const called = { name: /一起处理：垃圾堆积/ };
  await expect(admin.getByRole('link', called)).toContainText('0/3 人报名');

  const [own, everybodys] = [`/cases/${number}`, `/near/${number}`];
  const call = page.getByRole('link', called);
  for (const path of [own, everybodys]) {
    await open(path);
    await expect(page.getByRole('heading', { name: '志愿者', exact: true })).toBeVisible();
    await expect(call).toContainText('0/3 人报名');
  }
  await call.click();
  await expect(page).toHaveURL(/\/volunteer\/shifts\/[\da-f-]{36}$/);
  await expect(page.getByRole('link', { name: '这次活动要解决的事' })).toHaveAttribute('href', everybodys);

  const phone = await volunteer(browser, server, '13744440021', '何志远');
  await phone.goto(new URL(page.url()).pathname);
  await phone.getByRole('button', { name: '报名', exact: true }).click();
  await expect(phone.getByRole('heading', { name: '您已报名' })).toBeVisible();
  for (const path of [own, everybodys]) {
    await open(path);
    await expect(call).toContainText('1/3 人报名');
  }
  await expect(page.getByText('何志远')).toHaveCount(0);
  for (const other of [community, admin, phone]) await other.context().close();
});
