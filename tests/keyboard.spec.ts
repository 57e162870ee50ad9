// Every story by the keyboard alone: Tab, arrows, Enter and Space, with a ring round whatever has the focus.
import { expect, jpeg, test } from './fixtures';
import { focused, press, tabTo } from './keyboard';
import { go } from './pages';
import { receipt } from './stories';

test('the way to the content comes first', async ({ page, open }) => {
  await open('/');
  await page.keyboard.press('Tab');
  expect((await focused(page)).name).toBe('跳到正文');
  await page.keyboard.press('Enter');
  await tabTo(page, '拍', 3);
});

test('a hazard: photo from the album, kind by arrow keys, send', async ({ page, open }) => {
  await open('/');
  await press(page, /^随手拍$/);
  await expect(page).toHaveURL(/\/report$/);
  await expect(page.getByRole('button', { name: '发送' })).toBeVisible();
  await tabTo(page, '从相册选');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(await jpeg(page));
  await tabTo(page, /堆物|占用|通道|路灯|消防/);
  for (let n = 0; n < 20 && !(await page.getByRole('radio', { name: '路灯不亮', exact: true }).isChecked()); n += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '路灯不亮', exact: true })).toBeChecked();
  await press(page, /^发送$/);
  await receipt(page);
  await press(page, '看进度');
  await expect(page.getByRole('heading', { name: '已收到' })).toBeVisible();
});

test('an appeal', async ({ page, open }) => {
  await open('/');
  await press(page, '提诉求');
  await tabTo(page, '说明');
  await page.keyboard.type('三号楼没有坡道，轮椅出不去。');
  await press(page, /^发送$/);
  await receipt(page);
});

test('an opinion about a unit that is looked for by name', async ({ page, open }) => {
  await open('/');
  await press(page, '监督意见');
  await expect(page.getByLabel('搜索单位')).toBeVisible();
  await tabTo(page, '搜索单位');
  await page.keyboard.type('城管');
  await press(page, /城市管理|城管/);
  await tabTo(page, '说明');
  await page.keyboard.type('窗口中午没有人。');
  await press(page, /^发送$/);
  await receipt(page);
});

test('looking a case up, and joining it', async ({ page, open, server, request }) => {
  const sent = await request.post('/api/v1/cases', {
    headers: { 'idempotency-key': crypto.randomUUID() },
    data: {
      kind: 'hazard',
      category: 'other',
      text: '井盖松了',
      place: { source: 'pin', position: { lat: 30.1925, lon: 114.9625 }, datum: 'wgs84' },
    },
  });
  expect(sent.ok(), await sent.text()).toBe(true);
  const { number, code } = await sent.json();
  await server.accept(number);

  // A neighbour finds it and joins.
  await open('/');
  await go(page, `/near/${number}`);
  await press(page, '我也遇到了，加入');
  await expect(page).toHaveURL(/\/receipt\/\d{9}$/);

  // Whoever has the code looks it up.
  await page.evaluate(() => localStorage.removeItem('pa.cases'));
  await open('/');
  await press(page, '查进度');
  await tabTo(page, '编号');
  await page.keyboard.type(number);
  await tabTo(page, '查询码');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '已受理' })).toBeVisible();
});

test('settings, and my grid down the tree', async ({ page, open }) => {
  await open('/settings');
  await press(page, '关怀模式', 'Space');
  await expect(page.locator('html')).toHaveAttribute('data-care', 'on');
  await tabTo(page, /字号/);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('html')).not.toHaveAttribute('data-text', '20');
  await open('/grid/choose');
  await press(page, /街道.*个社区/);
  await press(page, /个网格/);
  await press(page, /第1网格/);
  await expect(page).toHaveURL(/\/grid$/);
});

test('an open question keeps the focus, gives it back, and Escape closes it', async ({ page, open }) => {
  await open('/report/appeal');
  await page.getByLabel('说明').fill('楼上晚上装修');
  await page.waitForTimeout(600);
  await page.reload();
  await press(page, '清空，重新填');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  for (let n = 0; n < 5; n += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((layer) => layer.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect((await focused(page)).name).toBe('清空，重新填');
});
