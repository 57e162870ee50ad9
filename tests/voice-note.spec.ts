// Whoever does not type speaks: recorded, heard again, kept with the draft, sent with the case; and what there is
// instead where nothing can be recorded.
import { expect, jpeg, test } from './fixtures';
import { MICROPHONE, speak } from './microphone';
import { receipt } from './stories';

test.use(MICROPHONE);

test('care mode: photo, kind, a voice note, send: not one key pressed; the note is heard on the case', async ({ page, context, open }) => {
  await context.grantPermissions(['microphone', 'geolocation']);
  await open('/');
  await page.evaluate(() => localStorage.setItem('pa.care', 'on'));
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '路灯不亮', exact: true }).tap();
  // The recorder stands above the keyboard's field.
  const above = await page.evaluate(() => {
    const [recorder, field] = [document.querySelector('.recorder')!, document.querySelector('textarea')!];
    return Boolean(recorder.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  expect(above).toBe(true);
  await speak(page);
  await page.getByRole('button', { name: '发送' }).tap();
  await receipt(page);
  await page.getByRole('link', { name: '看进度' }).tap();
  await expect(page.getByText('您说的话')).toBeVisible();
  const path = await page.locator('main audio').getAttribute('src');
  const served = await page.request.get(path!);
  expect(served.status()).toBe(200);
  expect(served.headers()['content-type']).toContain('audio/');
  expect((await served.body()).length).toBeGreaterThan(500);
});

test('an appeal that is only spoken', async ({ page, context, open }) => {
  await context.grantPermissions(['microphone', 'geolocation']);
  await open('/report/appeal');
  await page.getByRole('button', { name: '发送' }).click();
  await expect(page.getByText('请写几句，我们才知道怎么帮您')).toBeVisible();
  await speak(page);
  await expect(page.getByText('请写几句，我们才知道怎么帮您')).toHaveCount(0);
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});

test('who presses send while still speaking sends what was said', async ({ page, context, open }) => {
  await context.grantPermissions(['microphone', 'geolocation']);
  await open('/report/appeal');
  await page.getByRole('button', { name: /按一下，说给我们听/ }).click();
  await expect(page.getByRole('timer')).toHaveText('0:01 / 1:00');
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
  await page.getByRole('link', { name: '看进度' }).click();
  await expect(page.getByText('您说的话')).toBeVisible();
  await open('/report/appeal');
  await expect(page.getByRole('button', { name: /按一下，说给我们听/ })).toBeVisible();
});

test('what was said is there after a reload, is heard, said anew and deleted', async ({ page, context, open }) => {
  await context.grantPermissions(['microphone', 'geolocation']);
  await open('/report');
  await speak(page);
  await page.waitForTimeout(500);
  await page.reload();
  await expect(page.getByText(/录好了，\d 秒/).first()).toBeVisible();
  await page.getByRole('button', { name: '听一听' }).click();
  await expect(page.getByRole('button', { name: '先停下' })).toBeVisible();
  // It ends by itself.
  await expect(page.getByRole('button', { name: '听一听' })).toBeVisible();
  await page.getByRole('button', { name: '重新录' }).click();
  await expect(page.getByRole('timer')).toHaveText('0:02 / 1:00');
  await page.getByRole('button', { name: '说完了' }).click();
  await expect(page.getByText(/录好了，[23] 秒/).first()).toBeVisible();
  await page.getByRole('button', { name: '删掉' }).click();
  await expect(page.getByRole('button', { name: /按一下，说给我们听/ })).toBeFocused();
  await page.waitForTimeout(500);
  await page.reload();
  await expect(page.getByRole('button', { name: /按一下，说给我们听/ })).toBeVisible();
});

test('it ends by itself after a minute', async ({ page, context, open }) => {
  await context.grantPermissions(['microphone', 'geolocation']);
  await open('/report');
  await page.getByRole('button', { name: /按一下，说给我们听/ }).click();
  await expect(page.getByRole('timer')).toBeVisible();
  // The app's clock runs on by 58 seconds.
  await page.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 58_000;
  });
  await expect(page.getByRole('button', { name: '听一听' })).toBeVisible();
  await expect(page.getByText(/录好了，(59|60) 秒/).first()).toBeVisible();
});

test('the microphone is refused: what to switch on, and that it goes without', async ({ page, open }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await open('/report');
  await page.getByRole('button', { name: /按一下，说给我们听/ }).click();
  await expect(page.getByText(/请在手机设置里给微信打开“麦克风”/)).toBeVisible();
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: '其他', exact: true }).click();
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});

test('a browser that cannot record shows no recorder', async ({ page, open }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'MediaRecorder', { value: undefined }));
  await open('/report');
  await expect(page.getByLabel('说明')).toBeVisible();
  await expect(page.getByRole('button', { name: /说给我们听/ })).toHaveCount(0);
});
