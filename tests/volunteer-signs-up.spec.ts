// Somebody helps for the first time: finds a shift, signs in, registers, has a place in it, and gives it up again.
import { agree, signIn } from './account';
import { firstGrid } from './desk';
import { expect, test, type Page } from './fixtures';
import { coordinator, dayName, daysAhead, foundTeam, planShift, saidAt } from './volunteers';

/** Chooses the grid that somebody lives in, by the name of its community. */
async function liveIn(page: Page, home: { community: string; name: string }): Promise<void> {
  await page.getByRole('button', { name: /还没选/ }).click();
  await page.getByLabel('搜索社区或网格').fill(home.community);
  await page.getByRole('button', { name: home.community }).first().click();
  await page.getByRole('button', { name: home.name }).first().click();
  await expect(page.getByLabel('搜索社区或网格')).toHaveCount(0);
  await expect(page.getByRole('button', { name: `${home.community} · ${home.name}` })).toBeVisible();
}

async function bornOn(page: Page, year: number, month: number, day: number): Promise<void> {
  await page.getByRole('combobox', { name: '年', exact: true }).selectOption(String(year));
  await page.getByRole('combobox', { name: '月', exact: true }).selectOption(String(month));
  await page.getByRole('combobox', { name: '日', exact: true }).selectOption(String(day));
}

