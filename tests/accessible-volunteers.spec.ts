// The volunteers' pages with life on them: a shift and a team as everybody sees them, what somebody has of their own, and
// what an organiser works with. Those that show something without an id, accessible.spec.ts opens. And what stands in the
// place of what a phone or WeChat does not let a page do.
import { examine, LOOKS, type Stop } from './accessible';
import { signedIn, STAFF } from './desk';
import { expect, test, type Page, type Server } from './fixtures';
import { settled, wear } from './pages';
import { ofDemonstration, volunteerLife, type Life } from './volunteer-life';
import { firstGround } from './volunteers';

const WECHAT =
  'Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.120 Mobile Safari/537.36 XWEB/1220 MicroMessenger/8.0.49';

/** Until the page shows names and titles that it has from the server. */
function shows(...words: string[]): (page: Page) => Promise<void> {
  return async (page) => {
    for (const word of words) await expect(page.getByText(word).first()).toBeVisible();
  };
}

const grouped = (number: string) => number.replace(/(\d{4})(?=\d)/g, '$1 ');

/** Asks for a certificate by its number; in every language. */
async function verify(page: Page, number: string): Promise<void> {
  const field = page.locator('#certificate-number');
  await field.fill(number);
  await field.press('Enter');
  await expect(page.getByRole('article')).toContainText(grouped(number));
}

async function everybodys(server: Server, { certificate }: Life): Promise<Stop[]> {
  const { shift, team } = await ofDemonstration(server);
  const { community } = await firstGround(server);
  return [
    { path: `/volunteer/shifts/${shift.id}`, ready: shows(shift.title) },
    { path: `/volunteer/teams/${team.id}`, ready: shows(team.name) },
    { path: `/volunteer/thanks?unit=${community}`, ready: async (page) => expect(page.getByRole('listitem').first()).toBeVisible() },
    { path: '/volunteer/verify', face: 'a certificate', ready: (page) => verify(page, certificate) },
  ];
}

function volunteers({ name, friend, shift, certificate }: Life): Stop[] {
  return [
    { path: '/volunteer/mine', ready: shows(shift.title, grouped(certificate), name) },
    { path: '/volunteer/register', ready: async (page) => expect(page.locator('#register-name')).toHaveValue(name) },
    { path: `/volunteer/shifts/${shift.id}`, ready: shows(shift.title, friend) },
    { path: '/volunteer/check-in', ready: async (page) => expect(page.locator('#check-in-code')).toBeVisible() },
  ];
}

async function organisers(server: Server, { name, shift }: Life): Promise<Stop[]> {
  const { team } = await ofDemonstration(server);
  const roster = `/volunteer/shifts/${shift.id}/roster`;
  const list = async (page: Page) => {
    await page.locator('input[name="roster-part"][value="list"]').check();
    await shows(name)(page);
  };
  const members = async (page: Page) => {
    await page.getByRole('listitem').filter({ hasText: team.name }).locator('button[aria-haspopup="dialog"]').first().click();
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
  };
  const figures = async (page: Page) => {
    await page.locator('input[name="volunteers-part"][value="figures"]').check();
    await expect(page.locator('.desk-total').first()).toBeVisible();
    await settled(page);
  };
  return [
    { path: roster, face: 'code', ready: async (page) => expect(page.locator('.check-code__digits')).toBeVisible() },
    { path: roster, face: 'list', ready: list },
    { path: '/admin/shifts?new', ready: async (page) => expect(page.locator('#shift-title')).toBeVisible() },
    { path: `/admin/shifts/${shift.id}`, ready: async (page) => expect(page.locator('#shift-title')).toHaveValue(shift.title) },
    { path: '/admin/teams', face: 'members', ready: members },
    { path: '/admin/volunteers', face: 'figures', ready: figures },
  ];
}

for (const [at, { name, lang, care }] of LOOKS.slice(0, 3).entries()) {
  test(`volunteers' pages, ${name}: axe by day and night, text, targets, focus, 320 pixels, enlarged text`, async ({ page, open, context, browser, server }) => {
    test.setTimeout(180_000);
    // Colours are measured when they have arrived, not on their way.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const life = await volunteerLife(browser, server, `1375555000${at + 1}`);
    await open('/');
    await wear(page, { lang, care, theme: 'light' });
    const wrong: string[] = [];
    const walk = async (stops: Stop[]) => {
      await open('/settings');
      for (const stop of stops) wrong.push(...(await examine(page, stop, care)));
    };
    await walk(await everybodys(server, life));
    await life.be(context);
    await walk(volunteers(life));
    await context.clearCookies();
    await signedIn(context, server, STAFF.admin);
    await walk(await organisers(server, life));
    expect(wrong).toEqual([]);
  });
}

test('a camera that is refused, busy or missing says so, and digits and a picture do as well', async ({ page, open, context, browser, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const life = await volunteerLife(browser, server, '13755550004');
  await life.be(context);
  const look = page.getByRole('button', { name: '打开相机扫码' });
  const others = async () => {
    await expect(page.getByLabel('六位数字')).toBeVisible();
    await expect(page.getByLabel('给码拍张照片')).toBeAttached();
  };
  const refuse = async (why: string, words: string) => {
    await page.evaluate((why) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', why));
    }, why);
    await look.click();
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    await expect(look).toBeVisible();
    await others();
  };
  await open('/volunteer');
  const refused = async () => {
    await refuse('NotFoundError', '没有找到相机。请输入数字。');
    await refuse('NotReadableError', '相机打不开，可能别的程序正在用。可以拍一张码的照片，或者输入数字。');
    await refuse('NotAllowedError', '手机没有允许用相机。可以拍一张码的照片，或者输入数字。');
  };
  expect(await examine(page, { path: '/volunteer/check-in', face: 'refused', ready: refused }, 'off')).toEqual([]);

  await page.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
  await open('/volunteer/check-in');
  await others();
  await expect(look).toHaveCount(0);
});

test.describe('in WeChat', () => {
  test.use({ userAgent: WECHAT });

  test('a certificate is a picture to hold, and its PDF an address to copy', async ({ page, open, browser, server }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(() => {
      const copied: string[] = [];
      (window as never as { copied: string[] }).copied = copied;
      const writeText = async (text: string) => void copied.push(text);
      Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
    });
    const { certificate } = await volunteerLife(browser, server, '13755550005');
    await open('/volunteer');
    const drawn = async () => {
      await verify(page, certificate);
      await page.getByRole('button', { name: '存成图片' }).click();
      await expect(page.getByText('做好了。长按下面的图片，选“保存”。')).toBeVisible();
      await expect(page.getByRole('img', { name: '志愿服务时长证明的图片' })).toBeVisible();
    };
    expect(await examine(page, { path: '/volunteer/verify', face: 'drawn', ready: drawn }, 'off')).toEqual([]);
    await expect(page.getByRole('link', { name: '打开 PDF' })).toHaveCount(0);
    await expect(page.getByText('微信里打不开 PDF。复制地址，到手机浏览器里打开。')).toBeVisible();
    await page.getByRole('button', { name: '复制 PDF 的地址' }).click();
    await expect(page.getByText('已复制')).toBeVisible();
    const copied = await page.evaluate(() => (window as never as { copied: string[] }).copied);
    expect(copied).toEqual([`${server.url}/api/v1/volunteer/certificates/${certificate}/pdf`]);
    expect((await page.request.get(copied[0])).headers()['content-type']).toContain('application/pdf');
  });
});
