// Staff of a story's own: given a role by the demonstration's admin, signed in on the page, with an authenticator that the
// story holds.
import { createHmac } from 'node:crypto';

import { expect, type Browser, type Page } from '@playwright/test';

import { agree, signIn } from './account';
import { signedIn, STAFF } from './desk';
import { type Server } from './fixtures';
import { send } from './volunteers';

let given = 0;

/** A number that no story of this server had before: a number gets one code a minute. */
export function ownNumber(): string {
  given += 1;
  return `137222204${String(given % 100).padStart(2, '0')}`;
}

/** Signs somebody in who has just been given a role, up to the page that sets up the second factor. */
export async function newStaff(browser: Browser, server: Server, phone: string, role: string, unit: string): Promise<Page> {
  const office = await browser.newContext({ baseURL: server.url });
  await signedIn(office, server, STAFF.admin);
  await send(office.request, '/api/v1/grants', { phone, name: `人员${phone.slice(-4)}`, role, unit });
  await office.close();
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await signIn(page, phone);
  await agree(page);
  await expect(page).toHaveURL(/\/account\/second-factor$/);
  return page;
}

/** Sets up the second factor on its page; gives the recovery codes that it tells once. */
export async function enrol(page: Page): Promise<string[]> {
  await expect(page.getByRole('img', { name: '验证器要扫的二维码' }).locator('svg')).toBeVisible();
  const secret = (await page.locator('.factor__secret code').innerText()).trim();
  // The picture and the link say the same as the letters.
  const link = page.getByRole('link', { name: '在这台手机的验证器里打开' });
  await expect(link).toHaveAttribute('href', new RegExp(`^otpauth://totp/.*[?&]secret=${secret}(&|$)`));
  await page.getByLabel('验证器里的数字').fill(digits(secret));
  await page.getByRole('button', { name: '完成设置' }).click();
  await expect(page.getByRole('heading', { name: '请收好这 10 个恢复码' })).toBeVisible();
  const codes = await page.locator('.recovery li').allInnerTexts();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/);
  await page.getByRole('link', { name: '已收好' }).click();
  await expect(page).toHaveURL(/\/account$/);
  return codes;
}

/** The district itself. */
export async function districtUnit(server: Server): Promise<string> {
  const district = (await (await fetch(`${server.url}/api/v1/district`)).json()) as { units: { id: string; kind: string }[] };
  return district.units.find((unit) => unit.kind === 'district')!.id;
}

/** What an authenticator shows now: RFC 6238 with SHA-1, six digits, steps of thirty seconds. */
function digits(secret: string): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const four = mac.readUInt32BE(mac[19] & 0xf) & 0x7fffffff;
  return String(four % 1_000_000).padStart(6, '0');
}
