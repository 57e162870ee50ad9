// Finding what to do: by day, by kind, near, and by the teams that do it.
import { residentAt } from './desk';
import { expect, INSIDE, spot, test, type Page } from './fixtures';
import { coordinator, dayName, daysAhead, foundTeam, hears, planShift, send, volunteer, type Planned } from './volunteers';

const ofKind = (page: Page) => page.getByLabel('类型', { exact: true });
const card = (page: Page, shift: Planned) => page.getByRole('link', { name: shift.title });

/** Those of the story, in the order of the page. */
async function stand(page: Page, shifts: Planned[]): Promise<void> {
  const titles = shifts.map((shift) => shift.title);
  const shown = async () => (await page.locator('.shift-card__title').allInnerTexts()).filter((title) => titles.includes(title));
  await expect.poll(shown).toEqual(titles);
}

function on(days: number, from: string, to: string): { starts_at: string; ends_at: string } {
  return { starts_at: daysAhead(days, from).toISOString(), ends_at: daysAhead(days, to).toISOString() };
}

test('shifts of a day and of a kind, without an account', async ({ page, open, browser, server }) => {
  const api = await coordinator(browser, server);
  const law = await foundTeam(api, server, '说法讲理队', { kind: 'law' });
  const science = await foundTeam(api, server, '小小实验队', { kind: 'science' });
  const tomorrow = await planShift(api, server, law.id, on(1, '10:00', '12:00'));
  const later = await planShift(api, server, law.id, on(4, '10:00', '12:00'));
  const other = await planShift(api, server, science.id, on(1, '10:00', '12:00'));
  const chip = (days: number) => page.getByRole('radio', { name: dayName(daysAhead(days, '10:00')), exact: true });

  await open('/volunteer');
  await expect(page.getByRole('radio')).toHaveCount(7);
  await ofKind(page).selectOption({ label: '法律服务' });
  await expect(card(page, tomorrow)).toBeVisible();
  await expect(card(page, later)).toBeVisible();
  await expect(card(page, other)).toHaveCount(0);

  await chip(1).click();
  await expect(card(page, later)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['明天']);
  await expect(card(page, tomorrow)).toContainText('说法讲理队');
  await chip(4).click();
  await expect(card(page, later)).toBeVisible();
  await expect(card(page, tomorrow)).toHaveCount(0);
  await ofKind(page).selectOption({ label: '科学普及' });
  await expect(card(page, later)).toHaveCount(0);
  // A second tap on a day takes it back.
  await chip(4).click();
  await expect(chip(4)).not.toBeChecked();
  await expect(card(page, other)).toBeVisible();
  await expect(card(page, tomorrow)).toHaveCount(0);
});

test('the nearest first, by a place that is told to a kilometre', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '家门口队', { kind: 'law' });
  const away = spot(3);
  const far = await planShift(api, server, team.id, {
    ...on(3, '09:00', '11:00'),
    position: { lat: away.latitude, lon: away.longitude },
  });
  const near = await planShift(api, server, team.id, {
    ...on(3, '14:00', '16:00'),
    position: { lat: INSIDE.latitude, lon: INSIDE.longitude },
  });
  const phone = await volunteer(browser, server, '13722220021');
  await residentAt(phone, { latitude: 30.191, longitude: 114.962, accuracy: 12 });

  await phone.goto('/volunteer');
  await ofKind(phone).selectOption({ label: '法律服务' });
  await phone.getByRole('radio', { name: dayName(new Date(far.starts_at)), exact: true }).click();
  await stand(phone, [far, near]);
  await expect(card(phone, far)).not.toContainText('公里');

  const asked = phone.waitForRequest(/\/api\/v1\/volunteer\/shifts\?.*order=distance/);
  const nearMe = phone.getByRole('checkbox', { name: '离我近的' });
  await nearMe.check();
  const told = new URL((await asked).url()).searchParams;
  expect([told.get('lat'), told.get('lon')]).toEqual(['30.19', '114.96']);
  await stand(phone, [near, far]);
  await expect(card(phone, near)).toContainText('100 米以内');
  await expect(card(phone, far)).toContainText('约 3.1 公里');
  await nearMe.uncheck();
  await stand(phone, [far, near]);
  await expect(card(phone, far)).not.toContainText('公里');
  await phone.context().close();
});

