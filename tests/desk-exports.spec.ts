// The dashboard as a file: for whoever may, for nobody else, and not after the session has ended.
import { readFile } from 'node:fs/promises';

import { desk, firstGrid, RESIDENT, residentAt, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { reportHazard } from './stories';

const CSV = '导出表格（CSV）';
const SHEET = '导出表格（Excel）';

async function openDashboard(page: Page): Promise<void> {
  await page.goto('/admin/dashboard');
  await expect(page.getByText('没按时报到', { exact: true }).first()).toBeVisible();
}

/** What a link gives: the name of the file and what is in it. */
async function file(page: Page, link: string): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test('the lists come as files for whoever may take them out, and that is written down', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '其他');

  const street = await desk(browser, server, STAFF.street, true);
  await openDashboard(street);
  const csv = await file(street, CSV);
  expect(csv.name).toBe('cases.csv');
  // Excel reads UTF-8 by its mark.
  const [head, ...lines] = csv.content.toString('utf8').replace(/^\ufeff/, '').trimEnd().split('\r\n');
  expect(csv.content.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(head).toBe('number,kind,category,state,street,community,grid,holder,raised,accepted,closed,due,overdue,joined');
  const own = lines.filter((line) => line.startsWith(`${number},`));
  expect(own).toHaveLength(1);
  expect(own[0]).toContain(',hazard,other,submitted,');
  const sheet = await file(street, SHEET);
  expect(sheet.name).toBe('cases.xlsx');
  // A ZIP archive.
  expect(sheet.content.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
  // The page is still there.
  await expect(street.getByRole('heading', { name: '看板', level: 1 })).toBeVisible();
  const paths = await Promise.all([CSV, SHEET].map(async (link) => (await street.getByRole('link', { name: link }).getAttribute('href'))!));

  const community = await desk(browser, server, STAFF.community, true);
  await openDashboard(community);
  for (const link of [CSV, SHEET]) await expect(community.getByRole('link', { name: link })).toHaveCount(0);
  const resident = await desk(browser, server, RESIDENT);
  for (const path of paths) {
    for (const staff of [community, resident]) {
      const refused = await staff.request.get(path);
      expect([refused.status(), (await refused.json()).code]).toEqual([403, 'not_allowed']);
    }
    expect((await page.request.get(path)).status()).toBe(401);
  }

  const admin = await desk(browser, server, STAFF.admin, true);
  await admin.goto('/admin/audit');
  const line = admin.getByRole('listitem').filter({ hasText: '导出事项列表' });
  await expect(line.filter({ hasText: '演示街道调度' }).first()).toBeVisible();
  for (const staff of [street, community, resident, admin]) await staff.context().close();
});

test('when the session has ended meanwhile, another span leads to the door and back', async ({ browser, server }) => {
  const street = await desk(browser, server, STAFF.street, true);
  await openDashboard(street);
  await street.context().clearCookies({ name: 'pingan' });
  // No `check()`: the chip goes with the page.
  await street.getByRole('radio', { name: '近 7 天' }).click();
  await expect(street.getByRole('link', { name: '去登录' })).toHaveAttribute('href', '/sign-in?to=/admin/dashboard');
  await expect(street.getByText('请先登录', { exact: true })).toBeVisible();
  await expect(street.getByRole('link', { name: CSV })).toHaveCount(0);
  await street.context().close();
});

test('when the session has ended meanwhile, a file leads to the door as well', async ({ browser, server }) => {
  const street = await desk(browser, server, STAFF.street, true);
  await openDashboard(street);
  await street.context().clearCookies({ name: 'pingan' });
  await street.getByRole('link', { name: CSV }).click();
  await expect(street.getByRole('heading', { name: '登录', level: 1 })).toBeVisible();
  await expect(street).toHaveURL(/\/sign-in\?to=/);
  await street.context().close();
});
