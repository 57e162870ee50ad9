// What comes after the report: the desk works, the resident reads along live, and has the last word.
import type { Browser, BrowserContext, Page } from '@playwright/test';

import { expect, jpeg, test, type Server } from './fixtures';
import { reportHazard } from './stories';

const URBAN = '420204-urban';

async function phone(browser: Browser, server: Server): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: server.url, hasTouch: true, isMobile: true, locale: 'zh-CN', viewport: { width: 360, height: 780 } });
  return { context, page: await context.newPage() };
}

/** Waits until the page hears live, so that what comes next is not merely found on a reload. */
async function listens(page: Page): Promise<void> {
  await page.waitForResponse((response) => response.url().includes('/api/v1/inbox/stream/') && response.ok());
}

async function solve(server: Server, number: string): Promise<void> {
  await server.move(number, 'assign', '--to', URBAN);
  await server.move(number, 'start');
  await server.move(number, 'resolve', '--words', '灯具已更换，恢复照明。');
}

const state = (page: Page, name: string) => page.getByRole('heading', { name, level: 2, exact: true });

test('“not fixed” with a photo climbs, and in the end closes with a rating, live on two phones', async ({ page, open, server, browser }) => {
  await open('/');
  const { number, code } = await reportHazard(page, '路灯不亮');
  await page.getByRole('link', { name: '看进度' }).click();
  const family = await phone(browser, server);
  const listening = listens(family.page);
  await family.page.goto(`/cases/${number}#${code}`);
  await expect(state(family.page, '已收到')).toBeVisible();
  // The code is out of the address bar at once, and in no request.
  await expect(family.page).toHaveURL(new RegExp(`/cases/${number}$`));
  await listening;

  await server.accept(number);
  for (const reader of [page, family.page]) await expect(state(reader, '已受理')).toBeVisible();
  await solve(server, number);
  await expect(page.getByRole('heading', { name: '真的办好了吗？' })).toBeVisible();
  await expect(page.getByText('灯具已更换，恢复照明。')).toBeVisible();
  await page.getByRole('button', { name: '还没办好' }).click();
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('button', { name: '告诉上一级' }).click();
  await expect(page).toHaveURL(new RegExp(`/cases/${number}$`));
  for (const reader of [page, family.page]) {
    await expect(reader.getByText(/您说还没解决，交给了上一级/)).toBeVisible();
    await expect(state(reader, '已受理')).toBeVisible();
  }
  // The photo stands with what was said.
  await expect(page.locator('.timeline').getByRole('button', { name: /看大图/ })).toHaveCount(1);

  await solve(server, number);
  await expect(page.getByRole('heading', { name: '真的办好了吗？' })).toBeVisible();
  await expect(page.getByRole('button', { name: '还没办好' })).toHaveCount(0);
  await page.getByRole('button', { name: '办好了', exact: true }).click();
  await page.getByRole('button', { name: '确认办好了' }).click();
  await expect(page.getByText('请点一下星星')).toBeVisible();
  await page.getByRole('radio', { name: '满意', exact: true }).click();
  await page.getByRole('button', { name: '确认办好了' }).click();
  for (const reader of [page, family.page]) await expect(state(reader, '已办结')).toBeVisible();
  await family.context.close();
});

test('what happens before the phone hears live, or while it asks, is not missed', async ({ page, open, server, browser }) => {
  await open('/');
  const { number, code } = await reportHazard(page, '其他');
  await page.getByRole('link', { name: '看进度' }).click();
  const family = await phone(browser, server);
  // The stream begins only after the desk has accepted.
  let accepted = () => {};
  const accepting = new Promise<void>((done) => (accepted = done));
  await family.page.route('**/api/v1/inbox/streams', async (route) => {
    await accepting;
    await route.continue();
  });
  const asksForStream = family.page.waitForRequest('**/api/v1/inbox/streams');
  const listening = listens(family.page);
  await family.page.goto(`/cases/${number}#${code}`);
  await expect(state(family.page, '已收到')).toBeVisible();
  await asksForStream;
  await server.accept(number);
  accepted();
  await expect(state(family.page, '已受理')).toBeVisible();
  await listening;

  // An answer that was given before the next act comes after the news of it.
  let held = () => {};
  const holding = new Promise<void>((done) => (held = done));
  let asked = 0;
  await family.page.route('**/api/v1/cases/track', async (route) => {
    asked += 1;
    const answer = await route.fetch();
    if (asked === 1) await holding;
    await route.fulfill({ response: answer });
  });
  const stale = family.page.waitForRequest('**/api/v1/cases/track');
  await server.move(number, 'assign', '--to', URBAN);
  await stale;
  await server.move(number, 'start');
  await expect(state(page, '处理中')).toBeVisible();
  held();
  await expect(state(family.page, '处理中')).toBeVisible();
  await family.context.close();
});

