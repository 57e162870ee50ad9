// A thousand sends through a network that delays, refuses, cuts and drops: each arrives once.
import { randomUUID } from 'node:crypto';

import type { BrowserContext } from '@playwright/test';

import { INSIDE, expect, test } from './fixtures';
import { FaultProxy } from './fault-proxy';
import { put } from './outbox';
import { photo } from './photo';

const PHONES = 4;
const EACH = 250;
/** Of them with a photo. */
const WITH_PHOTO = 10;

test('a thousand sends through a bad network arrive once each', async ({ browser, server, page }) => {
  test.setTimeout(300_000);
  const proxy = await FaultProxy.start(server.url, 20260115);
  const picture = await photo(page);
  const phones: BrowserContext[] = [];
  try {
    const keys = new Set<string>();
    for (let phone = 0; phone < PHONES; phone += 1) {
      const context = await browser.newContext({ baseURL: proxy.url, locale: 'zh-CN', serviceWorkers: 'block' });
      phones.push(context);
      const first = await context.newPage();
      await first.goto('/about');
      const entries = Array.from({ length: EACH }, (_, n) => {
        return {
          key: randomUUID(),
          parcel: {
            case: {
              case: {
                kind: 'appeal',
                place: { source: 'pin', position: { lat: INSIDE.latitude, lon: INSIDE.longitude }, datum: 'wgs84' },
                text: `第 ${phone}-${n} 件`,
              },
            },
          },
          photos: n < WITH_PHOTO ? [{ key: randomUUID() }] : [],
          written_at: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString().replace('.000', ''),
        };
      });
      entries.forEach((entry) => keys.add(entry.key));
      await put(first, entries, picture);
    }
    expect(keys.size).toBe(PHONES * EACH);

    proxy.faulty = 30;
    proxy.delay = 60;
    // Two tabs of each phone want to send: one has just been opened, one comes back.
    for (const context of phones) {
      const [first] = context.pages();
      const second = await context.newPage();
      await Promise.all([first.goto('/about'), second.goto('/about')]);
    }
    const left = async () => {
      const marks = await Promise.all(phones.map((context) => context.pages()[0].evaluate(() => localStorage.getItem('pa.outbox'))));
      return marks.reduce((sum, mark) => sum + Number(mark?.split(' ')[0] ?? 0), 0);
    };
    await expect.poll(left, { timeout: 240_000, intervals: [1000] }).toBe(0);

    // What the server did, whether the phone heard of it or not.
    const numbers = new Map<string, Set<string>>();
    for (const { path, key, status, body } of proxy.done) {
      if (path === '/api/v1/cases' && status === 201) {
        numbers.set(key, (numbers.get(key) ?? new Set()).add(JSON.parse(body).number));
      }
    }
    expect(new Set(numbers.keys())).toEqual(keys);
    expect([...numbers.values()].filter((made) => made.size !== 1)).toEqual([]);
    const made = [...numbers.values()].map((one) => [...one][0]).sort();
    expect(new Set(made).size).toBe(PHONES * EACH);

    // And every phone has its receipts.
    const receipts = await Promise.all(
      phones.map((context) => context.pages()[0].evaluate(() => (localStorage.getItem('pa.cases') ?? '').split('\n').map((line) => JSON.parse(line).receipt.number as string))),
    );
    expect(receipts.flat().sort()).toEqual(made);
    // One tab of each phone sends at a time, and one thing at a time.
    expect(proxy.most_under_way).toBeLessThanOrEqual(PHONES);
    for (const fault of ['refuse', 'cut request', 'drop answer', 'cut answer'] as const) {
      expect(proxy.faults.get(fault), fault).toBeGreaterThan(50);
    }
  } finally {
    await Promise.all(phones.map((context) => context.close()));
    await proxy.stop();
  }
});
