// A neighbour reported the same: the second resident joins it in place of making another.
import { allowPlace, expect, jpeg, spot, test } from './fixtures';
import { receipt, reportHazard } from './stories';

test('join what a neighbour reported', async ({ page, context, open, server, request, browser }) => {
  const place = spot(41);
  await allowPlace(context, place);
  await open('/');
  const first = await reportHazard(page, '漏水');
  await server.accept(first.number);

  const neighbour = await browser.newContext({ baseURL: server.url, hasTouch: true, isMobile: true, viewport: { width: 360, height: 780 }, locale: 'zh-CN' });
  await allowPlace(neighbour, { ...place, latitude: place.latitude + 0.0005 });
  const other = await neighbour.newPage();
  await other.goto('/report');
  await other.getByLabel('从相册选').setInputFiles(await jpeg(other));
  await other.getByRole('radio', { name: '漏水', exact: true }).click();
  const card = other.locator('.duplicates').getByRole('article').first();
  await expect(card).toContainText('漏水');
  await expect(card).toContainText('已受理');
  await expect(card.locator('img').first()).toBeVisible();
  await card.getByRole('button', { name: '就是这个，我也遇到了' }).click();
  const joined = await receipt(other);
  expect(joined.number).toBe(first.number);
  expect(joined.code).not.toBe(first.code);
  const answer = await (await request.get(`/api/v1/cases/${first.number}`)).json();
  expect(answer.summary.joined).toBe(1);
  await other.getByRole('link', { name: '看进度' }).click();
  await expect(other.getByRole('heading', { name: '已受理' })).toBeVisible();
  await neighbour.close();
});

test('go on when it is not the same', async ({ page, context, open, server }) => {
  const place = spot(52);
  await allowPlace(context, place);
  await open('/');
  const first = await reportHazard(page, '电梯故障');
  await server.accept(first.number);
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '电梯故障', exact: true }).click();
  await page.getByRole('button', { name: '都不是，接着报' }).click();
  await expect(page.locator('.duplicates')).toHaveCount(0);
  await page.getByRole('button', { name: '发送' }).click();
  const second = await receipt(page);
  expect(second.number).not.toBe(first.number);
});
