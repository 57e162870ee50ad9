// A phone that is kept from reporting: its next report waits on it with the reason, and goes through once the block is lifted.
import { desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, test } from './fixtures';
import { fillHazard, receipt, reportHazard } from './stories';
import { daysAhead, saidAt } from './volunteers';

test('a phone is blocked with a reason and an end, loses nothing, and reports again once that is lifted', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '其他');

  const street = await desk(browser, server, STAFF.street);
  await openCase(street, number);
  await street.getByRole('button', { name: '限制这个人上报' }).click();
  const sheet = street.getByRole('dialog', { name: '限制上报' });
  const block = sheet.getByRole('button', { name: '限制上报', exact: true });
  await block.click();
  await expect(sheet.getByLabel('说明理由')).toHaveAttribute('aria-invalid', 'true');
  await sheet.getByRole('button', { name: '多次上报不实内容' }).click();
  await expect(sheet.getByLabel('说明理由')).toHaveValue('多次上报不实内容');
  await expect(sheet.getByText('只有工作人员看得到')).toBeVisible();
  await sheet.getByRole('radio', { name: '30 天', exact: true }).check();
  await block.click();
  await expect(street.getByText('限制上报，办好了')).toBeVisible();
  const [end] = saidAt(daysAhead(30, '12:00')).split(' ');
  await expect(street.getByText(new RegExp(`${end}.*前不能上报`))).toBeVisible();
  await expect(street.getByRole('button', { name: '限制这个人上报' })).toHaveCount(0);

  // The phone is told, and keeps what was written.
  await open('/report');
  await fillHazard(page, '路灯不亮');
  await page.getByLabel('说明').fill('巷口的灯灭了两天');
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page).toHaveURL(/\/sending\//);
  await expect(page.getByRole('alert')).toContainText('没有收下');
  await expect(page.getByRole('alert')).toContainText('这部手机暂时不能上报');
  await page.reload();
  await expect(page.getByText('巷口的灯灭了两天')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('这部手机暂时不能上报');
  // Sent once more it is refused once more; its cases can be looked at all the same.
  const refused = page.waitForResponse((answer) => answer.request().method() === 'POST' && new URL(answer.url()).pathname === '/api/v1/cases');
  await page.getByRole('button', { name: '现在再发一次' }).click();
  expect([(await refused).status(), (await (await refused).json()).code]).toEqual([403, 'blocked']);
  await open(`/cases/${number}`);
  await expect(page.getByRole('heading', { name: '已收到', level: 2, exact: true })).toBeVisible();

  await street.goto('/admin/blocks');
  const row = street.getByRole('listitem').filter({ has: street.locator(`a[href="/admin/cases/${number}"]`) });
  await expect(row).toContainText('多次上报不实内容');
  await expect(row).toContainText(end);
  const asks = street.getByRole('dialog');
  await row.getByRole('button', { name: '现在解除' }).click();
  await asks.getByRole('button', { name: '取消' }).click();
  await expect(row).toHaveCount(1);
  await row.getByRole('button', { name: '现在解除' }).click();
  await asks.getByRole('button', { name: '现在解除' }).click();
  await expect(street.getByText('已解除')).toBeVisible();
  await expect(row).toHaveCount(0);

  await open('/mine');
  await page.getByRole('link', { name: /没有收下/ }).click();
  await page.getByRole('button', { name: '现在再发一次' }).click();
  expect((await receipt(page)).number).not.toBe(number);
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByText('巷口的灯灭了两天')).toBeVisible();
  await expect(page.getByRole('button', { name: /看大图：第 \d 张照片/ })).toHaveCount(1);
  await street.context().close();
});
