// Who gets a place: the line for a full post moves up in its order, and each reason why there is none for somebody is
// named.
import type { APIRequestContext, Locator } from '@playwright/test';

import { expect, test, type Page } from './fixtures';
import { coordinator, daysAhead, foundTeam, hears, planShift, send, volunteer, type Planned } from './volunteers';

const posts = (page: Page): Locator => page.getByRole('article');

/** How the reader stands with the shift that is open, in the words of its heading. */
const stands = (page: Page, words: string): Locator =>
  page.getByRole('region', { name: '我的报名' }).getByRole('heading', { name: words });

async function look(page: Page, shift: Planned): Promise<void> {
  await page.goto(`/volunteer/shifts/${shift.id}`);
  await expect(page.getByRole('heading', { name: shift.title })).toBeVisible();
}

/** Leaves, after being asked. */
async function leave(page: Page, by = '退出这次活动'): Promise<void> {
  await page.getByRole('region', { name: '我的报名' }).getByRole('button', { name: by }).click();
  await page.getByRole('dialog', { name: by }).getByRole('button', { name: '退出', exact: true }).click();
  await expect(page.getByText('已退出', { exact: true })).toBeVisible();
}

async function bring(page: Page, friend: string): Promise<void> {
  const name = page.getByLabel('一起来的人叫什么');
  if (!(await name.isVisible())) await page.getByText('带一个朋友或家人一起来').click();
  await name.fill(friend);
}

async function grantFirstAid(api: APIRequestContext, team: string): Promise<void> {
  const [member] = (await (await api.get(`/api/v1/volunteer/teams/${team}/members`)).json()) as { account: string }[];
  const path = `/api/v1/volunteer/teams/${team}/members/${member.account}/qualifications`;
  await send(api, path, { qualification: 'first_aid', granted: true });
}

test('a place that comes free goes down the line, and whoever it is held for is told', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '排队也不急队');
  const shift = await planShift(api, server, team.id, { posts: [{ name: '清扫', needed: 1 }] });
  const first = await volunteer(browser, server, '13722220011');
  const second = await volunteer(browser, server, '13722220012');
  const third = await volunteer(browser, server, '13722220013');

  await look(first, shift);
  await posts(first).getByRole('button', { name: '报名', exact: true }).click();
  await expect(stands(first, '您已报名')).toBeVisible();
  await look(second, shift);
  await expect(posts(second)).toContainText('已满，可以候补，排第 1 位');
  await posts(second).getByRole('button', { name: '排候补' }).click();
  await expect(second.getByText('已排上候补，有名额会通知您')).toBeVisible();
  await expect(stands(second, '候补第 1 位')).toBeVisible();
  await look(third, shift);
  await expect(posts(third)).toContainText('1 人在候补');
  await expect(posts(third)).toContainText('已满，可以候补，排第 2 位');
  await posts(third).getByRole('button', { name: '排候补' }).click();
  await expect(stands(third, '候补第 2 位')).toBeVisible();

  const inbox = hears(second);
  await second.goto('/inbox');
  await inbox;
  const told = second.getByRole('link', { name: /有名额空出来了，给您留到/ });
  await expect(told).toHaveCount(0);
  await leave(first);
  await expect(posts(first)).toContainText('已满，可以候补，排第 2 位');
  await expect(told).toContainText(shift.title);
  await told.click();
  await expect(stands(second, '有名额了，给您留着')).toBeVisible();
  await expect(second.getByText(/^给您留到 .+，还有 .+$/)).toBeVisible();
  await second.getByRole('button', { name: '接受名额' }).click();
  await expect(second.getByText('报名成功')).toBeVisible();
  await expect(stands(second, '您已报名')).toBeVisible();

  const news = hears(third);
  await look(third, shift);
  await expect(stands(third, '候补第 1 位')).toBeVisible();
  await news;
  await leave(second);
  await expect(stands(third, '有名额了，给您留着')).toBeVisible();
  await leave(third, '这次不去，让给下一位');
  await expect(posts(third).getByRole('button', { name: '报名', exact: true })).toBeVisible();
  for (const phone of [first, second, third]) await phone.context().close();
});

