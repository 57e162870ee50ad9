// The calendar that clocks go by: a holiday and the day that makes up for it, and two admins at once.
import { randomInt } from 'node:crypto';

import { desk, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { districtUnit, enrol, newStaff, ownNumber } from './staff';

/** Days far from now, so that no clock of another story goes by them. */
function someDays(): [string, string, string] {
  const first = Date.UTC(2060 + randomInt(30), randomInt(12), 1 + randomInt(25));
  const day = (after: number) => new Date(first + after * 24 * 3_600_000).toISOString().slice(0, 10);
  return [day(0), day(1), day(2)];
}

const row = (admin: Page, date: string) => admin.getByRole('listitem').filter({ hasText: date });

async function add(admin: Page, kind: '放假' | '调休上班', date: string, name: string): Promise<void> {
  await admin.getByRole('radio', { name: kind, exact: true }).check();
  await admin.getByLabel('哪一天', { exact: true }).fill(date);
  await admin.getByLabel('什么节日').fill(name);
  await admin.getByRole('button', { name: '加上', exact: true }).click();
  await expect(row(admin, date)).toContainText(kind);
}

/** Gives the status that the server answered. */
async function save(admin: Page): Promise<number> {
  const saved = admin.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/api/v1/desk/calendar'));
  await admin.getByRole('button', { name: '保存', exact: true }).click();
  return (await saved).status();
}

test('a holiday and a make-up day are kept, and a second admin with an old calendar is told', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const [holiday, worked, other] = someDays();
  const first = await desk(browser, server, STAFF.admin);
  const second = await newStaff(browser, server, ownNumber(), 'district_admin', await districtUnit(server));
  await enrol(second);
  for (const admin of [first, second]) {
    await admin.goto('/admin/calendar');
    await expect(admin.getByRole('heading', { name: '节假日和调休' })).toBeVisible();
  }

  // Without a day there is nothing to add.
  await first.getByRole('button', { name: '加上', exact: true }).click();
  await expect(first.getByText('请选好日期，一次最多 31 天')).toBeVisible();
  await add(first, '放假', holiday, '试放假');
  await add(first, '调休上班', worked, '试调休');
  expect(await save(first)).toBe(200);
  await expect(first.getByText('存好了')).toBeVisible();
  await first.reload();
  await expect(row(first, holiday)).toContainText(/试放假.*放假/);
  await expect(row(first, worked)).toContainText(/试调休.*调休上班/);

  // The other page was opened before.
  await add(second, '放假', other, '另一天');
  expect(await save(second)).toBe(409);
  const told = second.getByRole('alert');
  await expect(told).toContainText('您改的时候，别人也改过工作日历');
  await expect(row(second, other)).toBeVisible();
  await expect(row(second, holiday)).toHaveCount(0);
  await told.getByRole('button', { name: '换成新的' }).click();
  await expect(row(second, holiday)).toBeVisible();
  await expect(row(second, worked)).toBeVisible();
  await expect(row(second, other)).toHaveCount(0);

  // As it was, for other stories.
  for (const date of [holiday, worked]) await second.getByRole('button', { name: `去掉 ${date}` }).click();
  expect(await save(second)).toBe(200);
  await second.reload();
  await expect(second.getByRole('heading', { name: '节假日和调休' })).toBeVisible();
  await expect(row(second, holiday)).toHaveCount(0);
  for (const admin of [first, second]) await admin.context().close();
});
