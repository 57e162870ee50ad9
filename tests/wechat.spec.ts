// Inside WeChat, with a stand-in for its SDK: cards of shared pages, the phone's place, scanning; and all of it missing.
import { expect, test, type Page } from './fixtures';

test.use({
  userAgent:
    'Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.120 Mobile Safari/537.36 XWEB/1220 MicroMessenger/8.0.49',
});

/** What the SDK does, as far as the app calls it; `scanned` is what the camera sees. */
function standIn(scanned: string): string {
  return `
    window.cards = [];
    window.wx = {
      config(options) { window.configured = options; setTimeout(() => this.done && this.done(), 10); },
      ready(done) { this.done = done; },
      error() {},
      updateAppMessageShareData(card) { window.cards.push(card); },
      updateTimelineShareData() {},
      getLocation({ type, success }) { success({ type, latitude: '30.19', longitude: '114.96', accuracy: '25' }); },
      scanQRCode({ success }) { success({ resultStr: ${JSON.stringify(scanned)} }); },
    };`;
}

async function registered(page: Page, scanned = ''): Promise<void> {
  await page.route('**/api/v1/wechat/signature*', (route) =>
    route.fulfill({ json: { app_id: 'wx-test', timestamp: 1780272000, nonce: 'n', signature: 's' } }),
  );
  await page.route('**/vendor/weixin-*/weixin.js', (route) => route.fulfill({ contentType: 'text/javascript', body: standIn(scanned) }));
}

test('a shared page has its card, and one of a person leads to the first page', async ({ page, open, server }) => {
  await registered(page);
  await open('/figures');
  const last = () => page.evaluate(() => (window as unknown as { cards?: { link: string; title: string }[] }).cards?.at(-1));
  await expect.poll(async () => (await last())?.link).toBe(`${server.url}/figures`);
  expect((await last())?.title).toContain('办事情况');
  const configured = await page.evaluate(() => (window as unknown as { configured: { appId: string; jsApiList: string[] } }).configured);
  expect(configured.appId).toBe('wx-test');
  expect(configured.jsApiList).toContain('scanQRCode');
  await page.evaluate(() => {
    history.pushState({}, '', '/mine');
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  });
  await expect.poll(async () => (await last())?.link).toBe(`${server.url}/`);
});

test('where the browser gives no place, WeChat does', async ({ page, open, context }) => {
  await context.clearPermissions();
  await registered(page);
  await open('/report');
  await page.getByRole('radio', { name: '路灯不亮', exact: true }).click();
  await expect(page.getByText(/网格/).first()).toBeVisible();
  await expect(page.getByText('没有拿到位置')).toHaveCount(0);
});

test('a code is scanned instead of typed', async ({ page, open }) => {
  await registered(page, 'https://elsewhere.example/menu');
  await open('/lookup');
  await page.getByRole('button', { name: '扫一扫单子上的码' }).click();
  await expect(page.getByText('这个码里没有事项编号')).toBeVisible();
});

test('not registered with WeChat: the app is whole, and nothing of WeChat is fetched', async ({ page, open }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const answered = page.waitForResponse(/wechat\/signature/);
  await open('/lookup');
  await answered;
  await expect(page.getByLabel('编号')).toBeVisible();
  await expect(page.getByRole('button', { name: '扫一扫单子上的码' })).toHaveCount(0);
  expect(asked.filter((url) => url.includes('/vendor/weixin'))).toEqual([]);
});
