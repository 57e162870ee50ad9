// What was spoken and not written is heard at the desk.
import { desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, test } from './fixtures';
import { MICROPHONE, speak } from './microphone';
import { receipt } from './stories';

test.use(MICROPHONE);

test('a report without a written word is heard at its desk, by nobody without its path', async ({ page, context, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await context.grantPermissions(['microphone', 'geolocation']);
  await open('/report/appeal');
  await speak(page);
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);

  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await expect(community.getByText('居民的语音留言')).toBeVisible();
  await community.getByRole('button', { name: '听一听' }).click();
  await expect(community.getByRole('button', { name: '先停下' })).toBeVisible();
  // It ends by itself.
  await expect(community.getByRole('button', { name: '听一听' })).toBeVisible();
  const path = await community.locator('main audio').getAttribute('src');
  const heard = await community.request.get(path!);
  expect([heard.status(), heard.headers()['content-type']]).toEqual([200, expect.stringContaining('audio/')]);
  expect((await community.request.get(path!.split('?')[0])).status()).toBe(404);
  await community.context().close();
});
