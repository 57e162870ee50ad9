// A send that fails keeps everything and says so, goes on by itself, and arrives once.
import { expect, test } from './fixtures';
import { fillHazard, receipt } from './stories';

test('offline: kept, said, and sent by itself once the network is back', async ({ page, context, open }) => {
  await open('/report');
  await fillHazard(page, '其他');
  await page.getByLabel('说明').fill('井边栏杆断了');
  await context.setOffline(true);
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page).toHaveURL(/\/sending\//);
  await expect(page.getByText('已存在这台手机里')).toBeVisible();
  await expect(page.getByText('有网后会自己发，您可以关掉页面')).toBeVisible();
  await expect(page.getByText('井边栏杆断了')).toBeVisible();
  await context.setOffline(false);
  await receipt(page);
});

test('an answer that gets lost does not make a second case', async ({ page, open }) => {
  await open('/report');
  await fillHazard(page, '其他');
  const sent: string[] = [];
  await page.route('**/api/v1/cases', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const answer = await route.fetch();
    sent.push((await answer.json()).number);
    return sent.length === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer });
  });
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText(/过一会儿会自己再发/)).toBeVisible();
  const { number } = await receipt(page);
  expect(sent).toEqual([number, number]);
});