test('what a volunteer does not qualify for is left out until it is asked for', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '各有所长队', { kind: 'law' });
  const fitting = await planShift(api, server, team.id, on(5, '09:00', '11:00'));
  const skilled = await planShift(api, server, team.id, {
    ...on(5, '14:00', '16:00'),
    posts: [{ name: '咨询', needed: 1, qualification: 'lawyer' }],
  });
  const phone = await volunteer(browser, server, '13722220022');

  await phone.goto('/volunteer');
  await ofKind(phone).selectOption({ label: '法律服务' });
  await phone.getByRole('radio', { name: dayName(new Date(fitting.starts_at)), exact: true }).click();
  await expect(card(phone, fitting)).toBeVisible();
  await expect(card(phone, skilled)).toHaveCount(0);
  await phone.getByRole('checkbox', { name: '也看条件不符的' }).check();
  await expect(card(phone, skilled)).toContainText('需要：律师');
  await stand(phone, [fitting, skilled]);
  await phone.context().close();
});

test('a team is found with what it does next, joined in one tap and left', async ({ page, open, browser, server }) => {
  const api = await coordinator(browser, server);
  const name = '一碗饺子帮扶队';
  const team = await foundTeam(api, server, name, { kind: 'relief', about: '给独居老人送饺子。' });
  const second = await planShift(api, server, team.id, on(3, '09:00', '11:00'));
  const first = await planShift(api, server, team.id, on(1, '09:00', '11:00'));

  await open(`/volunteer/teams/${team.id}`);
  await expect(page.getByRole('link', { name: '登录后加入' })).toHaveAttribute('href', `/sign-in?to=/volunteer/teams/${team.id}`);

  const phone = await volunteer(browser, server, '13722220023');
  await phone.goto('/volunteer');
  await phone.getByRole('navigation', { name: '志愿服务的其他页面' }).getByRole('link', { name: '志愿队' }).click();
  await expect(phone).toHaveURL(/\/volunteer\/teams$/);
  await ofKind(phone).selectOption({ label: '扶弱帮困' });
  const found = phone.getByRole('link', { name });
  await expect(found).toContainText('0 名队员');
  await expect(found).toContainText('2 次活动要开始');
  await found.click();

  await expect(phone.getByRole('heading', { level: 2, name })).toBeVisible();
  await expect(phone.getByText('给独居老人送饺子。')).toBeVisible();
  await expect(phone.getByText('报名即加入')).toBeVisible();
  await stand(phone, [first, second]);
  const membership = phone.getByRole('region', { name: '我和这支队' });
  await membership.getByRole('button', { name: '加入志愿队' }).click();
  await expect(phone.getByText('已加入', { exact: true })).toBeVisible();
  await expect(membership).toContainText('您是这支队的队员');
  await expect(phone.getByText('1 名队员')).toBeVisible();

  await phone.goto('/volunteer/mine');
  await expect(phone.getByRole('heading', { name: '我的志愿队' })).toBeVisible();
  await phone.getByRole('link', { name }).click();
  await membership.getByRole('button', { name: '退出志愿队' }).click();
  const sure = phone.getByRole('dialog', { name: '退出志愿队' });
  await expect(sure).toContainText('已经报名的活动不受影响。');
  await sure.getByRole('button', { name: '退出', exact: true }).click();
  await expect(membership.getByRole('button', { name: '加入志愿队' })).toBeVisible();
  await expect(phone.getByText('0 名队员')).toBeVisible();
  await phone.context().close();
});

test('a team that takes people in by request: asked, taken back, asked again, and told', async ({ browser, server }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '先见个面队', { kind: 'culture', join: 'request' });
  const phone = await volunteer(browser, server, '13722220024', '周文斌');
  const membership = phone.getByRole('region', { name: '我和这支队' });

  const news = hears(phone);
  await phone.goto(`/volunteer/teams/${team.id}`);
  await expect(phone.getByText('申请后由队长同意')).toBeVisible();
  await membership.getByRole('button', { name: '申请加入' }).click();
  await expect(phone.getByText('已申请，等队长同意', { exact: true })).toBeVisible();
  await expect(membership).toContainText('您已申请加入，等队长同意');
  await membership.getByRole('button', { name: '撤回申请' }).click();
  await phone.getByRole('dialog', { name: '撤回申请' }).getByRole('button', { name: '撤回', exact: true }).click();
  await expect(phone.getByText('已撤回申请', { exact: true })).toBeVisible();
  await membership.getByRole('button', { name: '申请加入' }).click();
  await expect(membership).toContainText('您已申请加入，等队长同意');

  await news;
  const path = `/api/v1/volunteer/teams/${team.id}/members`;
  const members = (await (await api.get(path)).json()) as { account: string; name: string; membership: string }[];
  expect(members.map((member) => [member.name, member.membership])).toEqual([['周文斌', 'requested']]);
  await send(api, `${path}/${members[0].account}`, { act: 'accept' });
  await expect(membership).toContainText('您是这支队的队员');
  await phone.goto('/inbox');
  const told = phone.getByRole('link', { name: /您已经加入志愿队/ });
  await expect(told).toContainText('先见个面队');
  await expect(told).toHaveAttribute('href', `/volunteer/teams/${team.id}`);
  await phone.context().close();
});
