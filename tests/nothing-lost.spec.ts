// What is on its way to the server survives whatever happens to the page, can be looked at, changed and thrown away.
import AxeBuilder from '@axe-core/playwright';
import type { Page, Route } from '@playwright/test';

import { expect, jpeg, test } from './fixtures';
import { sentPhotos } from './outbox';
import { fillHazard, receipt } from './stories';

const CASES = '**/api/v1/cases';
const PHOTOS = '**/api/v1/photos';

/** A network that swallows requests of one address until it is mended. */
async function breakDown(page: Page, address: string): Promise<() => Promise<void>> {
  const refuse = (route: Route) => (route.request().method() === 'POST' ? route.abort('connectionreset') : route.fallback());
  await page.context().route(address, refuse);
  return () => page.context().unroute(address, refuse);
}

/** The idempotency keys of the requests that the server answers. */
function keysOf(page: Page, path: string): string[] {
  const keys: string[] = [];
  page.context().on('requestfinished', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === path) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}

async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page).toHaveURL(/\/sending\//);
}

async function writeAppeal(page: Page, text: string): Promise<void> {
  await page.getByLabel('说明').fill(text);
  await expect(page.getByText('都齐了，可以发送')).toBeVisible();
}

test('a reload while it is being sent loses nothing and sends it once', async ({ page, open }) => {
  const mend = await breakDown(page, CASES);
  await open('/report');
  await fillHazard(page, '路灯不亮');
  await send(page);
  await expect(page.getByText('这次没发出去')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '路灯不亮' })).toBeVisible();
  await mend();
  await page.getByRole('button', { name: '现在再发一次' }).click();
  const { number } = await receipt(page);
  await open('/mine');
  await expect(page.getByRole('link', { name: new RegExp(number.slice(0, 3)) })).toHaveCount(1);
  await expect(page.getByText('还没发出去的')).toHaveCount(0);
  // The form begins anew.
  await open('/report');
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(0);
});

test('a tab that is ended in the middle: the next one sends it without being asked', async ({ page, open, context }) => {
  const mend = await breakDown(page, PHOTOS);
  await open('/report');
  await fillHazard(page, '树木倒伏');
  await send(page);
  await page.close();
  await mend();
  const next = await context.newPage();
  await next.goto('/about');
  await expect.poll(() => next.evaluate(() => localStorage.getItem('pa.cases') ?? ''), { timeout: 20_000 }).toContain('trees');
  await next.goto('/mine');
  await expect(next.getByText('树木倒伏')).toBeVisible();
});

test('two tabs show the same, and only one of them sends', async ({ page, open, context }) => {
  const keys = keysOf(page, '/api/v1/cases');
  await open('/report/appeal');
  await writeAppeal(page, '楼上晚上装修');
  const other = await context.newPage();
  await other.goto('/mine');
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await context.setOffline(true);
  await send(page);
  await expect(page.getByText('已存在这台手机里')).toBeVisible();
  await expect(other.getByText('还没发出去的')).toBeVisible();
  keys.length = 0;
  await context.setOffline(false);
  await receipt(page);
  await expect(other.getByText('还没发出去的')).toHaveCount(0);
  await expect(other.locator('.case-number')).toHaveCount(1);
  expect(keys).toHaveLength(1);
});

test('without locks in the browser it is still one tab that sends', async ({ context, server }) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  const page = await context.newPage();
  const keys = keysOf(page, '/api/v1/cases');
  await page.goto(`${server.url}/report/appeal`);
  await writeAppeal(page, '路灯一个月没亮');
  const other = await context.newPage();
  await other.goto(`${server.url}/mine`);
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await context.setOffline(true);
  await send(page);
  await expect(other.getByText('还没发出去的')).toBeVisible();
  keys.length = 0;
  await context.setOffline(false);
  await receipt(page);
  expect(keys).toHaveLength(1);
});

test('what the server refuses says why, and is mended on the form', async ({ page, open }) => {
  const refuse = (route: Route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank', title: 'invalid', status: 422, code: 'invalid', request_id: 'r-1',
        errors: [{ field: 'text', code: 'too_long', limit: 3 }],
      }),
    });
  await page.route(CASES, (route) => (route.request().method() === 'POST' ? refuse(route) : route.fallback()));
  await open('/report/appeal');
  await writeAppeal(page, '楼上晚上装修，吵得睡不着');
  await send(page);
  await expect(page.getByRole('alert')).toContainText('没有收下');
  await expect(page.getByRole('alert')).toContainText('请删短一些');
  await open('/mine');
  await expect(page.getByText('没有收下，请看一看')).toBeVisible();
  await page.getByRole('link', { name: /没有收下/ }).click();
  await page.getByRole('button', { name: '去修改' }).click();
  await expect(page).toHaveURL(/\/report\/appeal$/);
  await expect(page.getByLabel('说明')).toHaveValue('楼上晚上装修，吵得睡不着');
  await expect(page.getByText('最多 3 个字，请删掉一些')).toBeVisible();
  await page.unroute(CASES);
  await page.getByLabel('说明').fill('吵');
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});

test('what waits can be changed, and what arrives is the last', async ({ page, open, context }) => {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/v1/cases') bodies.push(request.postData() ?? '');
  });
  await open('/report');
  await fillHazard(page, '其他');
  await page.getByLabel('说明').fill('第一次写的');
  await context.setOffline(true);
  await send(page);
  await expect(page.getByText('已存在这台手机里')).toBeVisible();
  await page.getByRole('button', { name: '修改' }).click();
  await expect(page).toHaveURL(/\/report$/);
  await expect(page.getByLabel('说明')).toHaveValue('第一次写的');
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(1);
  await page.getByLabel('说明').fill('改过的');
  await send(page);
  await context.setOffline(false);
  const { number } = await receipt(page);
  expect(bodies.at(-1)).toContain('改过的');
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByText('改过的')).toBeVisible();
  expect(number).toBeTruthy();
});

