// A phone with a microphone that beeps, and speaking into it.
import config from '../playwright.config';
import { expect, type Page } from './fixtures';

/** For `test.use`. */
export const MICROPHONE = {
  launchOptions: {
    ...config.use?.launchOptions,
    args: [...(config.use?.launchOptions?.args ?? []), '--use-fake-device-for-media-stream'],
  },
};

/** Records for about a second. */
export async function speak(page: Page): Promise<void> {
  await page.getByRole('button', { name: /按一下，说给我们听/ }).click();
  await expect(page.getByRole('timer')).toHaveText('0:01 / 1:00');
  await page.getByRole('button', { name: '说完了' }).click();
  await expect(page.getByRole('button', { name: '听一听' })).toBeVisible();
}
