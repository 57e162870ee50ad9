// WebKitGTK's own small browser, driven over WebDriver on a screen that nobody sees.
import { spawn, type ChildProcess } from 'node:child_process';

import { freePort } from '../fixtures';
import type { Phone } from './phone';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** `browser` and `driver` come with the system; the screen is Xvfb's. */
export async function webkit(browser: string, driver: string): Promise<Phone> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]!.once('data', (number: Buffer) => resolve(number.toString().trim()));
    screen.once('exit', () => reject(new Error('Xvfb ended')));
    screen.once('error', reject);
  });
  const port = await freePort();
  const service = spawn(driver, [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, DISPLAY: `:${display}`, LANGUAGE: 'zh_CN' } });
  const base = `http://127.0.0.1:${port}`;

  const ask = async (method: string, route: string, body?: unknown): Promise<any> => {
    const answer = await fetch(base + route, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await answers(`${base}/status`);
  const { sessionId } = await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } } },
  });
  const session = (method: string, route: string, body?: unknown) => ask(method, `/session/${sessionId}${route}`, body);
  const read = (expression: string) => session('POST', '/execute/sync', { script: `return (${expression});`, args: [] });
  const element = async (expression: string) => (await read(expression))[ELEMENT] as string;
  await session('POST', '/window/rect', { width: 400, height: 900 });

  return {
    go: (url) => session('POST', '/url', { url }),
    read,
    // A press on a covered input, such as a radio below its tile, is refused by the driver; the page's own click is not.
    press: (expression) => read(`(function (element) { element.scrollIntoView({ block: 'center' }); element.click(); })(${expression})`),
    type: async (expression, text) => session('POST', `/element/${await element(expression)}/value`, { text }),
    choose: async (expression, file) => session('POST', `/element/${await element(expression)}/value`, { text: file }),
    picture: async () => Buffer.from(await session('GET', '/screenshot'), 'base64'),
    complaints: () => [],
    close: async () => {
      await session('DELETE', '').catch(() => {});
      await Promise.all([end(service), end(screen)]);
    },
  };
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((wait) => setTimeout(wait, 100))) {
    if ((await fetch(url).catch(() => null))?.ok) return;
  }
  throw new Error('the WebDriver does not answer');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}