test('a change after an answer was lost makes no second case, and says so', async ({ page, open }) => {
  const numbers: string[] = [];
  await page.route(CASES, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const answer = await route.fetch();
    if (answer.status() === 201) numbers.push((await answer.json()).number);
    return numbers.length === 1 && answer.status() === 201 ? route.abort('connectionreset') : route.fulfill({ response: answer });
  });
  await open('/report/appeal');
  await writeAppeal(page, '第一次写的');
  await send(page);
  await expect(page.getByText('这次没发出去')).toBeVisible();
  await page.getByRole('button', { name: '修改' }).click();
  await page.getByLabel('说明').fill('改过的');
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);
  await expect(page.getByText('上次发送其实已经收到了')).toBeVisible();
  expect(numbers).toEqual([number, number]);
});

test('another draft of the same kind is not overwritten by what is taken back', async ({ page, open }) => {
  await breakDown(page, CASES);
  await open('/report/appeal');
  await writeAppeal(page, '第一件');
  await send(page);
  const sending = new URL(page.url()).pathname;
  await open('/report/appeal');
  await page.getByLabel('说明').fill('第二件');
  await page.waitForTimeout(600);
  await open(sending);
  await page.getByRole('button', { name: '修改' }).click();
  await expect(page.getByText('您正在写另一件')).toBeVisible();
  await expect(page.getByText('第一件')).toBeVisible();
  await open('/report/appeal');
  await expect(page.getByLabel('说明')).toHaveValue('第二件');
});

test('what waits is thrown away only after a question', async ({ page, open, context }) => {
  await open('/report/appeal');
  await writeAppeal(page, '算了');
  await context.setOffline(true);
  await send(page);
  await page.getByRole('button', { name: '不发了，删掉' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  await expect(page.getByRole('heading', { name: '诉求' })).toBeVisible();
  await page.getByRole('button', { name: '不发了，删掉' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '不发了，删掉' }).click();
  await expect(page.getByText('这里没有要发的了')).toBeVisible();
  await context.setOffline(false);
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => localStorage.getItem('pa.cases'))).toBeNull();
});

test('photos go on where they stopped: each reaches the server once', async ({ page, open }) => {
  const arrived = new Map<string, number>();
  const admitted = new Set<string>();
  let broken = true;
  await page.context().route(PHOTOS, async (route) => {
    const key = route.request().headers()['idempotency-key'];
    if (broken && admitted.size >= 2 && !admitted.has(key)) return route.abort('connectionreset');
    admitted.add(key);
    const answer = await route.fetch();
    arrived.set(key, (arrived.get(key) ?? 0) + 1);
    return route.fulfill({ response: answer });
  });
  await open('/report');
  const file = await jpeg(page);
  await page.getByLabel('从相册选').setInputFiles([0, 1, 2, 3].map((n) => ({ ...file, name: `${n}.jpg` })));
  await page.getByRole('radio', { name: '垃圾堆积', exact: true }).click();
  await expect(page.getByText('都齐了，可以发送')).toBeVisible();
  await send(page);
  await expect(page.getByText('这次没发出去')).toBeVisible();
  // Both are answered, and the answers written down.
  await expect.poll(() => arrived.size).toBe(2);
  await expect.poll(() => sentPhotos(page)).toBe(2);
  await page.reload();
  await expect(page.getByRole('heading', { name: '垃圾堆积' })).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: '现在再发一次' }).click();
  await receipt(page);
  expect([...arrived.values()]).toEqual([1, 1, 1, 1]);
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByRole('button', { name: /看大图：第 \d 张照片/ })).toHaveCount(4);
});

test('photos that the server swept meanwhile are sent again', async ({ page, open }) => {
  let swept = true;
  await page.route(CASES, async (route) => {
    if (route.request().method() !== 'POST' || !swept) return route.fallback();
    swept = false;
    return route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank', title: 'invalid', status: 422, code: 'invalid', request_id: 'r-2',
        errors: [{ field: 'photos[0]', code: 'unknown_photo' }],
      }),
    });
  });
  const keys = keysOf(page, '/api/v1/photos');
  await open('/report');
  await fillHazard(page, '漏水');
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
  expect(new Set(keys).size).toBe(2);
});

test('a phone that keeps nothing still sends, and says to leave the page open', async ({ context, server }) => {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no store here', 'SecurityError');
    };
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/report`);
  await fillHazard(page, '路灯不亮');
  await context.setOffline(true);
  await send(page);
  await expect(page.getByText('请不要关掉这一页')).toBeVisible();
  await context.setOffline(false);
  await receipt(page);
});

for (const mode of [{ theme: 'light', care: 'off' }, { theme: 'dark', care: 'on' }]) {
  test(`what waits is readable for everyone: ${mode.theme}, care ${mode.care}`, async ({ page, open }) => {
    await breakDown(page, CASES);
    await open('/report/appeal');
    await page.evaluate(({ theme, care }) => {
      localStorage.setItem('pa.theme', theme);
      localStorage.setItem('pa.care', care);
    }, mode);
    await page.reload();
    await writeAppeal(page, '楼道灯不亮，晚上看不见路');
    await send(page);
    for (const path of [new URL(page.url()).pathname, '/mine']) {
      await open(path);
      await expect(page.getByText(/会自己(再)?发/).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      expect(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.target).join(' | ')}`)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 360, height: 780 });
    }
  });
}
