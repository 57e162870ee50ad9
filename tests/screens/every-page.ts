// Every page of the app's own table, one sheet of screenshots a look. Run by `cargo xtask screenshots`.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { signedIn, STAFF } from '../desk';
import { allowPlace, expect, spot, test, type Page } from '../fixtures';
import { go, pages, shape, wear, type Look } from '../pages';
import { reportHazard } from '../stories';
import { ofDemonstration, volunteerLife } from '../volunteer-life';

const FOLDER = path.join(__dirname, '../../docs/screens');

const LOOKS: Record<string, Look> = {
  light: { lang: 'zh-CN', care: 'off', theme: 'light' },
  dark: { lang: 'zh-CN', care: 'off', theme: 'dark' },
  care: { lang: 'zh-CN', care: 'on', theme: 'light' },
  english: { lang: 'en', care: 'off', theme: 'light' },
};

interface Shot {
  label: string;
  png: string;
}

for (const [at, [name, look]] of Object.entries(LOOKS).entries()) {
  test(name, async ({ page, context, open, browser, server, request }) => {
    await allowPlace(context, spot(11));
    await open('/grid/choose');
    await page.getByRole('button', { name: '用我现在的位置' }).click();
    await expect(page).toHaveURL(/\/grid$/);
    await open('/');
    // A picture worth looking at: one of the demonstration's.
    const { latest } = await (await request.get('/api/v1/home')).json();
    const shown = latest.find(({ thumb }: { thumb?: string }) => thumb);
    const { photos } = await (await request.get(`/api/v1/cases/${shown.number}`)).json();
    const buffer = await (await request.get(photos[0].full)).body();
    const photo = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer };
    const { number } = await reportHazard(page, '路灯不亮', photo);
    await server.accept(number);
    await server.move(number, 'assign', '--to', '420204-urban', '--words', '明天上午到');
    const life = await volunteerLife(browser, server, `1375555001${at + 1}`);
    const { team } = await ofDemonstration(server);
    await wear(page, look);
    await open('/');
    const shots: Shot[] = [];
    const shoot = async (label: string) => {
      await page.evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
        scrollTo(0, 0);
      });
      await page.waitForLoadState('networkidle');
      const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      shots.push({ label, png: png.toString('base64') });
    };
    const all = pages(number, { shift: life.shift.id, team: team.id });
    const shootAll = async (paths: string[]) => {
      for (const path of paths) {
        await go(page, path);
        await shoot(shape(path));
      }
    };
    await shootAll(all.filter((path) => !isStaffs(path) && !isVolunteers(path)));
    await go(page, '/report');
    await page.locator('input[type=file][multiple]').setInputFiles(photo);
    await page.getByRole('radio').nth(3).click();
    await shoot('/report (filled in)');
    await open('/about');
    await page.route('**/api/**', (route) => route.abort());
    await go(page, '/grid/choose');
    await shoot('/grid/choose (no network)');
    await page.unroute('**/api/**');
    await life.be(context);
    await open('/volunteer');
    await shootAll(all.filter(isVolunteers));
    // Only a full load reads what stands behind the #.
    await open(`/volunteer/verify#${life.certificate}`);
    await expect(page.getByRole('article')).toBeVisible();
    await shoot('/volunteer/verify (a certificate)');
    await context.clearCookies();
    await signedIn(context, server, STAFF.admin);
    await open('/admin');
    await shootAll(all.filter(isStaffs));
    await go(page, `/volunteer/shifts/${life.shift.id}/roster`);
    await page.locator('input[name="roster-part"][value="list"]').check();
    await shoot('/volunteer/shifts/…/roster (list)');
    await mkdir(FOLDER, { recursive: true });
    await writeFile(path.join(FOLDER, `${name}.webp`), await sheet(await context.newPage(), shots));
  });
}

// The desk where most of it is done: at a screen.
for (const theme of ['light', 'dark'] as const) {
  test(`desk, ${theme}`, async ({ page, context, open, server }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open('/');
    const { number } = await reportHazard(page, '消防通道堵塞');
    await server.accept(number);
    await signedIn(context, server, STAFF.admin);
    await wear(page, { lang: 'zh-CN', care: 'off', theme });
    await open('/admin');
    const shots: Shot[] = [];
    const { shift, team } = await ofDemonstration(server);
    const all = pages(number, { shift: shift.id, team: team.id });
    for (const path of all.filter((path) => path.startsWith('/admin'))) {
      await go(page, path);
      await page.waitForLoadState('networkidle');
      const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      shots.push({ label: shape(path), png: png.toString('base64') });
    }
    await mkdir(FOLDER, { recursive: true });
    await writeFile(path.join(FOLDER, `desk-${theme}.webp`), await sheet(await context.newPage(), shots, [2, 640, 400]));
  });
}

/** Pages that show something to whoever is signed in and has a right to it. */
function isStaffs(path: string): boolean {
  return /^\/(admin|account)|\/roster$/.test(path);
}

/** Pages that show more to somebody who volunteers. */
function isVolunteers(path: string): boolean {
  return path.startsWith('/volunteer') && !isStaffs(path);
}

/** All shots side by side in one small picture: so many in a row, each so wide and high. */
async function sheet(page: Page, shots: Shot[], shape: [number, number, number] = [5, 288, 624]): Promise<Buffer> {
  const picture = await page.evaluate(async ({ shots, shape: [columns, width, height] }) => {
    const [gap, head] = [16, 28];
    const canvas = document.createElement('canvas');
    canvas.width = columns * (width + gap) + gap;
    canvas.height = Math.ceil(shots.length / columns) * (height + head + gap) + gap;
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#8d8d8d';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.font = '15px sans-serif';
    context.imageSmoothingQuality = 'high';
    for (const [index, { label, png }] of shots.entries()) {
      const [x, y] = [gap + (index % columns) * (width + gap), gap + Math.floor(index / columns) * (height + head + gap)];
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      context.fillStyle = '#fff';
      context.fillText(label, x, y + 18, width);
      context.drawImage(image, x, y + head, width, height);
    }
    return canvas.toDataURL('image/webp', 0.78);
  }, { shots, shape });
  return Buffer.from(picture.split(',')[1], 'base64');
}
