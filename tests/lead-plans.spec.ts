// A resident who leads a team and works for nobody: plans its shifts on a phone, and finds no other door of the desk.
import { randomUUID } from 'node:crypto';

import type { APIRequestContext } from '@playwright/test';

import { firstGrid } from './desk';
import { expect, test, type Page } from './fixtures';
import { coordinator, daysAhead, firstGround, foundTeam, planShift, send, volunteer } from './volunteers';

/** A name that nothing else on the server has. */
const own = (words: string) => `${words}${randomUUID().slice(0, 4)}`;

const DESK_IS_FOR_STAFF = '这里是工作人员的页面';

async function join(person: Page, team: string): Promise<void> {
  await send(person.request, `/api/v1/volunteer/teams/${team}/join`, null);
}

async function makeLead(api: APIRequestContext, person: Page, team: string): Promise<void> {
  await join(person, team);
  const { id } = await (await person.request.get('/api/v1/account')).json();
  await send(api, `/api/v1/volunteer/teams/${team}/members/${id}`, { act: 'make_lead' });
}

/** Sends what the page would, and gives the word of the refusal. */
async function refusal(person: Page, path: string, data: unknown): Promise<string> {
  const answer = await person.request.post(path, { data, headers: { 'Idempotency-Key': randomUUID() } });
  expect(answer.status()).toBe(403);
  return (await answer.json()).code;
}

