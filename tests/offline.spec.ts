// Without a network the app opens with what was last seen, and a new version takes over without losing what is written.
import { expect, test } from './fixtures';
import { FaultProxy } from './fault-proxy';
import { reportHazard } from './stories';

test.use({ serviceWorkers: 'allow' });

/** Waits until the app lies on the phone whole. */
async function kept(page: import('@playwright/test').Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!(await (await caches.open('pa-now')).match('/'))) await new Promise((wait) => setTimeout(wait, 100));
  });
}

test('home, my grid, my things and a case open without a network', async ({ page, open, context, request }) => {
  const { grid } = await (await request.get('/api/v1/district/grids/at?lat=30.19&lon=114.96&datum=wgs84')).json();
  await open('/');
  await page.evaluate((id) => localStorage.setItem('pa.grid', id), grid.id);
  await open('/');
  const { number } = await reportHazard(page, '路灯不亮');
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByText('您报了这件事')).toBeVisible();
  await open('/grid');
  await expect(page.getByText('服务团队')).toBeVisible();
  await open('/mine');
  await expect(page.getByText('路灯不亮')).toBeVisible();
  await open('/');
  await kept(page);

  await context.setOffline(true);
  await open('/');
  await expect(page.getByText('没有网络，下面是上次看到的。').first()).toBeVisible();
  await expect(page.getByRole('status').getByText('没有网络', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: /拨打.+的电话/ }).first()).toBeVisible();
  await open('/grid');
  await expect(page.getByText('服务团队')).toBeVisible();
  await expect(page.getByText('没有网络，下面是上次看到的。')).toBeVisible();
  await open('/mine');
  await expect(page.getByText('路灯不亮')).toBeVisible();
  await open(`/cases/${number}`);
  await expect(page.getByText('您报了这件事')).toBeVisible();
  // A report can be begun and sent off, too.
  await open('/report/appeal');
  await page.getByLabel('说明').fill('在楼道里写的');
  await expect(page.getByText('都齐了，可以发送')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText('已存在这台手机里')).toBeVisible();
  await page.close();

  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto('/');
  await expect.poll(() => next.evaluate(() => localStorage.getItem('pa.cases') ?? '')).toContain('appeal');
});

test('a new version waits for the next opening and finds the draft', async ({ page, server }) => {
  const proxy = await FaultProxy.start(server.url, 1);
  try {
    await page.goto(`${proxy.url}/report/appeal`);
    await kept(page);
    await page.reload();
    await page.getByLabel('说明').fill('写到一半');
    await page.waitForTimeout(600);
    proxy.document = (html) => html.replace('</body>', '<!-- version 2 --></body>');
    const version = () => page.evaluate(() => document.documentElement.outerHTML.includes('<!-- version 2 -->'));
    await page.reload();
    // The kept version opens at once; the new one is fetched behind it and is not put under the writer's hands.
    expect(await version()).toBe(false);
    await expect(page.getByLabel('说明')).toHaveValue('写到一半');
    await expect
      .poll(() => page.evaluate(async () => (await (await (await caches.open('pa-now')).match('/'))!.text()).includes('version 2')))
      .toBe(true);
    expect(await version()).toBe(false);
    await page.reload();
    expect(await version()).toBe(true);
    await expect(page.getByLabel('说明')).toHaveValue('写到一半');
  } finally {
    await proxy.stop();
  }
});

test('nothing of the API is kept by the service worker', async ({ page, open }) => {
  await open('/');
  await kept(page);
  await reportHazard(page, '路灯不亮');
  const kept_paths = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)));
    return all.flat();
  });
  expect(kept_paths).toContain('/');
  expect(kept_paths.filter((path) => path.startsWith('/api'))).toEqual([]);
});

test('it can be installed: every picture that the manifest names is there in its size', async ({ page, open, request }) => {
  await open('/');
  const manifest = await request.get(await page.locator('link[rel=manifest]').evaluate((link: HTMLLinkElement) => link.href));
  expect(manifest.headers()['content-type']).toContain('application/manifest+json');
  const { icons, start_url, display } = await manifest.json();
  expect([start_url, display]).toEqual(['/', 'standalone']);
  const purposes = icons.map((icon: { purpose?: string }) => icon.purpose);
  expect(purposes).toContain('maskable');
  for (const { src, sizes, type } of icons) {
    const picture = await request.get(src);
    expect(picture.headers()['content-type'], src).toContain(type);
    // The width stands in bytes 16 to 19 of a PNG (its IHDR chunk comes first).
    if (type === 'image/png') expect(`${(await picture.body()).readUInt32BE(16)}x${(await picture.body()).readUInt32BE(20)}`).toBe(sizes);
  }
  const worker = await request.get('/sw.js');
  expect(worker.headers()['cache-control']).toBe('no-cache');
  expect(worker.headers()['content-type']).toContain('javascript');
});
