// The habits of the webviews that residents open this in: keyboard, safe areas, copying, history, missing storage.
import { expect, jpeg, test } from './fixtures';
import { receipt, reportHazard } from './stories';

test('when the keyboard closes, the page is nudged back into its place', async ({ page, open }) => {
  await open('/report/appeal');
  await page.evaluate(() => {
    const nudges: number[] = [];
    (window as never as { nudges: number[] }).nudges = nudges;
    const scroll = window.scrollTo.bind(window);
    window.scrollTo = ((x: number, y: number) => (nudges.push(y), scroll(x, y))) as never;
  });
  const nudges = () => page.evaluate(() => (window as never as { nudges: number[] }).nudges.length);
  await page.getByLabel('说明').focus();
  await page.getByLabel('具体位置').focus();
  await page.waitForTimeout(300);
  // From one field to the next the keyboard stays open.
  expect(await nudges()).toBe(0);
  const before = await page.evaluate(() => scrollY);
  await page.getByLabel('具体位置').blur();
  await expect.poll(nudges).toBeGreaterThan(0);
  expect(await page.evaluate(() => scrollY)).toBe(before);
});

test('bars and pages keep clear of notches and the system\'s own bar', async ({ page, open }) => {
  const inset = async () =>
    page.evaluate(() => {
      for (const [side, px] of [['top', 40], ['bottom', 34]] as const) document.documentElement.style.setProperty(`--safe-${side}`, `${px}px`);
    });
  const bottom = (selector: string) => page.locator(selector).first().evaluate((element) => innerHeight - element.getBoundingClientRect().bottom);
  await open('/');
  expect(await bottom('.tab-bar__link')).toBeCloseTo(0, 0);
  await inset();
  expect(await bottom('.tab-bar__link')).toBeCloseTo(34, 0);
  expect(await page.locator('h1').evaluate((heading) => heading.getBoundingClientRect().top)).toBeGreaterThanOrEqual(40);
  await open('/report');
  const free = await bottom('.send-bar .button');
  await inset();
  expect(await bottom('.send-bar .button')).toBeCloseTo(free + 34, 0);
  // What is under the bar can be scrolled out of it.
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const last = await page.locator('.report-step').last().evaluate((slip) => slip.getBoundingClientRect().bottom);
  expect(last).toBeLessThanOrEqual(await page.locator('.send-bar').evaluate((bar) => bar.getBoundingClientRect().top));
  expect(await page.locator('meta[name="viewport"]').getAttribute('content')).toContain('viewport-fit=cover');
});

test('no height is taken from the window: its bars come and go', async ({ request }) => {
  const document = await (await request.get('/')).text();
  expect(document.match(/\d(?:d|s|l)?v(?:h|min|max)\b/g)).toBeNull();
});

test('the number is copied where the clipboard is closed to pages', async ({ page, open }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    const copied: string[] = [];
    (window as never as { copied: string[] }).copied = copied;
    document.execCommand = (command: string) => {
      const field = document.activeElement as HTMLTextAreaElement;
      return command === 'copy' && copied.push(field.value?.slice(field.selectionStart, field.selectionEnd)) > 0;
    };
  });
  await open('/');
  const { number } = await reportHazard(page);
  await page.getByRole('button', { name: '复制编号' }).click();
  await expect(page.getByText('已复制')).toBeVisible();
  expect(await page.evaluate(() => (window as never as { copied: string[] }).copied)).toEqual([number]);
});

test('where nothing can be copied, the app says what to do', async ({ page, open }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false;
  });
  await open('/');
  await reportHazard(page);
  await page.getByRole('button', { name: '复制编号' }).click();
  await expect(page.getByText('没能复制，请长按选中后复制')).toBeVisible();
});

test('a switch of tabs leaves no step in the history, so no bar of the webview comes up', async ({ page, open }) => {
  await open('/');
  const before = await page.evaluate(() => history.length);
  for (const tab of ['附近', '我的', '首页']) {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: tab }).click();
    await expect(page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: tab })).toHaveAttribute('aria-current', 'page');
  }
  expect(await page.evaluate(() => history.length)).toBe(before);
});

test('without any storage a report still arrives', async ({ page, open }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: refuse });
    Object.defineProperty(window, 'indexedDB', { get: () => undefined });
  });
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '其他', exact: true }).click();
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});

test('storage that vanished between two visits costs no case: number and code still open it', async ({ page, open }) => {
  await open('/');
  const { number, code } = await reportHazard(page);
  await page.evaluate(() => {
    localStorage.clear();
    indexedDB.deleteDatabase('pingan');
  });
  await open(`/cases/${number}`);
  await page.getByRole('link', { name: '凭编号查' }).click();
  await page.getByLabel('编号').fill(number);
  await page.getByLabel('查询码').fill(code);
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByRole('heading', { name: '已收到' })).toBeVisible();
});
