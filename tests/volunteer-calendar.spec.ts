// Calendar programs read a shift by itself, and all of a person's by a private address that ends when another is made.
import type { APIRequestContext } from '@playwright/test';
import ICAL from 'ical.js';

import { expect, test } from './fixtures';
import { coordinator, daysAhead, foundTeam, planShift, send, volunteer, type Planned } from './volunteers';

/** The events that an address answers with. */
async function events(request: APIRequestContext, address: string): Promise<ICAL.Event[]> {
  const answer = await request.get(address);
  expect(answer.ok(), address).toBe(true);
  expect(answer.headers()['content-type']).toContain('text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  expect(calendar.name).toBe('vcalendar');
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

const status = (event: ICAL.Event) => event.component.getFirstPropertyValue('status');

/** It says of the shift what the server says of it. */
function expectShift(event: ICAL.Event, shift: Planned, place: string): void {
  expect(event.uid).toContain(shift.id);
  expect(event.startDate.toJSDate().getTime()).toBe(Date.parse(shift.starts_at));
  expect(event.endDate.toJSDate().getTime()).toBe(Date.parse(shift.ends_at));
  expect(event.summary).toBe(shift.title);
  expect(event.location).toBe(place);
  expect(event.sequence).toBe(shift.version);
  expect(status(event)).toBe('CONFIRMED');
}

test('a shift and an own calendar are read by calendar programs', async ({ browser, server, request }) => {
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, '日历志愿队');
  const places = ['3 号楼南门, 花坛旁; 近“老槐树”\\石桌，从北门进来沿着主路走到底再往左拐就看得见', '社区门口'];
  const first = await planShift(api, server, team.id, { place: places[0] });
  const times = { starts_at: daysAhead(3, '14:00').toISOString(), ends_at: daysAhead(3, '16:30').toISOString() };
  const second = await planShift(api, server, team.id, { place: places[1], ...times });
  const person = await volunteer(browser, server, '13733330031', '李静怡');

  await person.goto(`/volunteer/shifts/${first.id}`);
  const file = await person.getByRole('link', { name: '放进手机日历' }).getAttribute('href');
  const alone = await events(request, file!);
  expect(alone).toHaveLength(1);
  expectShift(alone[0], first, places[0]);

  for (const shift of [first, second]) {
    await send(person.request, `/api/v1/volunteer/shifts/${shift.id}/sign-ups`, { post: shift.posts[0].id });
  }
  await person.goto('/volunteer/mine');
  await person.getByRole('button', { name: '生成我的日历地址' }).click();
  const shown = person.locator('.calendar-address code');
  await expect(shown).toHaveText(/^http.+\/api\/v1\/volunteer\/calendars\/\w+$/);
  const address = await shown.innerText();
  // The address alone opens it.
  const own = await events(request, address);
  expect(own).toHaveLength(2);
  own.sort((one, other) => one.startDate.compare(other.startDate));
  expectShift(own[0], first, places[0]);
  expectShift(own[1], second, places[1]);
  expect(own[0].uid).toBe(alone[0].uid);

  const { version } = await send(api, `/api/v1/volunteer/shifts/${first.id}/cancel`, { words: '那天要下大雨' });
  const [called_off] = await events(request, file!);
  expect(status(called_off)).toBe('CANCELLED');
  expect(called_off.uid).toBe(alone[0].uid);
  expect(called_off.sequence).toBe(version);
  expect(called_off.sequence).toBeGreaterThan(first.version);
  expect((await events(request, address)).map((event) => event.uid)).toEqual([own[1].uid]);

  await person.getByRole('button', { name: '换一个新地址' }).click();
  await person.getByRole('dialog', { name: '换一个新地址' }).getByRole('button', { name: '换新的' }).click();
  await expect(shown).not.toHaveText(address);
  const next = await shown.innerText();
  expect((await request.get(address)).status()).toBe(404);
  expect((await events(request, next)).map((event) => event.uid)).toEqual([own[1].uid]);
  await person.context().close();
});
