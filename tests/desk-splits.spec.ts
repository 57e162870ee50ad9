// Several things in one report: each becomes a case of its own, and the first one says so.
import { choose, desk, firstGrid, openCase, residentAt, STAFF } from './desk';
import { expect, jpeg, test } from './fixtures';
import { receipt } from './stories';

test('a case is split into several, which desks and the resident find from the first', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  await residentAt(page, (await firstGrid(server)).place);
  await open('/report');
  const file = await jpeg(page);
  await page.getByLabel('从相册选').setInputFiles([0, 1].map((n) => ({ ...file, name: `${n}.jpg` })));
  await page.getByRole('radio', { name: '其他', exact: true }).click();
  await page.getByLabel('说明').fill('护栏断了，旁边还有垃圾，晚上灯也不亮。');
  await expect(page.getByText('都齐了，可以发送')).toBeVisible();
  await page.getByRole('button', { name: '发送' }).click();
  const { number } = await receipt(page);

  const community = await desk(browser, server, STAFF.community);
  await openCase(community, number);
  await community.getByRole('button', { name: '受理', exact: true }).click();
  await expect(community.getByText('受理，办好了')).toBeVisible();
  await choose(community, '拆分');
  const sheet = community.getByRole('dialog', { name: '拆分' });
  const part = (n: number) => sheet.getByRole('group', { name: `第 ${n} 件` });
  const split = sheet.getByRole('button', { name: '拆分', exact: true });
  // A part without words is none.
  await split.click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await part(1).getByLabel('这一件是什么事').fill('护栏旁边的垃圾。');
  await part(1).getByRole('combobox').selectOption({ label: '垃圾堆积' });
  await part(1).getByRole('checkbox', { name: '第 1 张照片' }).check();
  await sheet.getByRole('button', { name: '再拆出一件' }).click();
  await part(2).getByLabel('这一件是什么事').fill('路灯晚上不亮。');
  await part(2).getByRole('combobox').selectOption({ label: '路灯不亮' });
  // One too many is taken out again.
  await sheet.getByRole('button', { name: '再拆出一件' }).click();
  await part(3).getByRole('button', { name: '不拆这一件' }).click();
  await expect(part(3)).toHaveCount(0);
  await split.click();
  await expect(community.getByText('拆分，办好了')).toBeVisible();

  const parts = community.getByRole('link', { name: /^拆出了 / });
  await expect(parts).toHaveCount(2);
  await expect(community.locator('.timeline').getByText('拆成几件', { exact: true })).toBeVisible();
  // It goes on with what is left, and with the other photo.
  await expect(community.getByText('已受理').first()).toBeVisible();
  await expect(community.getByRole('heading', { name: '照片 1 张' })).toBeVisible();

  const numbers = (await parts.evaluateAll((links) => links.map((link) => link.getAttribute('href')!))).map((href) => href.split('/').at(-1)!);
  const said = new Map<string, string>();
  for (const own of numbers) {
    await openCase(community, own);
    await expect(community.getByRole('link', { name: /^从 .* 拆出$/ })).toHaveAttribute('href', `/admin/cases/${number}`);
    await expect(community.getByText('已受理').first()).toBeVisible();
    const words = await community.locator('.desk-text').innerText();
    said.set(words, own);
    await expect(community.getByRole('heading', { name: '照片 1 张' })).toHaveCount(words.includes('垃圾') ? 1 : 0);
  }
  expect([...said.keys()].sort()).toEqual(['护栏旁边的垃圾。', '路灯晚上不亮。'].sort());

  // Who reported it reads the same, and the code opens each.
  await open(`/cases/${number}`);
  await expect(page.getByText('分成了几件分别办')).toBeVisible();
  await expect(page.locator('.timeline').getByText(/^拆成几件分别办理/)).toBeVisible();
  const rubbish = said.get('护栏旁边的垃圾。')!;
  await page.locator(`.banner a[href^="/cases/${rubbish}"]`).click();
  await expect(page).toHaveURL(new RegExp(`/cases/${rubbish}$`));
  await expect(page.getByText('护栏旁边的垃圾。')).toBeVisible();
  await expect(page.getByRole('heading', { name: '已受理', level: 2, exact: true })).toBeVisible();
  await community.context().close();
});
