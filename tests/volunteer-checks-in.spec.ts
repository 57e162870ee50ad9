// The organiser shows a code at the place: volunteers type its digits, take a picture of it or open its address, and check out on the shift's page.
import type { APIRequestContext, Browser } from '@playwright/test';

import { desk, STAFF } from './desk';
import { expect, test, type Page, type Server } from './fixtures';
import { coordinator, foundTeam, planShift, send, volunteer, type Planned } from './volunteers';

const MINUTE_MS = 60_000;

/** A shift of two hours that begins in half an hour, unless it is said when. */
async function soon(
  browser: Browser,
  server: Server,
  team: string,
  inMs = 30 * MINUTE_MS,
): Promise<{ api: APIRequestContext; shift: Planned }> {
  const api = await coordinator(browser, server);
  const { id } = await foundTeam(api, server, team);
  const from = Date.now() + inMs;
  const starts_at = new Date(from).toISOString();
  const ends_at = new Date(from + 120 * MINUTE_MS).toISOString();
  return { api, shift: await planShift(api, server, id, { starts_at, ends_at }) };
}

async function signUp(person: Page, shift: Planned): Promise<void> {
  await send(person.request, `/api/v1/volunteer/shifts/${shift.id}/sign-ups`, { post: shift.posts[0].id });
}

/** What the organiser reads aloud. */
async function digits(roster: Page): Promise<string> {
  const shown = roster.locator('.check-code__digits');
  await expect(shown).toHaveText(/^\d{3} \d{3}$/);
  return (await shown.innerText()).replace(/\D/g, '');
}

async function typeCode(person: Page, code: string): Promise<void> {
  await person.getByLabel('六位数字').fill(code);
  await person.getByRole('button', { name: '签到', exact: true }).click();
}

const done = (person: Page) => person.getByRole('heading', { name: '签到成功' });

test('three check in: by digits, by a picture of the code, by its address', async ({ browser, server }) => {
  const { shift } = await soon(browser, server, '三种签到志愿队');
  const [typing, picturing, scanning] = [
    await volunteer(browser, server, '13733330001', '陈一宁'),
    await volunteer(browser, server, '13733330002', '林二喜'),
    await volunteer(browser, server, '13733330003', '何三立'),
  ];
  // The third comes without a sign-up.
  for (const person of [typing, picturing]) await signUp(person, shift);

  const roster = await desk(browser, server, STAFF.admin);
  await roster.goto(`/volunteer/shifts/${shift.id}/roster`);
  await expect(roster.getByRole('heading', { name: shift.title })).toBeVisible();
  const picture = roster.getByRole('img', { name: '签到二维码' });
  await expect(picture).toBeVisible();
  await expect(roster.getByText('0 / 2 到')).toBeVisible();

  await typing.goto('/volunteer/check-in');
  await expect(typing.getByLabel('六位数字')).toBeVisible();
  await typeCode(typing, await digits(roster));
  await expect(done(typing)).toBeVisible();
  await expect(typing.getByText(shift.title)).toBeVisible();

  await picturing.goto('/volunteer/check-in');
  await expect(picturing.getByLabel('六位数字')).toBeVisible();
  const seen = await picture.screenshot();
  await picturing.getByLabel('给码拍张照片').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: seen });
  await expect(done(picturing)).toBeVisible();
  await expect(picturing.getByText(shift.title)).toBeVisible();

  await scanning.goto(`/volunteer/check-in#${shift.id}.${await digits(roster)}`);
  await expect(done(scanning)).toBeVisible();
  await expect(scanning.getByText(shift.title)).toBeVisible();
  await expect(scanning).toHaveURL(/\/volunteer\/check-in$/);

  await roster.reload();
  await expect(roster.getByText('3 / 3 到')).toBeVisible();
  await roster.getByRole('radio', { name: '名单', exact: true }).check();
  for (const name of ['陈一宁', '林二喜', '何三立']) {
    const line = roster.getByRole('listitem').filter({ hasText: name });
    await expect(line.getByRole('button', { name: '到了', pressed: true })).toBeVisible();
    await expect(line).toContainText(/\d\d:\d\d 签到/);
  }
  await expect(roster.getByRole('listitem').filter({ hasText: '现场加入' })).toContainText('何三立');
  for (const one of [typing, picturing, scanning, roster]) await one.context().close();
});

test('a wrong code says so in words, and whoever came checks out on the shift', async ({ browser, server }) => {
  test.setTimeout(90_000);
  const { api, shift } = await soon(browser, server, '签到签退志愿队', 20_000);
  const person = await volunteer(browser, server, '13733330004', '罗四海');
  await signUp(person, shift);
  const roster = await desk(browser, server, STAFF.admin);
  await roster.goto(`/volunteer/shifts/${shift.id}/roster`);

  await person.goto(`/volunteer/shifts/${shift.id}`);
  const mine = person.getByRole('region', { name: '我的报名' });
  await mine.getByRole('link', { name: '到了现场，签到' }).click();
  await expect(person).toHaveURL(/\/volunteer\/check-in$/);
  await typeCode(person, '12345');
  await expect(person.getByText('签到码是 6 位数字')).toBeVisible();
  const other = String((Number(await digits(roster)) + 1) % 1_000_000).padStart(6, '0');
  await typeCode(person, other);
  await expect(person.getByText('签到码不对，或者已经换了。码每半分钟换一次，请再问一下现在的。')).toBeVisible();
  await expect(person.getByLabel('六位数字')).toHaveValue('');

  await typeCode(person, await digits(roster));
  await expect(done(person)).toBeVisible();
  await person.getByRole('link', { name: '看这次活动' }).click();
  await expect(mine).toContainText('已到');
  // Once it has begun; the page looks at the clock from time to time.
  await mine.getByRole('button', { name: '签退，回家' }).click({ timeout: 60_000 });
  await expect(person.getByText('已签退，辛苦了')).toBeVisible();
  await expect(mine.getByRole('button', { name: '签退，回家' })).toHaveCount(0);

  const { lines } = await (await api.get(`/api/v1/volunteer/shifts/${shift.id}/roster`)).json();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ name: '罗四海', attendance: 'present', walk_in: false });
  expect(lines[0].checked_out_at).toBeTruthy();
  await roster.reload();
  await roster.getByRole('radio', { name: '名单', exact: true }).check();
  await expect(roster.getByRole('listitem').filter({ hasText: '罗四海' })).toContainText(/\d\d:\d\d 签退/);
  for (const one of [person, roster]) await one.context().close();
});
