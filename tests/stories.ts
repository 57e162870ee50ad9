// Steps that several stories take, as a resident would say them.
import { expect, type Page } from '@playwright/test';

import { jpeg } from './fixtures';

/** From home: the camera, one photo, one kind, and send. Gives the number on the receipt and its code. */
export async function reportHazard(
  page: Page,
  kind = '路灯不亮',
  photo?: { name: string; mimeType: string; buffer: Buffer },
): Promise<{ number: string; code: string }> {
  await page.locator('.snap-button input').setInputFiles(photo ?? (await jpeg(page)));
  await expect(page).toHaveURL(/\/report$/);
  await page.getByRole('radio', { name: kind, exact: true }).click();
  await page.getByRole('button', { name: '发送' }).click();
  return receipt(page);
}

/** On the form of a hazard: one photo, one kind, and everything there that a send needs. */
export async function fillHazard(page: Page, kind: string): Promise<void> {
  await page.getByLabel('从相册选').setInputFiles(await jpeg(page));
  await page.getByRole('radio', { name: kind, exact: true }).click();
  await expect(page.getByText('都齐了，可以发送')).toBeVisible();
}

/** The number and the code that the receipt shows. */
export async function receipt(page: Page): Promise<{ number: string; code: string }> {
  await expect(page).toHaveURL(/\/receipt\/\d{9}$/);
  const lines = page.locator('.case-number');
  await expect(lines).toHaveCount(2);
  const [number, code] = await lines.allInnerTexts();
  const digits = number.replace(/\D/g, '');
  expect(digits).toMatch(/^\d{9}$/);
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{6}$/);
  return { number: digits, code };
}
