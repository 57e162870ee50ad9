// An old Chromium, driven over its DevTools protocol by a pipe: what drives today's no longer speaks to those of 2018.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

import type { Phone } from './phone';

// Without a graphics card, and as root in a container.
const ARGUMENTS = ['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--no-first-run', '--lang=zh-CN', '--remote-debugging-pipe'];

type Answer = Record<string, any>;

/** The protocol: questions with numbers, and events. */
class Devtools {
  private readonly waiting = new Map<number, { done: (answer: Answer) => void; failed: (error: Error) => void }>();
  private last = 0;
  readonly events: ((method: string, params: Answer) => void)[] = [];

  constructor(
    child: ChildProcess,
    private readonly output: Writable,
    input: Readable,
  ) {
    const parts: Buffer[] = [];
    input.on('data', (data: Buffer) => {
      for (let rest = data; ; ) {
        const end = rest.indexOf(0);
        if (end < 0) return void parts.push(rest);
        parts.push(rest.subarray(0, end));
        this.take(JSON.parse(Buffer.concat(parts.splice(0)).toString('utf8')));
        rest = rest.subarray(end + 1);
      }
    });
    child.once('exit', (code, signal) => {
      for (const { failed } of this.waiting.values()) failed(new Error(`the browser ended: ${code ?? signal}`));
    });
    // The exit above says it better than a broken pipe.
    output.on('error', () => {});
  }

  send(method: string, params: Answer = {}, sessionId?: string): Promise<Answer> {
    this.last += 1;
    const id = this.last;
    this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  private take(message: Answer): void {
    if (!message.id) return this.events.forEach((event) => event(message.method, message.params));
    const { done, failed } = this.waiting.get(message.id) ?? { done: () => {}, failed: () => {} };
    this.waiting.delete(message.id);
    if (message.error) failed(new Error(message.error.message));
    else done(message.result);
  }
}

export async function chromium(program: string): Promise<Phone> {
  const profile = await mkdtemp(path.join(tmpdir(), 'pingan-engine-'));
  const child = spawn(program, [...ARGUMENTS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const devtools = new Devtools(child, child.stdio[3] as Writable, child.stdio[4] as Readable);
  const { targetId } = await devtools.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params: Answer = {}) => devtools.send(method, params, sessionId);
  const complaints: string[] = [];
  let loaded = () => {};
  devtools.events.push((method, params) => {
    if (method === 'Page.loadEventFired') loaded();
    if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === 'Log.entryAdded' && params.entry.source === 'security') complaints.push(params.entry.text);
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'DOM']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', { width: 360, height: 780, deviceScaleFactor: 2, mobile: true });
  await send('Emulation.setTouchEmulationEnabled', { enabled: true });

  const evaluate = async (expression: string, returnByValue: boolean): Promise<Answer> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result;
  };
  const press = async (element: string): Promise<void> => {
    const middle = await evaluate(
      `(function (element) { element.scrollIntoView({ block: 'center' }); var box = element.getBoundingClientRect(); return { x: box.left + box.width / 2, y: box.top + box.height / 2 }; })(${element})`,
      true,
    );
    await send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [middle.value] });
    await send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  return {
    go: async (url) => {
      const done = new Promise<void>((resolve) => (loaded = resolve));
      await send('Page.navigate', { url });
      await done;
    },
    read: async (expression) => (await evaluate(expression, true)).value,
    press,
    type: async (element, text) => {
      await evaluate(`(${element}).focus()`, true);
      await send('Input.insertText', { text });
    },
    choose: async (element, file) => {
      const { objectId } = await evaluate(element, false);
      await send('DOM.setFileInputFiles', { files: [file], objectId });
    },
    picture: async () => Buffer.from((await send('Page.captureScreenshot', { format: 'png' })).data, 'base64'),
    complaints: () => complaints,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
