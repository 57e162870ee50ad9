// Volunteers on their phones, and teams and shifts of a story's own, planned as a coordinator does.
import { randomUUID } from 'node:crypto';

import { expect, type APIRequestContext, type Browser, type Page } from '@playwright/test';

import { signedIn, STAFF } from './desk';
import { type Server } from './fixtures';

export interface Planned {
  id: string;
  title: string;
  posts: { id: string; name: string }[];
  starts_at: string;
  ends_at: string;
  version: number;
  team: string;
}

const DAY_MS = 24 * 3600 * 1000;
/** Shanghai is eight hours ahead, all year. */
const AHEAD_MS = 8 * 3600 * 1000;

/** The version of the words that are agreed to at the first sign-in. */
const CONSENT = 2;

let planned = 0;

/** So many days from now at a time of the district's day, such as `09:00`. */
export function daysAhead(days: number, time: string): Date {
  const day = new Date(Date.now() + AHEAD_MS + days * DAY_MS).toISOString().slice(0, 10);
  return new Date(`${day}T${time}:00+08:00`);
}

/** Midnights of the district from now to a moment. */
function daysAway(at: Date): number {
  const day = (moment: number) => Math.floor((moment + AHEAD_MS) / DAY_MS);
  return day(at.getTime()) - day(Date.now());
}

/** By the district's clock: the fields of UTC then tell what it shows. */
function there(at: Date): Date {
  return new Date(at.getTime() + AHEAD_MS);
}

/** A day of the coming week as its chip and its heading name it. */
export function dayName(at: Date): string {
  const away = daysAway(at);
  if (away === 0) return '今天';
  if (away === 1) return '明天';
  return `周${'日一二三四五六'[there(at).getUTCDay()]} ${there(at).getUTCDate()}日`;
}

/** A moment to the minute as the app says it; one of another year without its time. */
export function saidAt(at: Date): string {
  const time = there(at).toISOString().slice(11, 16);
  const away = daysAway(at);
  if (away === 0) return `今天 ${time}`;
  if (away === 1) return `明天 ${time}`;
  const [year, month, day] = there(at).toISOString().slice(0, 10).split('-').map(Number);
  return year === there(new Date()).getUTCFullYear() ? `${month}月${day}日 ${time}` : `${year}年${month}月${day}日`;
}

/** The page's stream of news is open; to be asked for before the page is. */
export async function hears(page: Page): Promise<void> {
  await page.waitForResponse((response) => response.url().includes('/api/v1/inbox/stream/') && response.ok());
}

/** The first grid with its community and a point inside it. */
export async function firstGround(server: Server): Promise<{ grid: string; community: string; position: { lat: number; lon: number } }> {
  const district = (await (await fetch(`${server.url}/api/v1/district`)).json()) as { units: { id: string; kind: string }[] };
  const grid = district.units
    .filter((unit) => unit.kind === 'grid')
    .map((unit) => unit.id)
    .sort()[0];
  const card = await (await fetch(`${server.url}/api/v1/district/grids/${grid}`)).json();
  return { grid, community: card.community.id, position: card.centre };
}

/** Sends as the app does, and gives what is answered. */
export async function send(api: APIRequestContext, path: string, data: unknown): Promise<any> {
  const answer = await api.post(path, { data, headers: { 'Idempotency-Key': randomUUID() } });
  const text = await answer.text();
  expect(answer.ok(), `${path}: ${text}`).toBe(true);
  return text ? JSON.parse(text) : null;
}

/** A phone of somebody who is signed in and registered as a volunteer (born 1990-05-01, first grid). */
export async function volunteer(browser: Browser, server: Server, phone: string, name = `志愿者${phone.slice(-4)}`): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 360, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  const api = context.request;
  const { demo_code: code } = await send(api, '/api/v1/account/codes', { phone, purpose: 'sign_in' });
  await send(api, '/api/v1/account/sign-in', { phone, code, consent: CONSENT });
  // The app itself leaves this mark where somebody signs in on a page.
  await context.addCookies([{ name: 'signed-in', value: 'yes', url: server.url }]);
  const { grid } = await firstGround(server);
  await send(api, '/api/v1/volunteer/me', { name, born: '1990-05-01', grid });
  return context.newPage();
}

/** The coordinator's requests. */
export async function coordinator(browser: Browser, server: Server): Promise<APIRequestContext> {
  const context = await browser.newContext({ baseURL: server.url });
  await signedIn(context, server, STAFF.admin);
  return context.request;
}

/** A team of the first grid's community that everyone may join; `more` says otherwise. */
export async function foundTeam(
  api: APIRequestContext,
  server: Server,
  name: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; version: number }> {
  const { community } = await firstGround(server);
  const about = '一起把院子收拾干净。';
  const team = await send(api, '/api/v1/volunteer/teams', { kind: 'environment', name, about, unit: community, join: 'open', ...more });
  return { id: team.card.id, version: team.version };
}

/** A shift of two hours from nine o'clock on in two days, at the first grid's centre, for two; `more` says otherwise. */
export async function planShift(
  api: APIRequestContext,
  server: Server,
  team: string,
  more: Record<string, unknown> = {},
): Promise<Planned> {
  const { position } = await firstGround(server);
  planned += 1;
  const shift = await send(api, '/api/v1/volunteer/shifts', {
    team,
    title: `清扫楼道第${planned}回`,
    place: '社区门口',
    position,
    starts_at: daysAhead(2, '09:00').toISOString(),
    ends_at: daysAhead(2, '11:00').toISOString(),
    posts: [{ name: '清扫', needed: 2 }],
    publish: true,
    ...more,
  });
  const { id, title, starts_at, ends_at } = shift.card;
  const posts = (shift.posts as { id: string; name: string }[]).map((post) => ({ id: post.id, name: post.name }));
  return { id, title, posts, starts_at, ends_at, version: shift.version, team };
}
