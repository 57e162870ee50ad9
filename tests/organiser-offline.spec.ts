// An organiser's ticks at a place without a network: they wait on the phone through a reload, and count once, also when the answers are lost.
import type { APIRequestContext, Browser, Request } from '@playwright/test';

import { signedIn, STAFF } from './desk';
import { expect, test, type Page, type Server } from './fixtures';
import { coordinator, foundTeam, planShift, send, volunteer, type Planned } from './volunteers';

const MINUTE_MS = 60_000;
const CODE_MS = 30_000;

const SIGNED_UP = ['周明亮', '吴芳菲'];
const BESIDE = '郑老伯';

const address = (shift: Planned) => `/api/v1/volunteer/shifts/${shift.id}/roster`;
const pageOf = (shift: Planned) => `/volunteer/shifts/${shift.id}/roster`;

/** A shift that begins in half an hour, with two who have a place. */
async function withTwo(
  browser: Browser,
  server: Server,
  team: string,
  phones: string[],
): Promise<{ api: APIRequestContext; shift: Planned }> {
  const api = await coordinator(browser, server);
  const { id } = await foundTeam(api, server, team);
  const from = Date.now() + 30 * MINUTE_MS;
  const starts_at = new Date(from).toISOString();
  const ends_at = new Date(from + 120 * MINUTE_MS).toISOString();
  const shift = await planShift(api, server, id, { starts_at, ends_at });
  for (const [at, phone] of phones.entries()) {
    const person = await volunteer(browser, server, phone, SIGNED_UP[at]);
    await send(person.request, `/api/v1/volunteer/shifts/${shift.id}/sign-ups`, { post: shift.posts[0].id });
    await person.context().close();
  }
  return { api, shift };
}

async function beOrganiser(page: Page, server: Server): Promise<void> {
  await signedIn(page.context(), server, STAFF.admin);
  // The app itself leaves this mark where somebody signs in on a page.
  await page.context().addCookies([{ name: 'signed-in', value: 'yes', url: server.url }]);
}

