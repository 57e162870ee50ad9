// The demonstration's staff at their desks: signing in by number and code as its accounts do, each in a browser of their own.
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';

import { allowPlace, type Server } from './fixtures';

/** Numbers of the demonstration's accounts, all in the branch of the tree that the first grid is in. */
export const STAFF = {
  grid: '13800000001',
  community: '13800000002',
  street: '13800000003',
  department: '13800000004',
  admin: '13800000005',
} as const;

export const RESIDENT = '13800000000';

interface Place {
  latitude: number;
  longitude: number;
  accuracy: number;
}

/** A point of the first grid: what is reported there belongs to the demonstration's staff. */
export async function firstGrid(server: Server): Promise<{ place: Place; id: string; name: string; community: string }> {
  const district = (await (await fetch(`${server.url}/api/v1/district`)).json()) as { units: { id: string; kind: string }[] };
  const grids = district.units.filter((unit) => unit.kind === 'grid');
  const id = grids.map((grid) => grid.id).sort()[0];
  const card = await (await fetch(`${server.url}/api/v1/district/grids/${id}`)).json();
  const place = { latitude: card.centre.lat, longitude: card.centre.lon, accuracy: 12 };
  return { place, id, name: card.grid.name.zh, community: card.community.name.zh };
}

/** Signed in once for each number, since a number gets one code a minute: its cookies. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/** Somebody of the demonstration, on a phone or, if `wide`, at a screen. */
export async function desk(browser: Browser, server: Server, phone: string, wide = false): Promise<Page> {
  const shape = wide ? { viewport: { width: 1280, height: 800 } } : { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...shape });
  await signedIn(context, server, phone);
  return context.newPage();
}

/** Has a browser be somebody's. */
export async function signedIn(context: BrowserContext, server: Server, phone: string): Promise<void> {
  const key = `${server.url} ${phone}`;
  const kept = sessions.get(key);
  if (kept) return context.addCookies(kept);
  await signIn(context, phone);
  sessions.set(key, await context.cookies());
}

async function signIn(context: BrowserContext, phone: string): Promise<void> {
  const sent = await context.request.post('/api/v1/account/codes', { data: { phone, purpose: 'sign_in' } });
  expect(sent.ok(), await sent.text()).toBe(true);
  const { demo_code: code } = await sent.json();
  const signed = await context.request.post('/api/v1/account/sign-in', { data: { phone, code } });
  expect(signed.ok(), await signed.text()).toBe(true);
  const me = await (await context.request.get('/api/v1/account')).json();
  if (me.second_factor !== 'to_pass') return;
  const passed = await context.request.post('/api/v1/account/second-factor/pass', { data: { code: me.demo_code } });
  expect(passed.ok(), await passed.text()).toBe(true);
}

/** A resident's phone at a place, ready to report. */
export async function residentAt(page: Page, place: Place): Promise<void> {
  await allowPlace(page.context(), place);
}

/** Opens a case's page at a desk. */
export async function openCase(page: Page, number: string): Promise<void> {
  await page.goto(`/admin/cases/${number}`);
  await expect(page.getByRole('group', { name: '能做的事' })).toBeVisible();
}

/** One act of the sheet that lists them all. */
export async function choose(page: Page, act: string): Promise<void> {
  await page.getByRole('group', { name: '能做的事' }).getByRole('button', { name: '更多' }).click();
  await page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${act}：`) }).click();
}

/** A street calls the city's management and a community, to come within two hours. */
export async function whistle(street: Page, community: string): Promise<void> {
  await choose(street, '吹哨');
  const sheet = street.getByRole('dialog');
  await sheet.getByLabel('搜索单位').fill('城管');
  await sheet.getByRole('button', { name: /城市管理/ }).first().click();
  await sheet.getByRole('button', { name: '再叫一个单位' }).click();
  await sheet.getByLabel('搜索单位').fill(community.slice(0, 2));
  await sheet.getByRole('button', { name: new RegExp(community) }).first().click();
  const itself = sheet.getByRole('button', { name: `就选${community}` });
  if (await itself.isVisible()) await itself.click();
  await sheet.getByRole('radio', { name: '2 小时', exact: true }).check();
  await sheet.getByRole('button', { name: '吹哨', exact: true }).click();
}
