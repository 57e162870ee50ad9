// An appeal: words first, photos if there are any.
import { expect, test } from './fixtures';
import { receipt } from './stories';

test('an appeal needs words and a place, no photo', async ({ page, open, request }) => {
  await open('/');
  await page.getByRole('link', { name: /提诉求/ }).click();
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText('请写几句，我们才知道怎么帮您')).toBeVisible();
  await page.getByLabel('说明').fill('三号楼没有坡道，轮椅出不去。');
  await page.getByRole('radio', { name: '物业服务', exact: true }).click();
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByText('三号楼没有坡道，轮椅出不去。')).toBeVisible();
  // What people ask for themselves is never public.
  expect((await request.get(`/api/v1/cases/${number}`)).status()).toBe(404);
});

test('a thousand characters and no more', async ({ page, open }) => {
  await open('/report/appeal');
  await page.getByLabel('说明').fill('字'.repeat(1001));
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText(/最多 1000 个字/)).toBeVisible();
  await expect(page.getByLabel('说明')).toHaveValue('字'.repeat(1001));
});
