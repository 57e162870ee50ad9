// What somebody who is signed in has begun is there again when the phone has lost everything it kept.
import { agree, signIn } from './account';
import { expect, jpeg, test } from './fixtures';

test('a draft comes back from the server after the phone forgot everything', async ({ page, open }) => {
  await open('/sign-in');
  await signIn(page, '13711110006');
  await agree(page);
  await expect(page).toHaveURL(/\/account$/);

  await open('/report/appeal');
  const kept = () => page.waitForRequest((request) => request.method() === 'POST' && /account\/drafts$/.test(request.url()));
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  const written = kept();
  await page.getByLabel('说明').fill('楼下烧烤摊半夜还在吵。');
  await (await written).response();

  // Cookies stay.
  await page.goto('/about');
  await page.evaluate(async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
  });
  await open('/report/appeal');
  await expect(page.getByLabel('说明')).toHaveValue('楼下烧烤摊半夜还在吵。');
  await expect(page.getByRole('button', { name: '删除第 1 张照片' })).toBeVisible();

  // Thrown away here, it is thrown away there.
  const emptied = page.waitForRequest((request) => request.postData()?.includes('"content":""') ?? false);
  await page.getByLabel('说明').fill('');
  await page.getByRole('button', { name: '删除第 1 张照片' }).click();
  await emptied;
});
