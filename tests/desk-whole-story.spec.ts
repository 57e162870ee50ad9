// One report's whole life, with nobody reloading a page: the resident on one phone, the desks on others.
import { desk, firstGrid, openCase, residentAt, STAFF, whistle } from './desk';
import { expect, jpeg, test, type Page } from './fixtures';
import { reportHazard } from './stories';

const state = (page: Page, name: string) => page.getByRole('heading', { name, level: 2, exact: true });

/** Clears, starts and solves a case at its department's desk. */
async function solve(department: Page, words: string): Promise<void> {
  const start = department.getByRole('button', { name: '开始处理', exact: true });
  const done = department.getByRole('button', { name: '办好了', exact: true });
  await expect(start.or(done).first()).toBeVisible();
  if (await start.isVisible()) await start.click();
  await done.click();
  await department.getByLabel('从相册选').setInputFiles(await jpeg(department));
  await department.getByLabel('怎么办的').fill(words);
  await department.getByRole('dialog').getByRole('button', { name: '办好了', exact: true }).click();
  await expect(department.getByText('已处理，待确认').first()).toBeVisible();
}

test('report, whistle, two check-ins, solved, disputed, climbed, solved again, rated: all live', async ({ page, open, browser, server }) => {
  test.setTimeout(180_000);
  const { place, community: name } = await firstGrid(server);
  await residentAt(page, place);
  const street = await desk(browser, server, STAFF.street, true);
  await street.goto('/admin');

  await open('/');
  const { number } = await reportHazard(page, '消防通道堵塞');
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(state(page, '已收到')).toBeVisible();
  // The community's queue had been open before the report came.
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await openCase(street, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(state(page, '已受理')).toBeVisible();
  await expect(street.getByText('已受理').first()).toBeVisible();

  const department = await desk(browser, server, STAFF.department);
  await department.goto('/admin');
  await whistle(street, name);
  await expect(street.getByText('还没报到')).toHaveCount(2);

  // The department's counter turns by itself; the resident reads who was called.
  await expect(department.getByRole('radio', { name: /^待报到 ?[1-9]/ })).toBeVisible();
  await expect(page.getByText(/还没到，说好/)).toHaveCount(2);
  for (const called of [department, community]) {
    await openCase(called, number);
    await called.getByRole('button', { name: '报到', exact: true }).click();
    await expect(called.getByText('报到，办好了')).toBeVisible();
  }
  await expect(street.getByText('还没报到')).toHaveCount(0);
  await expect(page.locator('.whistle').getByText(/到了$/)).toHaveCount(2);

  await solve(department, '通道已经清空，画了线。');
  await expect(page.getByRole('heading', { name: '真的办好了吗？' })).toBeVisible();
  await page.getByRole('button', { name: '还没办好' }).click();
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('button', { name: '告诉上一级' }).click();
  await expect(page.getByText(/您说还没解决，交给了上一级/)).toBeVisible();
  await expect(state(page, '已受理')).toBeVisible();

  // The district has it now, and gives it to the department once more.
  const admin = await desk(browser, server, STAFF.admin);
  await openCase(admin, number);
  await admin.getByRole('button', { name: '交办', exact: true }).click();
  await admin.getByLabel('搜索单位').fill('城管');
  await admin.getByRole('dialog').getByRole('button', { name: /城市管理/ }).first().click();
  await admin.getByLabel(/写一句话/).fill('请当天清走，明天回看。');
  await admin.getByRole('dialog').getByRole('button', { name: '交办', exact: true }).click();
  await expect(admin.getByText(/现在归.*城市管理.*办/)).toBeVisible();
  await expect(page.getByText('请当天清走，明天回看。')).toBeVisible();
  await solve(department, '又清了一次，装了挡车桩。');

  await expect(page.getByRole('heading', { name: '真的办好了吗？' })).toBeVisible();
  await page.getByRole('button', { name: '办好了', exact: true }).click();
  await page.getByRole('radio', { name: '满意', exact: true }).click();
  await page.getByRole('button', { name: '确认办好了' }).click();
  await expect(state(page, '已办结')).toBeVisible();
  await expect(department.getByText('已办结').first()).toBeVisible();
  for (const other of [street, community, department, admin]) await other.context().close();
});
