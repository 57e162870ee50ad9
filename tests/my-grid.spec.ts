// My grid: found by the phone's place, remembered on the device, its member one tap away.
import { expect, test } from './fixtures';

test('my grid is found and remembered', async ({ page, open }) => {
  await open('/grid');
  await page.getByRole('link', { name: '去选择' }).click();
  await page.getByRole('button', { name: '用我现在的位置' }).click();
  await expect(page).toHaveURL(/\/grid$/);
  const call = page.locator('main a[href^="tel:"]').first();
  await expect(call).toBeVisible();
  for (const role of ['民警', '城管', '卫健', '司法']) await expect(page.getByText(role).first()).toBeVisible();
  await page.reload();
  await expect(call).toBeVisible();
  await open('/');
  await expect(page.locator('main a[href^="tel:"]').first()).toBeVisible();
  await expect(page.getByText('演示数据').first()).toBeVisible();
});
