// Home, the report and the look-up in the engines of old phones and of iOS, each with the build that the page chooses.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { INSIDE } from '../fixtures';
import { ENGINES, expect, keep, test } from './fixtures';
import { fill, open, see, tap, type Phone } from './phone';

/** How the folder begins that the running program came from. */
const BUILDS = `(performance.getEntriesByType('resource').map(function (entry) { return entry.name; }).join(' ').match(/\\/(app|whole)-/) || [''])[0]`;

for (const engine of ENGINES) {
  test(`${engine.name}: home shows what the server has, and leads on`, async ({ phones, server }) => {
    const phone = await phones(engine);
    await open(phone, `${server.url}/`);
    await see(phone, 'heading', '附近的事');
    await expect.poll(() => phone.read<number>(`document.querySelectorAll('.case-list a').length`)).toBeGreaterThan(0);
    await keep(phone, engine, 'home');
    await tap(phone, 'button', /English/);
    await see(phone, 'heading', 'Ping An E Family');
    await tap(phone, 'link', 'Near me');
    await see(phone, 'heading', 'Around here');
    await expect.poll(() => phone.read<number>(`document.querySelectorAll('.case-list a').length`)).toBeGreaterThan(0);
    await expect.poll(() => phone.read<string>(BUILDS)).toBe(/Chromium (72|80)$/.test(engine.name) ? '/whole-' : '/app-');
    await keep(phone, engine, 'near');
  });

  test(`${engine.name}: a hazard with its photo is sent, and looked up by number and code`, async ({ phones, server }) => {
    const phone = await phones(engine);
    await open(phone, `${server.url}/`);
    await tellPlace(phone);
    await withPhoto(phone, async (photo) => {
      await phone.choose(`document.querySelector('.snap-button input')`, photo);
      await tap(phone, 'radio', '路灯不亮');
      await see(phone, 'button', /^删除第 1 张照片/);
      await keep(phone, engine, 'report');
      await tap(phone, 'button', '发送');
    });
    await expect.poll(() => phone.read<string>('location.pathname'), { timeout: 20_000 }).toMatch(/^\/receipt\/\d{9}$/);
    await keep(phone, engine, 'receipt');
    const lines = await phone.read<string[]>(`Array.prototype.map.call(document.querySelectorAll('.case-number'), function (line) { return line.textContent; })`);
    const [number, code] = [lines[0].replace(/\D/g, ''), lines[1].trim()];

    // A phone that knows nothing of the case.
    await phone.read('localStorage.clear()');
    await open(phone, `${server.url}/lookup`);
    await fill(phone, /编号/, number);
    await fill(phone, /查询码/, code);
    await tap(phone, 'button', '查询');
    await see(phone, 'heading', '已收到');
    await keep(phone, engine, 'case');
  });
}

/** The phone is in the district: these browsers have no place of their own. */
async function tellPlace(phone: Phone): Promise<void> {
  await phone.read(`(navigator.geolocation.getCurrentPosition = function (found) { found({ coords: ${JSON.stringify(INSIDE)} }); }, true)`);
}

async function withPhoto(phone: Phone, use: (file: string) => Promise<void>): Promise<void> {
  const url = await phone.read<string>(
    `(function (canvas) { canvas.width = 640; canvas.height = 480; var paint = canvas.getContext('2d'); paint.fillStyle = '#c02020'; paint.fillRect(0, 0, 320, 480); return canvas.toDataURL('image/jpeg'); })(document.createElement('canvas'))`,
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'pingan-photo-'));
  const file = path.join(folder, 'photo.jpg');
  await writeFile(file, Buffer.from(url.split(',')[1], 'base64'));
  await use(file);
  await rm(folder, { recursive: true });
}
