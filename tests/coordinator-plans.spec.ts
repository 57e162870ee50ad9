// What a coordinator does with teams and shifts on a phone: founds, plans, changes, tells, calls off.
import { randomUUID } from 'node:crypto';

import type { Locator } from '@playwright/test';

import { desk, firstGrid, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { findIn } from './pages';
import { coordinator, dayName, daysAhead, foundTeam, planShift, volunteer } from './volunteers';

/** A name that nothing else on the server has. */
const own = (words: string) => `${words}${randomUUID().slice(0, 4)}`;

/** A day of the district's, as a field takes it, its weekday, and both as the desk says them. */
function day(ahead: number): { date: string; weekday: string; said: string } {
  // Noon in UTC, so that it is the same day there.
  const evening = daysAhead(ahead, '20:00');
  const date = evening.toISOString().slice(0, 10);
  const weekday = `周${'日一二三四五六'[evening.getUTCDay()]}`;
  return { date, weekday, said: `${date} ${weekday}` };
}

const post = (admin: Page, n: number) => admin.getByRole('group', { name: `岗位 ${n}` });
const publish = (admin: Page) => admin.getByRole('button', { name: '发布', exact: true });

/** What, with whom and where. */
async function fillPlan(admin: Page, team: string, title: string): Promise<void> {
  await admin.getByRole('combobox', { name: '队伍' }).selectOption({ label: team });
  await admin.getByRole('textbox', { name: '名称' }).fill(title);
  await admin.getByRole('textbox', { name: '集合地点' }).fill('社区广场东侧');
  await admin.getByRole('button', { name: '先放一个图钉' }).click();
  await expect(admin.getByRole('button', { name: '先放一个图钉' })).toHaveCount(0);
  await post(admin, 1).getByLabel('做什么').fill('清扫');
}

/** The four shifts of a team on the desk's list. */
async function listed(admin: Page, team: string): Promise<Locator> {
  await admin.goto('/admin/shifts');
  await expect(admin.locator('.desk-rows > li').first()).toBeVisible();
  await admin.getByRole('combobox', { name: '队伍' }).selectOption({ label: team });
  const rows = admin.getByRole('listitem').filter({ hasText: team });
  await expect(rows).toHaveCount(4);
  return rows;
}

test('a team is founded, a series planned and published, and called off from one day on', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { community } = await firstGrid(server);
  const [team, title] = [own('护绿队'), own('清晨护绿')];
  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto('/admin/teams');
  await admin.getByRole('button', { name: '建一支队伍' }).click();
  const sheet = admin.getByRole('dialog', { name: '队伍' });
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(sheet.getByText('这里要填一下')).toHaveCount(2);
  await expect(sheet.getByText('没有这个单位，请重新选')).toBeVisible();
  await sheet.getByLabel('服务类别').selectOption({ label: '特色服务' });
  await sheet.getByLabel('队名').fill(team);
  await sheet.getByLabel('这支队伍做什么').fill('照看院子里的花草，捡走枯枝。');
  await sheet.getByLabel('搜索单位').fill(community);
  await sheet.getByRole('button', { name: new RegExp(community) }).first().click();
  await sheet.getByRole('button', { name: `就选${community}` }).click();
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(admin.getByText('存好了')).toBeVisible();
  const founded = admin.getByRole('listitem').filter({ hasText: team });
  await findIn(admin, founded);
  await expect(founded).toContainText(`特色服务 · ${community}`);

  await admin.goto('/admin/shifts');
  await admin.getByRole('link', { name: '安排班次' }).click();
  await fillPlan(admin, `${team} · ${community}`, title);
  const [first, last] = [day(2), day(23)];
  await admin.getByLabel('哪一天', { exact: true }).fill(first.date);
  await admin.getByRole('radio', { name: '按周重复' }).check();
  await expect(admin.getByRole('checkbox', { name: first.weekday })).toBeChecked();
  await expect(admin.getByText('填好日期、时间和截止日期')).toBeVisible();
  await admin.getByLabel('办到哪一天').fill(last.date);
  await expect(admin.getByText(`一共 4 次：第一次 ${first.said}，最后一次 ${last.said}。`)).toBeVisible();
  await post(admin, 1).getByRole('button', { name: '多一人' }).click();
  await expect(post(admin, 1).getByLabel('需要几人')).toHaveValue('2');
  await admin.getByRole('button', { name: '再加一个岗位' }).click();
  await post(admin, 2).getByLabel('做什么').fill('引导');
  await publish(admin).click();
  await expect(admin.getByText('已发布，居民可以报名了')).toBeVisible();
  await expect(admin).toHaveURL(/\/admin\/shifts\/[\da-f-]{36}$/);
  await expect(admin.getByRole('heading', { name: title, level: 1 })).toBeVisible();
  await expect(admin.getByText('这是每周班次中的一次，在这里改只改这一次。')).toBeVisible();
  const rows = await listed(admin, team);
  await expect(rows.filter({ hasText: '已发布' })).toHaveCount(4);
  await expect(rows.first()).toContainText(`${first.said} 09:00–11:00`);
  await expect(rows.first()).toContainText('已报 0 人，需要 3 人');

  await open('/volunteer');
  await page.getByRole('radio', { name: dayName(daysAhead(2, '09:00')), exact: true }).click();
  await page.getByLabel('类型').selectOption({ label: '特色服务' });
  const cards = page.getByRole('link', { name: new RegExp(title) });
  await findIn(page, cards);
  await cards.click();
  await expect(page.getByRole('heading', { name: title, level: 2 })).toBeVisible();
  for (const name of ['清扫', '引导']) await expect(page.getByRole('heading', { name, level: 3 })).toBeVisible();
  await page.getByRole('link', { name: team }).click();
  await expect(cards).toHaveCount(4);

  await rows.nth(1).getByRole('link', { name: '修改' }).click();
  await admin.getByRole('button', { name: '取消班次' }).click();
  const off = admin.getByRole('dialog', { name: '取消班次' });
  await off.getByLabel('说明理由').fill('绿化带要改造。');
  await off.getByRole('radio', { name: '这次和以后的' }).check();
  await off.getByRole('button', { name: '取消班次' }).click();
  await expect(admin.getByText('班次已取消')).toBeVisible();
  await expect(admin.getByText('绿化带要改造。')).toBeVisible();
  await expect(admin.getByRole('button', { name: '保存修改' })).toHaveCount(0);
  await listed(admin, team);
  await expect(rows.filter({ hasText: '已取消' })).toHaveCount(3);
  await admin.getByRole('combobox', { name: '状态' }).selectOption({ label: '已发布' });
  await expect(rows).toHaveCount(1);
  await admin.context().close();
});

