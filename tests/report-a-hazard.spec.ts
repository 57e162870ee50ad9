// A resident photographs a hazard, sends it in three taps, follows it, and neighbours see it once a desk took it up.
import { allowPlace, expect, jpeg, spot, test } from './fixtures';
import { STORED } from './photo';
import { receipt, reportHazard } from './stories';

test('three taps and the photo, no typing', async ({ page, open }) => {
  await open('/');
  let taps = 0;
  let keys = 0;
  await page.exposeFunction('onTap', () => (taps += 1));
  await page.exposeFunction('onKey', () => (keys += 1));
  const count = () => {
    addEventListener('pointerdown', () => (window as never as { onTap(): void }).onTap(), true);
    addEventListener('keydown', () => (window as never as { onKey(): void }).onKey(), true);
  };
  await page.evaluate(count);
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.snap-button input').tap();
  await (await chooser).setFiles(await jpeg(page));
  await expect(page).toHaveURL(/\/report$/);
  await page.getByRole('radio', { name: '路灯不亮', exact: true }).tap();
  await page.getByRole('button', { name: '发送' }).tap();
  await receipt(page);
  expect(taps).toBe(3);
  expect(keys).toBe(0);
});

test('what is served of a photo is upright and tells no place', async ({ page, open, server, request }) => {
  await open('/');
  const { number } = await reportHazard(page);
  await server.accept(number);
  const answer = await (await request.get(`/api/v1/cases/${number}`)).json();
  expect(answer.photos).toHaveLength(1);
  for (const size of ['full', 'thumb']) {
    const served = await request.get(answer.photos[0][size]);
    expect(served.ok()).toBe(true);
    const bytes = await served.body();
    expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8');
    for (const trace of ['Exif', 'GPS', 'http://ns.adobe.com']) expect(bytes.includes(trace)).toBe(false);
  }
  const { width, height } = answer.photos[0];
  expect(width / height).toBeCloseTo(STORED.height / STORED.width, 1);
});

test('the case is followed on this device, step by step', async ({ page, open, server }) => {
  await open('/');
  const { number, code } = await reportHazard(page, '垃圾堆积');
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByRole('heading', { name: '已收到' })).toBeVisible();
  await expect(page.getByText('您报了这件事')).toBeVisible();
  await expect(page.locator('.case-number--code')).toHaveText(code);
  await server.accept(number);
  await page.reload();
  await expect(page.getByRole('heading', { name: '已受理' })).toBeVisible();
  await expect(page.getByText('社区会安排人来办')).toBeVisible();
  await page.getByRole('link', { name: '返回' }).click();
  await expect(page.getByText('垃圾堆积')).toBeVisible();
  await expect(page.getByText('已受理')).toBeVisible();
});

test('neighbours see it on the map side only after a desk accepted it, roughly and without a reporter', async ({
  page,
  context,
  open,
  server,
  request,
}) => {
  const place = spot(3);
  await allowPlace(context, place);
  await open('/');
  const { number } = await reportHazard(page, '树木倒伏');
  const near = `/api/v1/cases?lat=${place.latitude}&lon=${place.longitude}&radius_m=200&category=trees`;
  expect(JSON.stringify(await (await request.get(near)).json())).not.toContain(number);
  expect((await request.get(`/api/v1/cases/${number}`)).status()).toBe(404);
  await server.accept(number);
  await expect
    .poll(async () => JSON.stringify(await (await request.get(near)).json()))
    .toContain(number);
  const listed = (await (await request.get(near)).json()).items.find((item: { number: string }) => item.number === number);
  expect(Math.abs(listed.place.position.lat * 10000) % 10).toBeCloseTo(5, 5);
  const text = JSON.stringify(await (await request.get(`/api/v1/cases/${number}`)).json());
  expect(text).not.toContain(String(place.latitude));
  for (const word of ['reporter', 'phone', 'contact', 'place_exact', 'accuracy']) expect(text).not.toContain(word);

  await open('/near');
  await page.getByRole('radio', { name: '列表' }).click();
  await page.getByRole('link', { name: /树木倒伏/ }).first().click();
  await expect(page).toHaveURL(/\/near\/\d{9}$/);
  await expect(page.getByText('位置只精确到约 100 米', { exact: false }).first()).toBeVisible();
});

test('every photo can be removed, and nine are the most', async ({ page, open }) => {
  await open('/report');
  const file = await jpeg(page);
  const album = page.getByLabel('从相册选');
  await album.setInputFiles(Array.from({ length: 11 }, (_, n) => ({ ...file, name: `${n}.jpg` })));
  await expect(page.getByText('最多 9 张')).toBeVisible();
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(9);
  await page.getByRole('button', { name: '删除第 1 张照片' }).click();
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(8);
});

test('a file that is no photo says what to do and is kept apart', async ({ page, open }) => {
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not an image') });
  await expect(page.getByText('这张照片打不开，请换一张')).toBeVisible();
});
