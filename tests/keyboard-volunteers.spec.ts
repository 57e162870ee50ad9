// A volunteer and an organiser by the keyboard alone: a place in a shift and out of it again; who came, ticked and taken back.
import { signedIn, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { focused, press, tabTo } from './keyboard';
import { coordinator, foundTeam, planShift, send, volunteer } from './volunteers';

const MINUTE_MS = 60_000;

/** What is said over the page for a while lies over nothing any more. */
async function hushed(page: Page): Promise<void> {
  await expect(page.locator('.toast')).toHaveCount(0);
}

test('signing up for a shift of a team, and leaving it', async ({ page, open, context, browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '键盘志愿队');
  const shift = await planShift(api, server, team.id);
  const person = await volunteer(browser, server, '13755550006');
  await context.addCookies(await person.context().cookies());
  await person.context().close();

  await open(`/volunteer/teams/${team.id}`);
  await expect(page.getByRole('link', { name: shift.title })).toBeVisible();
  await press(page, shift.title);
  await expect(page).toHaveURL(new RegExp(`/volunteer/shifts/${shift.id}$`));
  await expect(page.getByRole('heading', { name: shift.title })).toBeVisible();
  await press(page, /^报名$/);
  const mine = page.getByRole('region', { name: '我的报名' });
  await expect(mine).toBeFocused();
  await expect(mine.getByRole('heading', { name: '您已报名' })).toBeVisible();
  await hushed(page);

  await press(page, /^退出这次活动$/, 'Space');
  const sure = page.getByRole('dialog', { name: '退出这次活动' });
  await expect(sure).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(sure).toHaveCount(0);
  expect((await focused(page)).name).toBe('退出这次活动');
  await page.keyboard.press('Enter');
  await expect(sure).toBeFocused();
  await press(page, /^退出$/);
  await expect(page.getByRole('heading', { name: '报名', exact: true })).toBeFocused();
  await expect(mine).toHaveCount(0);
  await hushed(page);
  await tabTo(page, /^报名$/, 3);
});

test('ticking somebody on a roster, and taking it back', async ({ page, open, context, browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '键盘签到队');
  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
  const shift = await planShift(api, server, team.id, { starts_at: at(30), ends_at: at(150) });
  const person = await volunteer(browser, server, '13755550007', '田七妹');
  await send(person.request, `/api/v1/volunteer/shifts/${shift.id}/sign-ups`, { post: shift.posts[0].id });
  await person.context().close();
  const roster = `/volunteer/shifts/${shift.id}/roster`;
  const came = async () => (await (await api.get(`/api/v1${roster}`)).json()).lines[0].attendance;

  await signedIn(context, server, STAFF.admin);
  await open(roster);
  await expect(page.getByRole('img', { name: '签到二维码' })).toBeVisible();
  await tabTo(page, /^签到码$/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '名单', exact: true })).toBeChecked();
  await expect(page.getByRole('listitem').filter({ hasText: '田七妹' })).toBeVisible();

  const tick = page.getByRole('button', { name: '到了' });
  await press(page, /^到了$/, 'Space');
  await expect(tick).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(came).toBe('present');
  await expect(tick).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tick).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(came).toBe('unknown');
  await expect(tick).toBeFocused();
});
