// Two languages, care mode and dark mode: switched in the app, remembered, and good for the whole story.
import { expect, jpeg, test } from './fixtures';

test('English through the whole report', async ({ page, open }) => {
  await open('/');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await open('/report');
  expect(await page.locator('main').innerText()).not.toMatch(/[\u4e00-\u9fff]/);
  await page.locator('input[type=file][multiple]').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: 'Street light' }).click();
  await page.getByRole('button', { name: /^Send/ }).click();
  await expect(page).toHaveURL(/\/receipt\/\d{9}$/);
  expect(await page.locator('main').innerText()).not.toMatch(/[\u4e00-\u9fff]/);
});

// What is measured in care mode is in accessible.spec.ts, for every page.
test('care mode is switched on in the settings, stays on, and a report in it needs no typing', async ({ page, open }) => {
  await open('/settings');
  await page.getByRole('switch', { name: /关怀模式/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-care', 'on');
  await open('/report');
  await expect(page.locator('html')).toHaveAttribute('data-care', 'on');
  await page.locator('input[type=file][multiple]').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '路灯不亮', exact: true }).click();
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page).toHaveURL(/\/receipt\/\d{9}$/);
});

test('dark mode is remembered', async ({ page, open }) => {
  await open('/settings');
  await page.getByRole('radio', { name: '深色' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
