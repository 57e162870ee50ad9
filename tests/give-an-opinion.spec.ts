// A supervision opinion names the unit it is about, and goes above it.
import { expect, test } from './fixtures';
import { receipt } from './stories';

test('an opinion about a department is held by the district', async ({ page, open }) => {
  await open('/report/opinion');
  await expect(page.getByText(/会交给这个单位的上级来办/)).toBeVisible();
  await page.getByLabel('搜索单位').fill('城管');
  await page.getByRole('button', { name: /城市管理|城管/ }).first().click();
  await page.getByLabel('说明').fill('窗口中午没有人。');
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);
  await open(`/cases/${number}`);
  await expect(page.getByText('意见对象')).toBeVisible();
  await expect(page.locator('.case-head__holder')).toContainText('下陆区');
});

test('an opinion without a unit says what is missing', async ({ page, open }) => {
  await open('/report/opinion');
  await page.getByLabel('说明').fill('等了很久。');
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText('请选一下是哪个单位')).toBeVisible();
});