test('from home to a place in a shift, without an account at first, and out of it again', async ({ page, open, browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '第一次来帮忙队', { kind: 'science' });
  const shift = await planShift(api, server, team.id);
  const begins = new Date(shift.starts_at);

  await open('/');
  await page.getByRole('navigation', { name: '更多服务' }).getByRole('link', { name: /志愿服务/ }).click();
  await expect(page).toHaveURL(/\/volunteer$/);
  await page.getByRole('radio', { name: dayName(begins), exact: true }).click();
  await page.getByLabel('类型', { exact: true }).selectOption({ label: '科学普及' });
  await expect(page.getByRole('heading', { level: 2, name: dayName(begins) })).toBeVisible();
  const card = page.getByRole('link', { name: shift.title });
  await expect(card).toContainText('09:00–11:00');
  await expect(card).toContainText('名额不多了');
  await card.click();

  await expect(page.getByRole('heading', { name: shift.title })).toBeVisible();
  await page.getByRole('link', { name: '登录后报名' }).click();
  await signIn(page, '13722220001');
  await agree(page);
  await expect(page).toHaveURL(new RegExp(`/volunteer/shifts/${shift.id}$`));
  const post = page.getByRole('article');
  await expect(post).toContainText('登记后可以报名');
  await page.getByRole('link', { name: '先登记，再报名' }).click();

  await expect(page.getByRole('heading', { level: 1, name: '登记成为志愿者' })).toBeVisible();
  await page.getByLabel('姓名', { exact: true }).fill('林秀兰');
  await bornOn(page, 1962, 3, 8);
  await liveIn(page, await firstGrid(server));
  await page.getByRole('checkbox', { name: '打扫清洁' }).check();
  await page.getByRole('checkbox', { name: '周末上午' }).check();
  await page.getByRole('button', { name: '登记成为志愿者' }).click();
  await expect(page.getByText('登记好了，欢迎您')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/volunteer/shifts/${shift.id}$`));

  await post.getByRole('button', { name: '报名', exact: true }).click();
  await expect(page.getByText('报名成功')).toBeVisible();
  const mine = page.getByRole('region', { name: '我的报名' });
  await expect(mine.getByRole('heading', { name: '您已报名' })).toBeVisible();
  await expect(mine).toContainText('清扫');
  const lastMoment = saidAt(daysAhead(2, '06:00'));
  await expect(mine).toContainText(`来不了的话，请在 ${lastMoment} 前退出，好让别人顶上。`);
  await expect(post).toContainText('还差 1 人');
  await expect(post.getByRole('button')).toHaveCount(0);

  await open('/mine');
  await page.getByRole('link', { name: '我的志愿服务' }).click();
  await expect(page.getByRole('heading', { name: '下一次' })).toBeVisible();
  const own = page.getByRole('region', { name: '我的活动' }).getByRole('link', { name: shift.title });
  await expect(own).toContainText('您已报名');
  await own.click();

  await mine.getByRole('button', { name: '退出这次活动' }).click();
  const sure = page.getByRole('dialog', { name: '退出这次活动' });
  await expect(sure).toContainText('名额会让给别人，可能就报不回来了。');
  await sure.getByRole('button', { name: '取消' }).click();
  await expect(mine.getByRole('heading', { name: '您已报名' })).toBeVisible();
  await mine.getByRole('button', { name: '退出这次活动' }).click();
  await sure.getByRole('button', { name: '退出', exact: true }).click();
  await expect(page.getByText('已退出', { exact: true })).toBeVisible();
  await expect(mine).toHaveCount(0);
  await expect(post.getByRole('button', { name: '报名', exact: true })).toBeVisible();
  await open('/volunteer/mine');
  await expect(page.getByText('还没有要参加的活动')).toBeVisible();
});

test('under eighteen somebody answers for them, and what is wrong is said where it is', async ({ page, open, browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '学生也能来队');
  const forAdults = await planShift(api, server, team.id, { min_age: 18 });
  const year = daysAhead(0, '12:00').getUTCFullYear() - 15;

  await open('/sign-in?to=/volunteer/mine');
  await signIn(page, '13722220002');
  await agree(page);
  await page.getByRole('link', { name: '登记成为志愿者' }).click();
  const called = page.getByLabel('姓名', { exact: true });
  await called.fill('林小满');
  await liveIn(page, await firstGrid(server));
  await expect(page.getByRole('heading', { name: '监护人同意' })).toHaveCount(0);
  await bornOn(page, year, 1, 1);
  await expect(page.getByRole('heading', { name: '监护人同意' })).toBeVisible();

  const register = page.getByRole('button', { name: '登记成为志愿者' });
  const guardian = page.getByLabel('监护人姓名');
  const phone = page.getByLabel('监护人电话');
  await register.click();
  await expect(guardian).toBeFocused();
  await expect(guardian).toHaveAccessibleDescription(/这里要填一下/);
  await expect(phone).toHaveAccessibleDescription(/电话号码好像不对/);
  await expect(page.getByText('需要监护人同意才能登记')).toBeVisible();
  await guardian.fill('林建国');
  await expect(page.getByText('这里要填一下')).toHaveCount(0);
  await phone.fill('139000');
  await register.click();
  await expect(phone).toBeFocused();
  await expect(phone).toHaveAccessibleDescription(/电话号码好像不对/);
  await phone.fill('139 0000 1111');
  await expect(page.getByText('电话号码好像不对')).toHaveCount(0);

  // Neither another day of birth nor a reload takes back what was typed.
  await bornOn(page, 1990, 1, 1);
  await expect(guardian).toHaveCount(0);
  await page.reload();
  await expect(called).toHaveValue('林小满');
  await expect(page.getByRole('combobox', { name: '年', exact: true })).toHaveValue('1990');
  await bornOn(page, year, 1, 1);
  await expect(guardian).toHaveValue('林建国');
  await expect(phone).toHaveValue('139 0000 1111');
  await page.getByRole('switch', { name: '监护人看过说明，同意参加' }).check();
  await register.click();
  await expect(page.getByText('登记好了，欢迎您')).toBeVisible();
  await expect(page).toHaveURL(/\/volunteer\/mine$/);
  await expect(page.getByRole('heading', { name: '我的登记' })).toBeVisible();
  await expect(page.getByText('林小满')).toBeVisible();

  await open(`/volunteer/shifts/${forAdults.id}`);
  await expect(page.getByRole('article')).toContainText('满 18 岁可以参加');
  await expect(page.getByRole('article').getByRole('button')).toHaveCount(0);
});