test('a rejection is appealed once, with one tap instead of typing', async ({ page, open, server }) => {
  await open('/');
  const { number } = await reportHazard(page, '其他');
  await server.move(number, 'reject', '--words', '现场没有找到。');
  await open(`/cases/${number}`);
  await expect(page.getByText('现场没有找到。')).toBeVisible();
  await page.getByRole('button', { name: '我不同意，请上一级再看' }).click();
  await page.getByRole('button', { name: '请上一级再看', exact: true }).click();
  await expect(page.getByText('请写一句为什么')).toBeVisible();
  await page.getByRole('button', { name: '请到现场看一看。' }).click();
  await page.getByRole('button', { name: '请上一级再看', exact: true }).click();
  await expect(page.getByText(/您不同意，交给了上一级/)).toBeVisible();
  await expect(state(page, '已收到')).toBeVisible();
  await server.move(number, 'reject', '--words', '已到现场看过。');
  await open(`/cases/${number}`);
  await expect(state(page, '不予受理')).toBeVisible();
  await expect(page.getByRole('button', { name: /我不同意/ })).toHaveCount(0);
});

test('a question is answered by link, on a phone without an account', async ({ page, open, server, browser }) => {
  await open('/');
  const { number, code } = await reportHazard(page, '电梯故障');
  await server.accept(number);
  await server.move(number, 'ask', '--words', '是几单元的电梯？');
  const daughter = await phone(browser, server);
  await daughter.page.goto(`/cases/${number}#${code}`);
  await expect(daughter.page.locator('.act__question')).toHaveText('是几单元的电梯？');
  await daughter.page.getByLabel('您的回答').fill('二单元东边那台');
  await daughter.page.getByRole('button', { name: '发送回答' }).click();
  await expect(state(daughter.page, '已受理')).toBeVisible();
  await expect(daughter.page.getByText('二单元东边那台')).toBeVisible();
  // Neither the question nor the answer is public.
  await daughter.page.goto(`/near/${number}`);
  await expect(daughter.page.getByRole('heading', { name: '办理经过' })).toBeVisible();
  await expect(daughter.page.getByText('二单元东边那台')).toHaveCount(0);
  await expect(daughter.page.getByText('是几单元的电梯？')).toHaveCount(0);
  await daughter.context.close();
});

test('the inbox counts what is new while the app is open, and forgets it once it was read', async ({ page, open, server }) => {
  await open('/');
  const { number } = await reportHazard(page, '垃圾堆积');
  await Promise.all([listens(page), open('/')]);
  await server.accept(number);
  await server.move(number, 'assign', '--to', URBAN);
  const tab = page.getByRole('navigation').getByRole('link', { name: /我的/ });
  await expect(tab).toContainText('2 条新消息');
  await tab.click();
  await page.getByRole('link', { name: /消息/ }).first().click();
  const lines = page.locator('.notice');
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText('交给了办理的单位');
  await expect(lines.first()).toContainText('新');
  // A third comes in while the page is looked at.
  await server.move(number, 'start', '--words', '已派人到现场查看。');
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText('已派人到现场查看。');
  await page.getByRole('link', { name: '返回' }).click();
  await expect(page.getByText('都看过了')).toBeVisible();
  await page.getByRole('link', { name: /消息/ }).first().click();
  await expect(page.locator('.notice--new')).toHaveCount(0);
  await lines.first().click();
  await expect(page).toHaveURL(new RegExp(`/cases/${number}$`));
});

test('a case is withdrawn after a question, and is no longer handled', async ({ page, open, request }) => {
  await open('/');
  const { number, code } = await reportHazard(page, '树木倒伏');
  await page.getByRole('link', { name: '看进度' }).click();
  await page.getByRole('button', { name: '撤回这件事' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤回这件事' }).click();
  await expect(state(page, '已撤回')).toBeVisible();
  const answer = await request.post('/api/v1/cases/track', { data: { number, code } });
  expect((await answer.json()).summary.state).toBe('withdrawn');
});

test('a wrong link opens nothing and keeps nothing', async ({ page, open, browser, server }) => {
  await open('/');
  const { number } = await reportHazard(page, '其他');
  const other = await phone(browser, server);
  await other.page.goto(`/cases/${number}#222222`);
  await expect(other.page.getByText('编号或查询码对不上了')).toBeVisible();
  await other.page.goto('/mine');
  await expect(other.page.getByText('还没有报过事')).toBeVisible();
  await other.context.close();
});
