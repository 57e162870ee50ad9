// Near me: the demonstration cases on a map and in a list, filtered.
import { expect, test } from './fixtures';

test('a map and a list, filtered by kind and state', async ({ page, open }) => {
  await open('/near');
  await expect(page.locator('.leaflet-container')).toBeVisible();
  await page.getByRole('radio', { name: '全区' }).click();
  await page.getByRole('radio', { name: '列表' }).click();
  const cards = page.locator('main .case-list a');
  await expect(cards.first()).toBeVisible();
  await page.getByRole('radio', { name: '已解决' }).click();
  await expect(page.locator('main')).not.toContainText('已受理');
  await cards.first().click();
  await expect(page).toHaveURL(/\/near\/\d{9}$/);
});
