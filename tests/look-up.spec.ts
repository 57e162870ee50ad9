// Number and code open a case on any phone; wrong ones get one answer, and slow down.
import { expect, test } from './fixtures';
import { reportHazard } from './stories';

test('another phone finds the case by number and code', async ({ page, open, browser, server }) => {
  await open('/');
  const { number, code } = await reportHazard(page, '其他');
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', viewport: { width: 360, height: 780 } });
  const other = await context.newPage();
  await other.goto('/lookup');
  await other.getByLabel('编号').fill(`${number.slice(0, 3)} ${number.slice(3, 6)}-${number.slice(6)}`);
  await other.getByLabel('查询码').fill(code.toLowerCase());
  await other.getByRole('button', { name: '查询' }).click();
  await expect(other).toHaveURL(new RegExp(`/cases/${number}$`));
  await expect(other.getByRole('heading', { name: '已收到' })).toBeVisible();
  // It is on this phone now.
  await other.goto('/mine');
  await expect(other.getByRole('link', { name: /其他/ })).toBeVisible();
  await context.close();
});

test('a digit copied wrongly is noticed before anything is sent', async ({ page, open }) => {
  await open('/lookup');
  await page.getByLabel('编号').fill('123456789');
  await page.getByLabel('查询码').fill('ABCDEF');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText(/号码可能抄错了一位/)).toBeVisible();
});

test('wrong number and wrong code get the same answer, and it slows down', async ({ page, open, request }) => {
  await open('/');
  const { number } = await reportHazard(page, '其他');
  const track = (data: { number: string; code: string }) => request.post('/api/v1/cases/track', { data });
  const wrongCode = await track({ number, code: '222222' });
  const wrongNumber = await track({ number: '100000005', code: '222222' });
  expect(wrongCode.status()).toBe(404);
  expect(wrongNumber.status()).toBe(404);
  const without = (body: Record<string, unknown>) => ({ ...body, request_id: '' });
  expect(without(await wrongCode.json())).toEqual(without(await wrongNumber.json()));
  for (let n = 0; n < 4; n += 1) expect((await track({ number, code: '333333' })).status()).toBe(404);
  const slowed = await track({ number, code: '333333' });
  expect(slowed.status()).toBe(429);
  expect(Number(slowed.headers()['retry-after'])).toBeGreaterThan(0);

  await open('/lookup');
  await page.getByLabel('编号').fill(number);
  await page.getByLabel('查询码').fill('333333');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText(/试得太多了/)).toBeVisible();
  // What was typed is still there.
  await expect(page.getByLabel('编号')).toHaveValue(number);
});
