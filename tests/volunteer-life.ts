// A volunteer who has been at it for a while, for whatever looks at pages that have something to show.
import { randomUUID } from 'node:crypto';

import { expect, type APIRequestContext, type Browser, type BrowserContext, type Page } from '@playwright/test';

import { type Server } from './fixtures';
import { coordinator, daysAhead, foundTeam, planShift, send, volunteer, type Planned } from './volunteers';

const MINUTE_MS = 60_000;
const CODE_MS = 30_000;

export interface Life {
  name: string;
  /** Comes along without an account. */
  friend: string;
  /** Begins in half an hour: they have a place in it, somebody else is there already. */
  shift: Planned;
  /** The number of a certificate of what they did before. */
  certificate: string;
  /** Has a phone be theirs. */
  be(context: BrowserContext): Promise<void>;
}

/** Needs a number of its own, as every volunteer does. */
export async function volunteerLife(browser: Browser, server: Server, phone: string): Promise<Life> {
  const [name, friend] = ['林秀兰', '小芳'];
  const api = await coordinator(browser, server);
  const { id: team } = await foundTeam(api, server, '洁净家园队');
  const person = await volunteer(browser, server, phone, name);
  await send(person.request, `/api/v1/volunteer/teams/${team}/join`, null);
  const shift = await planShift(api, server, team, {
    title: '清楼道、畅通道',
    about: '把楼道里的杂物清下楼，登记需要物业搬走的大件。',
    place: '南门岗亭',
    bring: '手套、水杯',
    min_age: 14,
    late_cancel_minutes: 10,
    posts: [
      { name: '清理楼道', needed: 6 },
      { name: '检查插座线路', needed: 1, qualification: 'electrician' },
    ],
    ...inMinutes(30, 150),
  });
  const post = shift.posts[0].id;
  await send(person.request, `/api/v1/volunteer/shifts/${shift.id}/sign-ups`, { post, friend });
  const besides = { key: randomUUID(), kind: 'walk_in', at: new Date().toISOString(), name: '郑老伯', post };
  await send(api, `/api/v1/volunteer/shifts/${shift.id}/roster`, { marks: [besides] });
  await attend(api, server, team, person);
  const day = (days: number) => daysAhead(days, '12:00').toISOString().slice(0, 10);
  const { number: certificate } = await send(person.request, '/api/v1/volunteer/certificates', { from: day(-1), to: day(0) });
  const cookies = await person.context().cookies();
  await person.context().close();
  const be = async (context: BrowserContext) => {
    await context.clearCookies();
    await context.addCookies(cookies);
  };
  return { name, friend, shift, certificate, be };
}

/** When something is that begins and ends so many minutes from now. */
function inMinutes(from: number, to: number): { starts_at: string; ends_at: string } {
  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
  return { starts_at: at(from), ends_at: at(to) };
}

/** Comes to a short shift that begins at once, and has an hour and a half of it written down. */
export async function attend(api: APIRequestContext, server: Server, team: string, person: Page): Promise<void> {
  const { id } = await planShift(api, server, team, { title: '给花坛浇水', ...inMinutes(0.1, 15) });
  const roster = `/api/v1/volunteer/shifts/${id}/roster`;
  const { codes, codes_from } = await (await api.get(roster)).json();
  const turn = Math.floor((Date.now() - Date.parse(codes_from)) / CODE_MS);
  const code = (codes as string).slice(6 * turn, 6 * turn + 6);
  await send(person.request, '/api/v1/volunteer/check-ins', { code, shift: id });
  const { lines } = await (await api.get(roster)).json();
  const mark = (kind: string, more = {}) => ({ key: randomUUID(), kind, at: new Date().toISOString(), sign_up: lines[0].id, ...more });
  const marks = [mark('correct', { minutes: 90, reason: '提前来帮忙布置' }), mark('check_out')];
  // Before it begins nobody has worked.
  await expect.poll(async () => (await api.post(roster, { data: { marks } })).status(), { timeout: 20_000 }).toBe(200);
}

/** Of the demonstration's own: a shift that people have signed up for, and a team with members. */
export async function ofDemonstration(server: Server): Promise<{ shift: { id: string; title: string }; team: { id: string; name: string } }> {
  const list = async (what: string) => (await (await fetch(`${server.url}/api/v1/volunteer/${what}`)).json()).items;
  const shifts = (await list('shifts')) as { id: string; title: string; taken: number }[];
  const teams = (await list('teams')) as { id: string; name: string; members: number }[];
  const [shift, team] = [shifts.find(({ taken }) => taken > 0), teams.find(({ members }) => members > 0)];
  expect(shift && team, 'the demonstration has volunteers').toBeTruthy();
  return { shift: shift!, team: team! };
}