test('what is wrong with a plan stands where it is wrong, and a draft is seen by nobody else', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { community } = await firstGrid(server);
  const [team, title] = [own('秩序队'), own('夜里守路口')];
  await foundTeam(await coordinator(browser, server), server, team);
  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto('/admin/shifts?new');
  const missing = admin.getByText('这里要填一下');
  await publish(admin).click();
  await expect(admin.getByText('有几处要改一下，已经标出来了。')).toBeVisible();
  await expect(missing).toHaveCount(6);
  await expect(admin.getByRole('combobox', { name: '队伍' })).toBeFocused();

  await fillPlan(admin, `${team} · ${community}`, title);
  const date = admin.getByLabel('哪一天', { exact: true });
  const needed = post(admin, 1).getByLabel('需要几人');
  await date.fill(day(-1).date);
  await admin.getByLabel('几点开始').fill('22:00');
  await admin.getByLabel('几点结束').fill('22:00');
  await needed.fill('0');
  await publish(admin).click();
  await expect(admin.getByText('这个时间已经过了')).toBeVisible();
  await expect(admin.getByText('结束要晚于开始')).toBeVisible();
  await expect(admin.getByText('至少填 1')).toBeVisible();
  await expect(needed).toHaveAttribute('aria-invalid', 'true');
  await expect(missing).toHaveCount(0);

  const first = day(3);
  await date.fill(first.date);
  await admin.getByLabel('几点结束').fill('02:00');
  await expect(admin.getByText(`${first.said} 22:00–次日 02:00，共 4 小时`)).toBeVisible();
  await needed.fill('2');
  await admin.getByRole('radio', { name: '按周重复' }).check();
  for (const weekday of '一二三四五六日') await admin.getByRole('checkbox', { name: `周${weekday}` }).check();
  const until = admin.getByLabel('办到哪一天');
  await until.fill(day(2).date);
  await publish(admin).click();
  await expect(admin.getByText('结束要晚于开始')).toBeVisible();
  await until.fill(day(90).date);
  await expect(admin.getByText('一次最多安排 60 次，请把截止日期改早一些。')).toBeVisible();
  await publish(admin).click();
  await expect(admin.getByText('超过 60 次了，请选早一点的日子')).toBeVisible();
  await expect(until).toHaveAttribute('aria-invalid', 'true');
  await expect(admin).toHaveURL('/admin/shifts?new');

  await admin.getByRole('radio', { name: '只办一次' }).check();
  await admin.getByRole('button', { name: '存为草稿' }).click();
  await expect(admin.getByText('草稿存好了')).toBeVisible();
  await expect(admin).toHaveURL(/\/admin\/shifts\/[\da-f-]{36}$/);
  await expect(admin.getByText('草稿', { exact: true })).toBeVisible();
  const shift = `/volunteer/shifts/${admin.url().split('/').pop()}`;
  await open(shift);
  await expect(page.getByRole('alert').filter({ hasText: '没有找到' })).toBeVisible();
  await publish(admin).click();
  await expect(admin.getByText('已发布，居民可以报名了')).toBeVisible();
  await expect(publish(admin)).toHaveCount(0);
  await open(shift);
  await expect(page.getByRole('heading', { name: title, level: 2 })).toBeVisible();
  await admin.context().close();
});

