// A street calls units to a case and each checks in; two reports of one thing become one and part again.
import { choose, desk, firstGrid, openCase, residentAt, STAFF, whistle } from './desk';
import { expect, test } from './fixtures';
import { reportHazard } from './stories';

test('a whistle, two check-ins', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { place, community: name } = await firstGrid(server);
  await residentAt(page, place);
  await open('/');
  const { number } = await reportHazard(page, '路面、井盖损坏');
  const street = await desk(browser, server, STAFF.street);
  await openCase(street, number);
  await street.getByRole('button', { name: '受理', exact: true }).click();
  await expect(street.getByText('受理，办好了')).toBeVisible();
  await whistle(street, name);
  await expect(street.getByText('还没报到')).toHaveCount(2);

  for (const phone of [STAFF.department, STAFF.community]) {
    const called = await desk(browser, server, phone);
    await called.goto('/admin');
    await called.getByRole('radio', { name: /^待报到/ }).check();
    await called.getByRole('link', { name: /路面、井盖损坏/ }).first().click();
    await called.getByRole('button', { name: '报到', exact: true }).click();
    await expect(called.getByText('报到，办好了')).toBeVisible();
    await called.context().close();
  }
  await street.reload();
  await expect(street.getByText(/^今天 .*报到$/)).toHaveCount(2);
  await street.context().close();
});

test('two reports of one thing become one, and part again', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { place } = await firstGrid(server);
  await residentAt(page, place);
  await open('/');
  const first = await reportHazard(page, '路灯不亮');
  await open('/');
  const second = await reportHazard(page, '路灯不亮');
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, first.number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await openCase(community, second.number);
  const near = community.getByRole('listitem').filter({ has: community.locator(`a[href="/admin/cases/${first.number}"]`) });
  const asks = community.getByRole('dialog');
  await near.getByRole('button', { name: '合并到这件' }).click();
  await expect(asks).toContainText('合错了可以取消合并');
  await asks.getByRole('button', { name: '合并', exact: true }).click();
  await expect(community.getByText('已合并').first()).toBeVisible();

  await page.goto(`/cases/${second.number}`);
  await expect(page.getByRole('heading', { name: '已合并', level: 2, exact: true })).toBeVisible();

  // Asked first, and nothing done without a yes.
  await community.getByRole('button', { name: '取消合并', exact: true }).click();
  await expect(asks).toContainText('单独往下办');
  await asks.getByRole('button', { name: '取消', exact: true }).click();
  await expect(asks).toHaveCount(0);
  await community.reload();
  await expect(community.getByText('已合并').first()).toBeVisible();
  await community.getByRole('button', { name: '取消合并', exact: true }).click();
  await asks.getByRole('button', { name: '取消合并', exact: true }).click();
  await expect(community.getByText('取消合并，单独办理')).toBeVisible();
  await expect(community.getByText('已受理').first()).toBeVisible();

  await choose(community, '不公开');
  await expect(asks).toContainText('别人看不到');
  await asks.getByRole('button', { name: '不公开', exact: true }).click();
  await expect(community.getByText('不公开，办好了')).toBeVisible();
  await community.context().close();
});

test('a desk turns a report down with a ground, which the resident reads', async ({ page, open, browser, server }) => {
  const { place } = await firstGrid(server);
  await residentAt(page, place);
  await open('/');
  const { number } = await reportHazard(page, '其他');
  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await choose(community, '不予受理');
  await community.getByRole('dialog').getByRole('button', { name: '不予受理', exact: true }).click();
  await expect(community.getByRole('alert')).toBeVisible();
  await community.getByRole('dialog').getByRole('radio', { name: '到现场没有找到' }).check();
  await community.getByRole('dialog').getByRole('button', { name: '不予受理', exact: true }).click();
  await expect(community.getByText('未受理').first()).toBeVisible();
  await open(`/cases/${number}`);
  await expect(page.getByRole('heading', { name: '不予受理' })).toBeVisible();

  // The resident asks the level above, which has it among what waits.
  await page.getByRole('button', { name: '我不同意，请上一级再看' }).click();
  await page.getByRole('button', { name: '请到现场看一看。' }).click();
  await page.getByRole('button', { name: '请上一级再看', exact: true }).click();
  await expect(page.getByText(/您不同意，交给了上一级/)).toBeVisible();
  const street = await desk(browser, server, STAFF.street);
  await openCase(street, number);
  await expect(street.getByText('请到现场看一看。')).toBeVisible();
  await street.getByRole('button', { name: '受理', exact: true }).click();
  await expect(street.getByText('受理，办好了')).toBeVisible();
  await street.context().close();
  await community.context().close();
});
