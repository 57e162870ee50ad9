// What was photographed, chosen and typed is there again after a reload at each step, and after the camera killed the page.
import { expect, jpeg, test } from './fixtures';
import { receipt } from './stories';

test('a reload at each step loses nothing', async ({ page, open }) => {
  await open('/report');
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  const photos = page.getByRole('button', { name: /删除第 \d 张照片/ });
  await expect(photos).toHaveCount(1);
  await page.reload();
  await expect(photos).toHaveCount(1);

  await page.getByRole('radio', { name: '有燃气味', exact: true }).click();
  await expect(page.getByText('在哪里闻到？')).toBeVisible();
  await settled(page);
  await page.reload();
  await expect(page.getByText('在哪里闻到？')).toBeVisible();

  await page.getByRole('radio', { name: '楼道', exact: true }).click();
  await page.getByLabel('说明').fill('三楼拐角，味道很重');
  await page.getByLabel('具体位置').fill('2 单元');
  await settled(page);
  await page.reload();
  await expect(page.getByLabel('楼道')).toBeChecked();
  await expect(page.getByLabel('说明')).toHaveValue('三楼拐角，味道很重');
  await expect(page.getByLabel('具体位置')).toHaveValue('2 单元');

  await page.getByText('不留姓名').click();
  await page.getByLabel('手机号码').fill('0714 000 1234');
  await settled(page);
  await page.reload();
  await expect(page.getByLabel('手机号码')).toHaveValue('0714 000 1234');
  await expect(photos).toHaveCount(1);

  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
  await open('/report');
  await expect(photos).toHaveCount(0);
});

test('the draft waits through a visit to another page', async ({ page, open }) => {
  await open('/report/appeal');
  await page.getByLabel('说明').fill('楼上晚上装修');
  await settled(page);
  await open('/');
  await open('/report/appeal');
  await expect(page.getByLabel('说明')).toHaveValue('楼上晚上装修');
  await page.getByRole('button', { name: '清空，重新填' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '清空，重新填' }).click();
  await expect(page.getByLabel('说明')).toHaveValue('');
});

test('a page that dies while the camera is open comes back to the report and says what to do', async ({ page, open }) => {
  await open('/');
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.snap-button input').tap();
  await chooser;
  // The camera is open; the phone runs short of memory, and the webview loads the page anew.
  await page.reload();
  await expect(page).toHaveURL(/\/report$/);
  await expect(page.getByText('如果照片没有回来')).toBeVisible();
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await expect(page.getByRole('button', { name: /删除第 \d 张照片/ })).toHaveCount(1);
});

/** Writes are gathered for at most 300 ms. */
async function settled(page: import('@playwright/test').Page): Promise<void> {
  await page.waitForTimeout(600);
}

test('a draft that an older version of the app kept is still there', async ({ page, open }) => {
  await open('/about');
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open('pingan', 1);
      request.onupgradeneeded = () => ['drafts', 'photos'].forEach((shelf) => request.result.createObjectStore(shelf));
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    const transaction = database.transaction('drafts', 'readwrite');
    transaction.objectStore('drafts').put(JSON.stringify({ key: crypto.randomUUID(), text: '上个版本写的' }), 'appeal');
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  });
  await open('/report/appeal');
  await expect(page.getByLabel('说明')).toHaveValue('上个版本写的');
  await page.getByRole('button', { name: '发送' }).click();
  await receipt(page);
});
