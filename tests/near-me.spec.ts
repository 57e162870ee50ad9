// Near me: the demonstration cases on a map and in a list, filtered.
import { expect, test } from './fixtures';

test('a map and a list, filtered by kind and state', async ({ page, open }) => {
  await open('/near');
  await expect(page.locator('.leaflet-container')).toBeVisible();
  await page.getByText('全区', { exact: true }).click();
  await page.getByText('列表', { exact: true }).click();
  const cards = page.locator('main .case-list a');
  await expect(cards.first()).toBeVisible();
  await page.getByText('已解决', { exact: true }).first().click();
  await expect(page.locator('main')).not.toContainText('已受理');
  await cards.first().click();
  await expect(page).toHaveURL(/\/near\/\d{9}$/);
});
