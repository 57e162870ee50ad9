// Every story by the keyboard alone: Tab, arrows, Enter and Space, with a ring round whatever has the focus.
import { expect, jpeg, test, type Page } from './fixtures';
import { go, settled } from './pages';
import { receipt } from './stories';

/** What has the focus, as a screen reader names it. */
async function focused(page: Page): Promise<{ name: string; ring: boolean; covered: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return { name: '', ring: false, covered: false };
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.innerText);
    const name = element.getAttribute('aria-label') ?? (labels.join(' ') || element.innerText || (element as HTMLInputElement).placeholder || '');
    // A control that lies over its own face shows its ring on that.
    const face = element.classList.contains('cover-input') ? [...element.parentElement!.children] : [element];
    const ring = face.some((one) => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    // Not under a bar that stays (WCAG 2.4.11); a field that is higher than the screen shows some of itself.
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const seen = document.elementFromPoint((left + right) / 2, middle);
    const covered = !seen || !(element.contains(seen) || face.some((one) => one.contains(seen)));
    return { name: name.replace(/\s+/g, ' ').trim(), ring, covered };
  });
}

/** Tabs on until something of this name has the focus, seeing to it that each stop can be seen. */
async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  // Not while a page is on its way.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const seen: string[] = [];
  await settled(page);
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    seen.push(now.name);
    if (now.name !== '') expect(now, `the focus on “${now.name}” can be seen`).toMatchObject({ ring: true, covered: false });
    if (typeof name === 'string' ? now.name.includes(name) : name.test(now.name)) return;
  }
  throw new Error(`Tab never came to ${name}: ${seen.join(' → ')}`);
}

/** Presses Enter on a link or button of this name. */
async function press(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

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
