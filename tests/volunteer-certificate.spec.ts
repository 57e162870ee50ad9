// Hours that were attended become a certificate: to read, to keep as a picture or on paper, and for a stranger to verify.
import { expect, test, type Page } from './fixtures';
import { attend } from './volunteer-life';
import { coordinator, foundTeam, volunteer } from './volunteers';

const NAME = '孙志远';
const HOURS = '1 小时 30 分钟';
const GENUINE = '核验通过，这张证明是真的';

const paper = (page: Page) => page.getByRole('article', { name: '志愿服务时长证明' });

async function verify(page: Page, number: string): Promise<void> {
  await page.getByLabel('证明编号').fill(number);
  await page.getByRole('button', { name: '核验', exact: true }).click();
}

test('hours become a certificate that a stranger verifies', async ({ page, open, browser, server }) => {
  const person = await volunteer(browser, server, '13733330021', NAME);
  const api = await coordinator(browser, server);
  const { id: team } = await foundTeam(api, server, '证明志愿队');
  await attend(api, server, team, person);

  await person.goto('/volunteer/mine');
  await expect(person.locator('.hours__total')).toHaveText(HOURS);
  await expect(person.getByText('参加了 1 次')).toBeVisible();
  await person.getByRole('button', { name: /^开 \d{4} 年的服务证明$/ }).click();
  await expect(person).toHaveURL(/\/volunteer\/verify#\d{12}$/);
  const number = new URL(person.url()).hash.slice(1);
  const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');
  await expect(person.getByText(GENUINE)).toBeVisible();
  for (const words of [NAME, HOURS, '共 1 次', grouped]) await expect(paper(person)).toContainText(words);

  await person.getByRole('button', { name: '存成图片' }).click();
  await expect(person.getByText('做好了。长按下面的图片，选“保存”。')).toBeVisible();
  const picture = person.getByRole('img', { name: '志愿服务时长证明的图片' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.src.slice(0, 5))).toMatch(/^(data|blob):$/);
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  const href = await person.getByRole('link', { name: '打开 PDF' }).getAttribute('href');
  const pdf = await person.request.get(href!);
  expect(pdf.ok()).toBe(true);
  expect(pdf.headers()['content-type']).toContain('application/pdf');
  expect((await pdf.body()).subarray(0, 4).toString('latin1')).toBe('%PDF');

  await person.goto('/volunteer/mine');
  await expect(person.getByRole('link', { name: new RegExp(grouped) })).toHaveAttribute('href', `/volunteer/verify#${number}`);
  await person.context().close();

  await open(`/volunteer/verify#${number}`);
  await expect(page.getByText(GENUINE)).toBeVisible();
  for (const words of [NAME, HOURS, grouped]) await expect(paper(page)).toContainText(words);
  await open('/volunteer/verify');
  await expect(paper(page)).toHaveCount(0);
  await verify(page, grouped);
  await expect(page.getByText(GENUINE)).toBeVisible();
  await expect(paper(page)).toContainText(NAME);
});

test('a wrong number says so: one with a slip in it, and one that no certificate has', async ({ page, open }) => {
  await open('/volunteer/verify');
  // The check digit of eleven zeros is another zero.
  await verify(page, '0000 0000 0001');
  await expect(page.getByText('编号是 12 位数字，可能抄错了一位，请对着再看一遍')).toBeVisible();
  await verify(page, '0000 0000 0000');
  await expect(page.getByText(/^没有这个编号的证明/)).toBeVisible();
  await expect(page.getByText(GENUINE)).toHaveCount(0);
  await expect(paper(page)).toHaveCount(0);
});
