// A send that fails keeps everything and says so; a repeat arrives once.
import { expect, jpeg, test } from './fixtures';
import { receipt } from './stories';

test('offline: kept, said, and sent by a second press', async ({ page, context, open }) => {
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '其他', exact: true }).click();
  await page.getByLabel('说明').fill('井边栏杆断了');
  await expect(page.getByText('都齐了，可以发送')).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText(/没发出去：现在没有网络/)).toBeVisible();
  await expect(page.getByLabel('说明')).toHaveValue('井边栏杆断了');
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(1);
  await context.setOffline(false);
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});

test('an answer that gets lost does not make a second case', async ({ page, open }) => {
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '其他', exact: true }).click();
  await expect(page.getByText('都齐了，可以发送')).toBeVisible();
  const sent: string[] = [];
  let lost = 0;
  await page.route('**/api/v1/cases', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const answer = await route.fetch();
    sent.push((await answer.json()).number);
    lost += 1;
    return lost === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer });
  });
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText(/没发出去/)).toBeVisible();
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);
  expect(sent).toEqual([number, number]);
});