test('nobody is in two places at once: the other shift is named', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '一个一个来队');
  const span = (from: string, to: string) => ({
    starts_at: daysAhead(2, from).toISOString(),
    ends_at: daysAhead(2, to).toISOString(),
  });
  const mine = await planShift(api, server, team.id, span('09:00', '11:00'));
  const meanwhile = await planShift(api, server, team.id, span('10:30', '12:00'));
  const afterwards = await planShift(api, server, team.id, span('11:00', '13:00'));
  const phone = await volunteer(browser, server, '13722220014');

  await look(phone, mine);
  await posts(phone).getByRole('button', { name: '报名', exact: true }).click();
  await expect(stands(phone, '您已报名')).toBeVisible();
  await look(phone, meanwhile);
  await expect(posts(phone)).toContainText(new RegExp(`和“${mine.title}”（.+）时间冲突`));
  await expect(posts(phone).getByRole('button')).toHaveCount(0);
  await look(phone, afterwards);
  await expect(posts(phone).getByRole('button', { name: '报名', exact: true })).toBeVisible();

  await look(phone, mine);
  await leave(phone);
  await look(phone, meanwhile);
  await expect(posts(phone).getByRole('button', { name: '报名', exact: true })).toBeVisible();
  await phone.context().close();
});

test('a post that needs a qualification says which, until somebody has it', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '急救小队');
  const shift = await planShift(api, server, team.id, {
    posts: [
      { name: '现场急救', needed: 1, qualification: 'first_aid' },
      { name: '引导', needed: 1 },
    ],
  });
  const phone = await volunteer(browser, server, '13722220015');
  const aid = posts(phone).filter({ hasText: '现场急救' });
  const guide = posts(phone).filter({ hasText: '引导' });

  await look(phone, shift);
  await expect(aid).toContainText('需要：急救证');
  await expect(aid.getByRole('button')).toHaveCount(0);
  await expect(guide.getByRole('button', { name: '报名：引导' })).toBeVisible();

  await send(phone.context().request, `/api/v1/volunteer/teams/${team.id}/join`, null);
  await grantFirstAid(api, team.id);
  await look(phone, shift);
  await aid.getByRole('button', { name: '报名：现场急救' }).click();
  await expect(stands(phone, '您已报名')).toBeVisible();
  await expect(phone.getByRole('region', { name: '我的报名' })).toContainText('现场急救');
  await expect(posts(phone).getByRole('button')).toHaveCount(0);
  await phone.context().close();
});

test('a friend takes a place as well, and two wait where there is only one', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '结伴同行队');
  const shift = await planShift(api, server, team.id, { posts: [{ name: '清扫', needed: 3 }] });
  const first = await volunteer(browser, server, '13722220016');
  const second = await volunteer(browser, server, '13722220017');
  const alone = await volunteer(browser, server, '13722220018');

  await look(first, shift);
  await expect(posts(first)).toContainText('还差 3 人');
  await bring(first, '小周');
  await posts(first).getByRole('button', { name: '报名', exact: true }).click();
  await expect(stands(first, '您已报名')).toBeVisible();
  await expect(first.getByRole('region', { name: '我的报名' })).toContainText('和小周一起');
  await expect(posts(first)).toContainText('还差 1 人');

  await look(second, shift);
  await bring(second, '小吴');
  await expect(posts(second).getByRole('button', { name: '排候补' })).toBeVisible();
  await bring(second, '');
  await expect(posts(second).getByRole('button', { name: '报名', exact: true })).toBeVisible();
  await bring(second, '小吴');
  await posts(second).getByRole('button', { name: '排候补' }).click();
  await expect(stands(second, '候补第 1 位')).toBeVisible();

  // Where two do not fit, whoever comes alone does.
  await look(alone, shift);
  await posts(alone).getByRole('button', { name: '排候补' }).click();
  await expect(stands(alone, '有名额了，给您留着')).toBeVisible();
  expect(await alone.getByText('已退出', { exact: true }).count()).toBe(0);
  await alone.getByRole('button', { name: '接受名额' }).click();
  await expect(stands(alone, '您已报名')).toBeVisible();
  await look(second, shift);
  await expect(stands(second, '候补第 1 位')).toBeVisible();
  for (const phone of [first, second, alone]) await phone.context().close();
});