test('the second of two organisers is told what changed and keeps what was typed', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, own('楼道队'));
  const { id, title } = await planShift(api, server, team.id);
  const first = await desk(browser, server, STAFF.admin);
  const second = await desk(browser, server, STAFF.community, true);
  const called = (page: Page) => page.getByRole('textbox', { name: '名称' });
  const place = (page: Page) => page.getByRole('textbox', { name: '集合地点' });
  const save = (page: Page) => page.getByRole('button', { name: '保存修改' }).click();
  const told = (page: Page) => page.getByRole('alert').filter({ hasText: '您改的时候，别人也改过，现在是这样：' });
  for (const page of [first, second]) {
    await page.goto(`/admin/shifts/${id}`);
    await expect(called(page)).toHaveValue(title);
  }
  await called(second).fill('清扫楼道和院子');
  await place(first).fill('南门岗亭');
  await save(first);
  await expect(first.getByText('存好了')).toBeVisible();

  await save(second);
  await expect(told(second)).toContainText('南门岗亭');
  await expect(told(second)).toContainText('您写的都还在');
  await expect(told(second)).toBeFocused();
  await expect(called(second)).toHaveValue('清扫楼道和院子');
  await told(second).getByRole('button', { name: '按我写的保存' }).click();
  await expect(second.getByText('存好了')).toBeVisible();
  await expect(told(second)).toHaveCount(0);
  await expect(second.getByRole('heading', { name: '清扫楼道和院子', level: 1 })).toBeVisible();

  await called(first).fill('只扫院子');
  await save(first);
  await expect(told(first)).toContainText('清扫楼道和院子');
  await expect(called(first)).toHaveValue('只扫院子');
  await told(first).getByRole('button', { name: '换成新的' }).click();
  await expect(told(first)).toHaveCount(0);
  await expect(called(first)).toHaveValue('清扫楼道和院子');
  await expect(place(first)).toHaveValue('社区门口');
  for (const page of [first, second]) await page.context().close();
});

test('whoever signed up is told of another place, what the organiser writes, and why it is called off', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, own('清洁队'));
  const shift = await planShift(api, server, team.id);
  const phone = await volunteer(browser, server, '13744440001', '陈小雨');
  await phone.goto(`/volunteer/shifts/${shift.id}`);
  await phone.getByRole('button', { name: '报名', exact: true }).click();
  await expect(phone.getByRole('heading', { name: '您已报名' })).toBeVisible();

  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto(`/admin/shifts/${shift.id}`);
  await admin.getByRole('textbox', { name: '集合地点' }).fill('党群服务站一楼');
  await admin.getByRole('button', { name: '保存修改' }).click();
  await expect(admin.getByText('存好了')).toBeVisible();
  // Nobody reloads the phone's page.
  await expect(phone.getByText('党群服务站一楼').first()).toBeVisible();

  await admin.getByRole('button', { name: '发消息' }).click();
  const letter = admin.getByRole('dialog', { name: '发消息' });
  await letter.getByRole('button', { name: '发出' }).click();
  await expect(letter.getByText('这里要填一下')).toBeVisible();
  await letter.getByLabel('想说什么').fill('请穿防滑的鞋。');
  await letter.getByRole('button', { name: '发出' }).click();
  await expect(admin.getByText('已发出')).toBeVisible();
  await expect(letter).toHaveCount(0);

  await admin.getByRole('button', { name: '取消班次' }).click();
  const off = admin.getByRole('dialog', { name: '取消班次' });
  await off.getByLabel('说明理由').fill('明后天有暴雨。');
  await off.getByRole('button', { name: '取消班次' }).click();
  await expect(admin.getByText('班次已取消')).toBeVisible();
  await expect(phone.getByText('明后天有暴雨。')).toBeVisible();
  await expect(phone.getByRole('heading', { name: '您已报名' })).toHaveCount(0);
  await expect(phone.getByRole('button', { name: '报名', exact: true })).toHaveCount(0);

  await phone.goto('/inbox');
  const notices = phone.locator('.notice');
  await expect(notices).toHaveCount(3);
  await expect(notices.nth(0)).toContainText('这次志愿服务取消了');
  await expect(notices.nth(0)).toContainText('明后天有暴雨。');
  await expect(notices.nth(1)).toContainText('组织者有话告诉您');
  await expect(notices.nth(1)).toContainText('请穿防滑的鞋。');
  await expect(notices.nth(2)).toContainText('志愿服务的安排有改动，请看一下');
  for (const at of [0, 1, 2]) {
    await expect(notices.nth(at)).toContainText(shift.title);
    await expect(notices.nth(at)).toHaveAttribute('href', `/volunteer/shifts/${shift.id}`);
  }
  for (const other of [phone, admin]) await other.context().close();
});
