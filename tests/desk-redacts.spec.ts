// A desk paints over a part of a photo: everybody sees the painted one from then on, desks of the holder's chain the other
// as well for a while.
import { desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, test, type Page } from './fixtures';
import { reportHazard } from './stories';

/** Where a photo is painted over and where it is not, as parts of its sides. The test's photos are red in both places. */
const COVERED = { x: 0.35, y: 0.18 };
const FREE = { x: 0.85, y: 0.18 };

const photoOf = (address: string) => address.match(/\/photos\/([\da-f-]{36})\//)![1];

/** Red, green and blue of a photo at a place. */
async function colour(page: Page, address: string, at: { x: number; y: number }): Promise<number[]> {
  return page.evaluate(
    async ({ address, at }) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob());
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [picture.width, picture.height];
      const paint = canvas.getContext('2d')!;
      paint.drawImage(picture, 0, 0);
      return [...paint.getImageData(at.x * picture.width, at.y * picture.height, 1, 1).data].slice(0, 3);
    },
    { address, at },
  );
}

/** Draws a frame with the mouse; corners are parts of the photo's sides. */
async function draw(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  const stage = page.getByRole('img', { name: '在这张照片上画框' });
  // The sheet has risen.
  await stage.click({ trial: true, position: { x: 20, y: 20 } });
  const box = (await stage.boundingBox())!;
  await page.mouse.move(box.x + from.x * box.width, box.y + from.y * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + to.x * box.width, box.y + to.y * box.height, { steps: 5 });
  await page.mouse.up();
}

test('a part of a photo is painted over: the public sees another photo, the chain of desks the old one too', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/');
  const { number } = await reportHazard(page, '其他');
  const community = await desk(browser, server, STAFF.community, true);
  await openCase(community, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('受理，办好了')).toBeVisible();

  const publicPhoto = async () => {
    await open(`/near/${number}`);
    const image = page.locator('.photo-row img');
    await expect(image).toHaveCount(1);
    return photoOf((await image.getAttribute('src'))!);
  };
  const before = await publicPhoto();
  const full = (photo: string) => `/api/v1/photos/${photo}/full`;
  expect((await page.request.get(full(before))).status()).toBe(200);

  await community.getByRole('button', { name: '看大图：第 1 张照片' }).click();
  await community.getByRole('dialog', { name: '看照片' }).getByRole('button', { name: '打码', exact: true }).click();
  const sheet = community.getByRole('dialog', { name: '照片打码' });
  // Nothing was drawn yet: nothing is sent.
  await sheet.getByRole('button', { name: '照片打码', exact: true }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await draw(community, { x: 0.1, y: 0.06 }, { x: 0.6, y: 0.3 });
  await expect(sheet.getByText('挡住了 1 处')).toBeVisible();
  await draw(community, { x: 0.7, y: 0.06 }, { x: 0.9, y: 0.3 });
  await expect(sheet.getByText('挡住了 2 处')).toBeVisible();
  await sheet.getByRole('button', { name: '撤销一步' }).click();
  await expect(sheet.getByText('挡住了 1 处')).toBeVisible();
  await sheet.getByRole('button', { name: '看公开的样子' }).click();
  await expect(sheet.getByRole('button', { name: '接着画' })).toBeVisible();
  await sheet.getByRole('button', { name: '照片打码', exact: true }).click();
  await expect(community.getByText('照片打码，办好了')).toBeVisible();
  await expect(community.getByText('已打码', { exact: true })).toBeVisible();

  const after = await publicPhoto();
  expect(after).not.toBe(before);
  for (const value of await colour(page, full(after), COVERED)) expect(value).toBeLessThan(40);
  expect((await colour(page, full(after), FREE))[0]).toBeGreaterThan(120);
  // Under its own address the old one is gone for everybody.
  expect((await page.request.get(full(before))).status()).toBe(404);

  const street = await desk(browser, server, STAFF.street, true);
  await openCase(street, number);
  await street.getByRole('button', { name: '看大图：第 1 张照片' }).click();
  const viewer = street.getByRole('dialog', { name: '看照片' });
  const shown = viewer.getByRole('img', { name: '第 1 张照片' });
  await expect(shown).toHaveAttribute('src', new RegExp(after));
  await viewer.getByRole('button', { name: /^看原图/ }).click();
  await expect(shown).toHaveAttribute('src', new RegExp(before));
  expect((await colour(street, (await shown.getAttribute('src'))!, COVERED))[0]).toBeGreaterThan(120);
  await viewer.getByRole('button', { name: '看打码后的' }).click();
  await expect(shown).toHaveAttribute('src', new RegExp(after));
  for (const staff of [community, street]) await staff.context().close();
});
