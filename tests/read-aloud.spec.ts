// A case read aloud by the phone's own voice, where there is one, and calls first for whoever rather calls.
import { expect, test, type Page } from './fixtures';
import { reportHazard } from './stories';

/** A voice that notes what it is asked to say. */
async function withVoice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    class Utterance {
      lang = '';
      onend: (() => void) | null = null;
      constructor(readonly text: string) {}
    }
    const said: Utterance[] = [];
    const voice = { said, cancelled: 0, speak: (one: Utterance) => said.push(one), cancel: () => (voice.cancelled += 1) };
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance });
    Object.defineProperty(window, 'speechSynthesis', { value: voice });
  });
}

interface Voice {
  said: { text: string; lang: string; onend: (() => void) | null }[];
  cancelled: number;
}
const said = (page: Page) => page.evaluate(() => (speechSynthesis as never as Voice).said.map(({ text, lang }) => ({ text, lang })));

test('the state of a case is read in the language of the app, stops on a press and when the page is left', async ({ page, open, server }) => {
  await withVoice(page);
  await open('/');
  const { number } = await reportHazard(page, '路灯不亮');
  await server.accept(number);
  await open(`/cases/${number}`);
  await expect(page.getByRole('heading', { name: '已受理' })).toBeVisible();
  await page.getByRole('button', { name: '朗读给我听' }).click();
  const sentences = await said(page);
  const all = sentences.map(({ text }) => text).join('');
  for (const part of ['路灯不亮', '已受理', '接下来']) expect(all).toContain(part);
  expect(new Set(sentences.map(({ lang }) => lang))).toEqual(new Set(['zh-CN']));
  await page.getByRole('button', { name: '停止朗读' }).click();
  await expect(page.getByRole('button', { name: '朗读给我听' })).toBeVisible();

  // It ends by itself as well.
  await page.getByRole('button', { name: '朗读给我听' }).click();
  await page.evaluate(() => (speechSynthesis as never as Voice).said.at(-1)!.onend!());
  await expect(page.getByRole('button', { name: '朗读给我听' })).toBeVisible();

  await page.getByRole('button', { name: '朗读给我听' }).click();
  const before = await page.evaluate(() => (speechSynthesis as never as Voice).cancelled);
  await page.getByRole('link', { name: '返回' }).click();
  await expect.poll(() => page.evaluate(() => (speechSynthesis as never as Voice).cancelled)).toBeGreaterThan(before);
});

test('in English it speaks English', async ({ page, open }) => {
  await withVoice(page);
  await open('/');
  const { number } = await reportHazard(page, '路灯不亮');
  await page.evaluate(() => localStorage.setItem('pa.lang', 'en'));
  await open(`/cases/${number}`);
  await page.getByRole('button', { name: 'Read this to me' }).click();
  const sentences = await said(page);
  expect(sentences.every(({ lang }) => lang === 'en-US')).toBe(true);
  expect(sentences.map(({ text }) => text).join(' ')).toContain('Street light');
});

test('where the browser has no voice, nothing promises one', async ({ page, open }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'speechSynthesis', { value: undefined }));
  await open('/');
  const { number } = await reportHazard(page);
  await open(`/cases/${number}`);
  await expect(page.getByRole('heading', { name: '已收到' })).toBeVisible();
  await expect(page.getByRole('button', { name: /朗读/ })).toHaveCount(0);
});

test('in care mode the first thing on home, my grid and a case is a call', async ({ page, open }) => {
  await open('/grid/choose');
  await page.getByRole('button', { name: '用我现在的位置' }).click();
  await expect(page).toHaveURL(/\/grid$/);
  await open('/');
  const { number } = await reportHazard(page);
  await page.evaluate(() => localStorage.setItem('pa.care', 'on'));
  for (const path of ['/', '/grid', `/cases/${number}`]) {
    await open(path);
    const call = page.locator('main a[href^="tel:"]').first();
    await expect(call).toBeVisible();
    await expect(call).toContainText('网格员');
    const { top, height, width } = await call.evaluate((link) => link.getBoundingClientRect().toJSON());
    expect(height, path).toBeGreaterThanOrEqual(60);
    expect(width, path).toBeGreaterThanOrEqual(240);
    expect(top + height, `${path}: in sight without scrolling`).toBeLessThan(780);
    const before = await call.evaluate((link) => {
      const controls = [...document.querySelectorAll('main a, main button, main input')];
      return controls.slice(0, controls.indexOf(link)).filter((one) => !one.closest('header, .section__head')).length;
    });
    expect(before, `${path}: no other control before it`).toBe(0);
  }
});