test('a lead plans a shift of the own team, publishes it, and writes to who joined', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const { community } = await firstGrid(server);
  const [name, other, title] = [own('门岗队'), own('巡河队'), own('早晚守门岗')];
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, name);
  const lead = await volunteer(browser, server, '13744440101', '高文静');
  const member = await volunteer(browser, server, '13744440102', '孙立新');
  await makeLead(api, lead, team.id);
  // A team that the lead only belongs to is none to plan for.
  await join(lead, (await foundTeam(api, server, other)).id);

  await lead.goto(`/volunteer/teams/${team.id}`);
  await expect(lead.getByText('您是这支队的队长')).toBeVisible();
  await expect(lead.getByRole('link', { name: '队员和设置' })).toHaveCount(0);
  await lead.getByRole('link', { name: '安排活动' }).click();
  await expect(lead).toHaveURL('/admin/shifts');
  await expect(lead.getByRole('link', { name: '返回' })).toHaveAttribute('href', '/volunteer/mine');
  await lead.getByRole('button', { name: '工作台的页面' }).click();
  const doors = lead.getByRole('dialog', { name: '工作台的页面' });
  await expect(doors.getByRole('button')).toHaveText(['我的账号和设备', '取消']);
  await doors.getByRole('button', { name: '取消' }).click();

  await lead.getByRole('link', { name: '安排班次' }).click();
  const teams = lead.getByRole('combobox', { name: '队伍' });
  await expect(teams).toHaveValue(team.id);
  await expect(teams.getByRole('option', { name: new RegExp(other) })).toHaveCount(0);
  await expect(teams.getByRole('option', { name: `${name} · ${community}` })).toHaveCount(1);
  await lead.getByRole('textbox', { name: '名称' }).fill(title);
  await lead.getByRole('textbox', { name: '集合地点' }).fill('北门门岗');
  await lead.getByRole('button', { name: '先放一个图钉' }).click();
  await expect(lead.getByRole('button', { name: '先放一个图钉' })).toHaveCount(0);
  await lead.getByRole('group', { name: '岗位 1' }).getByLabel('做什么').fill('登记来访');
  await lead.getByLabel('哪一天', { exact: true }).fill(daysAhead(3, '20:00').toISOString().slice(0, 10));
  await lead.getByRole('button', { name: '存为草稿' }).click();
  await expect(lead.getByText('草稿存好了')).toBeVisible();
  await expect(lead).toHaveURL(/\/admin\/shifts\/[\da-f-]{36}$/);
  const shift = `/volunteer/shifts/${lead.url().split('/').pop()}`;
  await member.goto(shift);
  await expect(member.getByRole('alert').filter({ hasText: '没有找到' })).toBeVisible();

  await lead.getByRole('link', { name: '返回' }).click();
  const row = lead.getByRole('listitem').filter({ hasText: title });
  await expect(row).toContainText('草稿');
  await row.getByRole('link', { name: '修改' }).click();
  await lead.getByRole('textbox', { name: '集合地点' }).fill('南门门岗');
  await lead.getByRole('button', { name: '保存修改' }).click();
  await expect(lead.getByText('存好了').first()).toBeVisible();
  await lead.getByRole('button', { name: '发布', exact: true }).click();
  await expect(lead.getByText('已发布，居民可以报名了')).toBeVisible();

  await member.goto(shift);
  await expect(member.getByText('南门门岗').first()).toBeVisible();
  await member.getByRole('button', { name: '报名', exact: true }).click();
  await expect(member.getByRole('heading', { name: '您已报名' })).toBeVisible();

  // The first answer is lost on the way: whoever presses again tells nobody twice.
  let sent = 0;
  await lead.route('**/api/v1/volunteer/shifts/*/messages', async (route) => {
    sent += 1;
    if (sent > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await lead.getByRole('button', { name: '发消息' }).click();
  const letter = lead.getByRole('dialog', { name: '发消息' });
  await letter.getByLabel('想说什么').fill('请早到十分钟。');
  await letter.getByRole('button', { name: '发出' }).click();
  await expect.poll(() => sent).toBe(1);
  await expect(letter.getByRole('button', { name: '发出' })).toBeEnabled();
  await expect(letter.getByLabel('想说什么')).toHaveValue('请早到十分钟。');
  await letter.getByRole('button', { name: '发出' }).click();
  await expect(lead.getByText('已发出')).toBeVisible();
  await expect(letter).toHaveCount(0);
  expect(sent).toBe(2);
  await member.goto('/inbox');
  const told = member.locator('.notice').filter({ hasText: title });
  await expect(told).toHaveCount(1);
  await expect(told).toContainText('请早到十分钟。');
  for (const phone of [lead, member]) await phone.context().close();
});

test('who leads nothing finds no such door, a lead no other, and the server refuses both', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await open('/admin/shifts');
  await expect(page.getByText(/队长用自己的手机号/)).toBeVisible();

  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, own('守望队'));
  const shift = await planShift(api, server, team.id);
  const lead = await volunteer(browser, server, '13744440103', '郭建国');
  const member = await volunteer(browser, server, '13744440104', '何春梅');
  await makeLead(api, lead, (await foundTeam(api, server, own('别的队'))).id);
  await join(member, team.id);
  await member.goto(`/volunteer/teams/${team.id}`);
  await expect(member.getByText('您是这支队的队员')).toBeVisible();
  await expect(member.getByRole('heading', { name: '组织' })).toHaveCount(0);
  for (const path of ['/admin/shifts', '/admin/shifts?new', `/admin/shifts/${shift.id}`]) {
    await member.goto(path);
    await expect(member.getByText(DESK_IS_FOR_STAFF)).toBeVisible();
  }
  for (const path of ['/admin', '/admin/teams', '/admin/volunteers', '/admin/dashboard']) {
    await lead.goto(path);
    await expect(lead.getByText(DESK_IS_FOR_STAFF)).toBeVisible();
  }
  await lead.goto(`/admin/shifts/${shift.id}`);
  await expect(lead.getByText('这个页面不归您的岗位')).toBeVisible();
  await expect(lead.getByRole('button', { name: '保存修改' })).toHaveCount(0);

  const { position } = await firstGround(server);
  const [starts_at, ends_at] = ['09:00', '11:00'].map((time) => daysAhead(2, time).toISOString());
  const posts = [{ name: '清扫', needed: 1 }];
  const plan = { team: team.id, title: '清扫楼道', place: '社区门口', position, starts_at, ends_at, posts };
  for (const person of [member, lead]) {
    expect(await refusal(person, '/api/v1/volunteer/shifts', plan)).toBe('not_allowed');
    expect(await refusal(person, `/api/v1/volunteer/shifts/${shift.id}/messages`, { words: '大家好' })).toBe('not_allowed');
    expect(await refusal(person, `/api/v1/volunteer/shifts/${shift.id}/cancel`, { words: '不办了' })).toBe('not_allowed');
  }
  for (const phone of [lead, member]) await phone.context().close();
});
