// What is not for the unit that has it: sent back with a reason, passed on to another, a call declined.
import { choose, desk, firstGrid, openCase, residentAt, STAFF, whistle } from './desk';
import { expect, test, type Page } from './fixtures';
import { reportHazard } from './stories';

async function assign(community: Page): Promise<void> {
  await community.getByRole('button', { name: '交办', exact: true }).click();
  const sheet = community.getByRole('dialog', { name: '交办' });
  await sheet.getByLabel('搜索单位').fill('城管');
  await sheet.getByRole('button', { name: /城市管理/ }).first().click();
  await sheet.getByRole('button', { name: '交办', exact: true }).click();
  await expect(community.getByText(/现在归.*城市管理.*办/)).toBeVisible();
}

test('a department sends a case back with a reason, gets it again, and passes it on to another', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { place, community: name } = await firstGrid(server);
  await residentAt(page, place);
  await open('/');
  const { number } = await reportHazard(page, '外墙、招牌松动');
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('受理，办好了')).toBeVisible();
  await assign(community);

  const department = await desk(browser, server, STAFF.department);
  await openCase(department, number);
  await choose(department, '退回');
  const back = department.getByRole('dialog', { name: '退回' });
  await back.getByRole('button', { name: '退回', exact: true }).click();
  await expect(back.getByLabel('说明理由')).toHaveAttribute('aria-invalid', 'true');
  await back.getByLabel('说明理由').fill('这块招牌在小区里面，请先找物业。');
  await back.getByRole('button', { name: '退回', exact: true }).click();
  await expect(department.getByText('退回，办好了')).toBeVisible();
  // Whoever sent it back still sees it, and has nothing to do with it.
  await expect(department.getByText('这件事现在不用您办')).toBeVisible();

  // Without a reload at the desk that has it again.
  await expect(community.getByText(`现在归${name}办`)).toBeVisible();
  await expect(community.getByText('这块招牌在小区里面，请先找物业。')).toBeVisible();
  await assign(community);

  await openCase(department, number);
  await department.getByRole('button', { name: '开始处理', exact: true }).click();
  await expect(department.getByText('开始处理，办好了')).toBeVisible();
  await choose(department, '转办');
  const on = department.getByRole('dialog', { name: '转办' });
  await on.getByLabel('搜索单位').fill('消防');
  await on.getByRole('button', { name: /消防救援/ }).first().click();
  await on.getByLabel('说明理由').fill('招牌压着消防通道，请消防来看。');
  await on.getByRole('button', { name: '转办', exact: true }).click();
  await expect(department.getByText('转办，办好了')).toBeVisible();
  await expect(department.getByText(/现在归.*消防救援.*办/)).toBeVisible();
  await expect(department.getByText('这件事现在不用您办')).toBeVisible();
  await expect(community.getByText(/现在归.*消防救援.*办/)).toBeVisible();
  await expect(community.locator('.timeline').getByText(/^转办 · .*消防救援/)).toBeVisible();

  await open(`/cases/${number}`);
  await expect(page.locator('.timeline').getByText(/^转给了别的单位 · .*消防救援/)).toBeVisible();
  await expect(page.getByText('招牌压着消防通道，请消防来看。')).toBeVisible();
  for (const staff of [community, department]) await staff.context().close();
});

test('a called department declines: the call says why, and the case is back with its community', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { place, community: name } = await firstGrid(server);
  await residentAt(page, place);
  await open('/');
  const { number } = await reportHazard(page, '漏水');
  const street = await desk(browser, server, STAFF.street);
  await openCase(street, number);
  await street.getByRole('button', { name: '受理', exact: true }).click();
  await expect(street.getByText('受理，办好了')).toBeVisible();
  await whistle(street, name);
  await expect(street.getByText('还没报到')).toHaveCount(2);

  const department = await desk(browser, server, STAFF.department);
  await openCase(department, number);
  await choose(department, '退哨');
  const sheet = department.getByRole('dialog', { name: '退哨' });
  await sheet.getByLabel('说明理由').fill('漏水归供水公司管。');
  await sheet.getByRole('button', { name: '退哨', exact: true }).click();
  await expect(department.getByText('退哨，办好了')).toBeVisible();
  // It was the lead and had the case: that goes back too, and nobody waits for the others any more.
  for (const staff of [department, street]) {
    const calls = staff.locator('.desk-whistle');
    await expect(calls.getByText(/^今天 .*退哨$/)).toHaveCount(1);
    await expect(calls.getByText('漏水归供水公司管。')).toBeVisible();
    await expect(calls.getByText('没有报到，事情已往下办')).toHaveCount(1);
    await expect(staff.getByText(`现在归${name}办`)).toBeVisible();
  }
  await expect(department.getByRole('button', { name: '报到', exact: true })).toHaveCount(0);

  await open(`/cases/${number}`);
  await expect(page.locator('.whistle').getByText('没有接：漏水归供水公司管。')).toBeVisible();
  await expect(page.getByRole('heading', { name: '已受理', level: 2, exact: true })).toBeVisible();
  for (const staff of [street, department]) await staff.context().close();
});
