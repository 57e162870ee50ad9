// A phone that does not tell its place: refused, outside, or never answering.
import { allowPlace, expect, jpeg, OUTSIDE, test } from './fixtures';
import { receipt } from './stories';

test('refused: choose the community by its name', async ({ page, context, open }) => {
  await context.clearPermissions();
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '路灯不亮', exact: true }).click();
  await expect(page.getByText(/手机没有允许定位|手机现在定不了位/)).toBeVisible();
  await page.getByRole('button', { name: '选网格' }).click();
  await page.getByLabel('搜索社区或网格').fill('石榴园');
  await page.getByRole('button', { name: /石榴园/ }).first().click();
  await page.getByRole('button', { name: /石榴园第1网格/ }).click();
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});

test('outside the district: said so, and nothing is lost', async ({ page, context, open }) => {
  await allowPlace(context, OUTSIDE);
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '路灯不亮', exact: true }).click();
  await expect(page.getByText(/这个位置不在本区/)).toBeVisible();
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page).toHaveURL(/\/report$/);
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(1);
});

test('never answering: the app stops waiting by itself', async ({ page, open }) => {
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = () => {};
    navigator.geolocation.watchPosition = () => 0;
  });
  await open('/report');
  await expect(page.getByText('正在找您的位置')).toBeVisible();
  await expect(page.getByText(/等了 10 秒还没定到位/)).toBeVisible({ timeout: 15_000 });
});