/** Waits until the app lies on the phone whole. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!(await (await caches.open('pa-now')).match('/'))) await new Promise((wait) => setTimeout(wait, 100));
  });
}

const line = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
const came = (page: Page, name: string) => line(page, name).getByRole('button', { name: '到了' });

async function showList(page: Page): Promise<void> {
  await page.getByRole('radio', { name: '名单', exact: true }).check();
}

/** Ticks both who are expected, and writes somebody down who came besides. */
async function markAll(page: Page): Promise<void> {
  await showList(page);
  for (const name of SIGNED_UP) {
    await came(page, name).click();
    await expect(came(page, name)).toHaveAttribute('aria-pressed', 'true');
  }
  await page.getByRole('button', { name: '现场加人' }).click();
  const sheet = page.getByRole('dialog', { name: '现场加人' });
  await sheet.getByLabel('姓名').fill(BESIDE);
  await sheet.getByRole('button', { name: '加上' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(line(page, BESIDE)).toContainText('现场加入');
}

interface Line {
  name: string;
  attendance: string;
  walk_in: boolean;
}

/** Who came, as the server has it. */
async function whoCame(api: APIRequestContext, shift: Planned): Promise<{ expected: string[]; besides: string[]; lines: number }> {
  const answer = await api.get(address(shift));
  expect(answer.ok()).toBe(true);
  const { lines } = (await answer.json()) as { lines: Line[] };
  const present = lines.filter((line) => line.attendance === 'present');
  const names = (walk_in: boolean) => present.filter((line) => line.walk_in === walk_in).map((line) => line.name);
  return { expected: names(false).sort(), besides: names(true), lines: lines.length };
}

const ALL = { expected: [...SIGNED_UP].sort(), besides: [BESIDE], lines: 3 };

/** The keys of the marks in a request; none in one of another kind. */
function keysIn(request: Request, shift: Planned): string[] {
  if (request.method() !== 'POST' || new URL(request.url()).pathname !== address(shift)) return [];
  return (request.postDataJSON() as { marks: { key: string }[] }).marks.map((mark) => mark.key);
}

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the code goes on, and ticks wait through a reload and are sent once', async ({ page, open, context, browser, server }) => {
    test.setTimeout(90_000);
    const { api, shift } = await withTwo(browser, server, '断网志愿队', ['13733330011', '13733330012']);
    await beOrganiser(page, server);
    await open(pageOf(shift));
    await expect(page.getByText('0 / 2 到')).toBeVisible();
    await kept(page);
    const { codes, codes_from } = await (await api.get(address(shift))).json();
    const codeNow = () => {
      const turn = Math.floor((Date.now() - Date.parse(codes_from)) / CODE_MS);
      return (codes as string).slice(6 * turn, 6 * turn + 6);
    };
    const shows = async () => (await page.locator('.check-code__digits').innerText()).replace(/\D/g, '') === codeNow();
    const answered: string[] = [];
    context.on('requestfinished', (request) => answered.push(...keysIn(request, shift)));

    await context.setOffline(true);
    await expect(page.getByRole('img', { name: '签到二维码' })).toBeVisible();
    const left = page.getByText(/\d+ 秒后换新码/);
    const before = await left.innerText();
    await expect(left).not.toHaveText(before);
    await expect.poll(shows).toBe(true);
    await markAll(page);
    for (const name of [...SIGNED_UP, BESIDE]) await expect(line(page, name)).toContainText('还没发出，存在手机里');
    await expect(page.getByText('3 项登记存在手机里，等有网络自动发出')).toBeVisible();
    await expect(page.getByText('3 / 3 到')).toBeVisible();

    await open(pageOf(shift));
    await expect(page.getByText(/没有网络，下面是 .+ 的名单/)).toBeVisible();
    await expect(page.getByRole('img', { name: '签到二维码' })).toBeVisible();
    await expect.poll(shows).toBe(true);
    await showList(page);
    for (const name of SIGNED_UP) await expect(came(page, name)).toHaveAttribute('aria-pressed', 'true');
    for (const name of [...SIGNED_UP, BESIDE]) await expect(line(page, name)).toContainText('还没发出，存在手机里');
    await expect(page.getByText('3 项登记存在手机里，等有网络自动发出')).toBeVisible();
    expect(answered).toEqual([]);
    expect(await whoCame(api, shift)).toEqual({ expected: [], besides: [], lines: 2 });

    await context.setOffline(false);
    await expect(page.getByText('登记都已发出')).toBeVisible();
    await expect(page.getByText('还没发出，存在手机里')).toHaveCount(0);
    expect(await whoCame(api, shift)).toEqual(ALL);
    await expect.poll(() => answered.length).toBe(3);
    expect(new Set(answered).size).toBe(3);

    await open(pageOf(shift));
    await expect(page.getByText('3 / 3 到')).toBeVisible();
    await showList(page);
    for (const name of [...SIGNED_UP, BESIDE]) await expect(came(page, name)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.locator('.roster-lines').getByRole('listitem')).toHaveCount(3);
    expect(answered).toHaveLength(3);
  });
});

test('answers that are lost double nothing', async ({ page, open, browser, server }) => {
  const { api, shift } = await withTwo(browser, server, '弱网志愿队', ['13733330013', '13733330014']);
  await beOrganiser(page, server);
  const sent: string[] = [];
  let loses = true;
  await page.route(`**${address(shift)}`, async (route) => {
    const keys = keysIn(route.request(), shift);
    if (keys.length === 0) return route.fallback();
    sent.push(...keys);
    const answer = await route.fetch();
    return loses ? route.abort('connectionreset') : route.fulfill({ response: answer });
  });
  await open(pageOf(shift));
  await markAll(page);
  await expect.poll(() => whoCame(api, shift)).toEqual(ALL);

  loses = false;
  await expect.poll(() => sent.length, { timeout: 30_000 }).toBeGreaterThan(3);
  await expect(came(page, BESIDE)).toHaveAttribute('aria-pressed', 'true');
  expect(await whoCame(api, shift)).toEqual(ALL);
  expect(new Set(sent).size).toBe(3);

  await open(pageOf(shift));
  await expect(page.getByText('3 / 3 到')).toBeVisible();
  await showList(page);
  await expect(page.locator('.roster-lines').getByRole('listitem')).toHaveCount(3);
  for (const name of [...SIGNED_UP, BESIDE]) await expect(came(page, name)).toHaveAttribute('aria-pressed', 'true');
});
