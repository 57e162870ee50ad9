// A phone on which no script runs: the report with a photo, the look-up, and the pages' looks, by the server alone.
import AxeBuilder from '@axe-core/playwright';

import { expect, jpeg, test } from './fixtures';

test.use({ javaScriptEnabled: false });

/** From the first page to the form of a hazard. */
async function toForm(page: import('@playwright/test').Page): Promise<void> {
  await page.goto('/plain');
  await page.getByRole('link', { name: '报一件事' }).click();
  await page.getByRole('link', { name: /随手拍/ }).click();
  await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
  await page.getByRole('main').getByRole('listitem').nth(2).getByRole('link').click();
  await expect(page.getByRole('button', { name: '发送' })).toBeVisible();
}

test('the app without scripts leads to the plain page, which reports and looks up', async ({ page, browser, server }) => {
  const drawing = await browser.newContext({ javaScriptEnabled: true });
  const picture = await jpeg(await drawing.newPage());
  await drawing.close();
  await page.goto('/');
  await page.getByRole('link', { name: '用简单页面报事、查进度' }).click();
  await expect(page.getByRole('link', { name: '119 火警' })).toHaveAttribute('href', 'tel:119');
  await toForm(page);

  // Nothing chosen yet: each fault leads to its field, and what was typed stays.
  await page.getByLabel('说说情况').fill('三单元门口的水管一直在漏。');
  await page.getByLabel('照片').setInputFiles(picture);
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByRole('alert')).toContainText('是哪一类');
  await expect(page.getByLabel('说说情况')).toHaveValue('三单元门口的水管一直在漏。');
  await expect(page.getByLabel('保留第 1 张')).toBeChecked();

  await page.getByLabel('是哪一类').selectOption({ label: '漏水' });
  await page.getByLabel('在哪个网格').selectOption({ index: 1 });
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已经收到');
  expect(new URL(page.url()).search).toBe('');
  const [number, code] = await page.getByRole('definition').allTextContents();
  await page.reload();
  await expect(page.getByText(code)).toBeVisible();

  await server.accept(number.replace(/\D/g, ''));
  await page.goto('/plain');
  await page.getByLabel('编号').fill(number);
  await page.getByLabel('查询码').fill(code.toLowerCase());
  await page.getByRole('button', { name: '查一查' }).click();
  await expect(page.getByText('已受理')).toBeVisible();
  await expect(page.getByText('三单元门口的水管一直在漏。')).toBeVisible();
  const thumb = page.getByRole('img', { name: '照片 1' });
  expect(await thumb.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
});

test('the keyboard alone fills in and sends', async ({ page }) => {
  await toForm(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到内容' })).toBeFocused();
  await page.getByLabel('是哪一类').focus();
  await page.keyboard.press('ArrowDown');
  for (const label of ['照片', '说说情况']) {
    await page.keyboard.press('Tab');
    await expect(page.getByLabel(label)).toBeFocused();
  }
  await page.keyboard.type('路灯不亮');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已经收到');
});

for (const look of ['light', 'dark'] as const) {
  for (const lang of ['', 'lang=en']) {
    test(`axe and width: ${look} ${lang}`, async ({ browser, server }) => {
      // Scripts run for axe alone: the pages bring none.
      const context = await browser.newContext({ javaScriptEnabled: true, baseURL: server.url, colorScheme: look, viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      const community = '/plain/report?kind=hazard&community=';
      await page.goto('/plain/report?kind=hazard');
      await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
      const href = await page.getByRole('main').getByRole('listitem').first().getByRole('link').getAttribute('href');
      const form = community + new URL(href ?? '', server.url).searchParams.get('community');
      for (const path of ['/plain', '/plain/report', '/plain/report?kind=hazard', form, '/plain/report?kind=opinion', '/plain/receipt']) {
        await page.goto(lang ? path + (path.includes('?') ? '&' : '?') + lang : path);
        await check(page, path);
      }
      await page.goto(form);
      await page.getByRole('button', { name: '发送' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await check(page, 'a form with faults');
      await context.close();
    });
  }
}

async function check(page: import('@playwright/test').Page, path: string): Promise<void> {
  // The policy of these pages lets no script in, axe's neither: it is put in by the driver, not by the page.
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(found.violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.target).join(' | ')}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}
