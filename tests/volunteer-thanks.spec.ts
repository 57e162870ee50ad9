// A community's wall of thanks: who agreed to be named, and how much all did together.
import { randomUUID } from 'node:crypto';

import { firstGrid, residentAt } from './desk';
import { expect, test } from './fixtures';
import { coordinator, firstGround, foundTeam, planShift, send, volunteer } from './volunteers';

test('the wall names whoever agreed, without anybody’s hours, and nobody who did not', async ({ page, open, browser, server }) => {
  test.setTimeout(120_000);
  const { community, grid } = await firstGround(server);
  const name = '柳青禾';
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const api = await coordinator(browser, server);
  const team = await foundTeam(api, server, `感谢队${randomUUID().slice(0, 4)}`);
  const shift = await planShift(api, server, team.id, { starts_at: at(30), ends_at: at(150) });
  const phone = await volunteer(browser, server, '13744440081', name);
  const { mine } = await send(phone.request, `/api/v1/volunteer/shifts/${shift.id}/sign-ups`, { post: shift.posts[0].id });
  const mark = (kind: string) => ({ key: randomUUID(), kind, at: at(0), sign_up: mine.id });
  await send(api, `/api/v1/volunteer/shifts/${shift.id}/roster`, { marks: [mark('present'), mark('check_out')] });

  const wall = page.getByRole('list', { name: '愿意留名的志愿者' });
  /** The wall shows what the server says and no more; gives that. */
  const shown = async () => {
    await open(`/volunteer/thanks?unit=${community}`);
    await expect(page.getByRole('heading', { name: /谢谢大家$/ })).toBeVisible();
    const thanks = await (await page.request.get(`/api/v1/volunteer/thanks?unit=${community}`)).json();
    await expect(wall.getByRole('listitem')).toHaveText(thanks.names);
    expect(thanks.names.length).toBeGreaterThan(0);
    return thanks as { names: string[]; people: number };
  };
  const before = await shown();
  expect(before.people).toBeGreaterThan(before.names.length);
  await expect(page.getByText(name)).toHaveCount(0);

  const agree = (thanks: boolean) => send(phone.request, '/api/v1/volunteer/me', { name, born: '1990-05-01', grid, thanks });
  await agree(true);
  const named = await shown();
  expect(named.people).toBe(before.people);
  await expect(wall.getByText(name, { exact: true })).toBeVisible();
  await expect(page.getByText(/人做过志愿服务/)).toBeVisible();
  await agree(false);
  await shown();
  await expect(page.getByText(name)).toHaveCount(0);
  await phone.context().close();
});

test('a community in which nobody has helped yet says so', async ({ page, open, request }) => {
  const { units } = (await (await request.get('/api/v1/district')).json()) as { units: { id: string; kind: string; name: { zh: string } }[] };
  let quiet: string | undefined;
  for (const { id } of units.filter((unit) => unit.kind === 'community')) {
    const thanks = await (await request.get(`/api/v1/volunteer/thanks?unit=${id}`)).json();
    if (thanks.people > 0) continue;
    quiet = id;
    break;
  }
  expect(quiet).toBeDefined();
  await open(`/volunteer/thanks?unit=${quiet}`);
  const { zh } = units.find((unit) => unit.id === quiet)!.name;
  await expect(page.getByRole('heading', { name: `${zh}谢谢大家` })).toBeVisible();
  await expect(page.getByText('还没有人做过志愿服务')).toBeVisible();
  await expect(page.getByRole('list', { name: '愿意留名的志愿者' })).toHaveCount(0);
});

test('without a grid the wall asks for one, and then is that of its community', async ({ page, open, server }) => {
  const { place, community } = await firstGrid(server);
  await residentAt(page, place);
  await open('/volunteer');
  await page.getByRole('link', { name: '社区感谢墙' }).click();
  await expect(page.getByText('还没选您住的网格')).toBeVisible();
  await page.getByRole('link', { name: '去选择' }).click();
  await page.getByRole('button', { name: '用我现在的位置' }).click();
  await expect(page).toHaveURL(/\/grid$/);
  await open('/volunteer/thanks');
  await expect(page.getByRole('heading', { name: `${community}谢谢大家` })).toBeVisible();
});
