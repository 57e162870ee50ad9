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

test('care mode: large text, large targets, one column, and a report with no typing', async ({ page, open }) => {
  await open('/settings');
  await page.getByRole('switch', { name: /关怀模式/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-care', 'on');
  await open('/report');
  await expect(page.locator('html')).toHaveAttribute('data-care', 'on');
  await page.locator('input[type=file][multiple]').setInputFiles(await jpeg(page));
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main button, main a, main label')]
      .filter((target) => target.offsetParent !== null && target.getBoundingClientRect().height > 1)
      .filter((target) => target.closest('.field, .leaflet-container') === null)
      .filter((target) => target.getBoundingClientRect().height < 59.5)
      .map((target) => `${target.className} ${target.innerText} ${target.getBoundingClientRect().height}`),
  );
  expect(small).toEqual([]);
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main p, main span, main button, main label, main h1, main h2')]
      .filter((element) => element.offsetParent !== null && element.childNodes.length > 0 && [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim() !== ''))
      .filter((element) => element.closest('.leaflet-container') === null)
      .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.className] as const)
      .filter(([size]) => size < 18),
  );
  expect(sizes).toEqual([]);
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
