// Loads a page on a slow phone (1.6 Mbps, 150 ms, 4 times slower CPU, cold cache), then once more with a warm cache,
// taps some of its controls there, and prints the medians as one line of JSON.
// Usage: node page-load.mjs URL SELECTOR RUNS [CONTROL…]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium } from '@playwright/test';

const [url, selector, runs, ...controls] = [process.argv[2], process.argv[3], Number(process.argv[4] ?? 5), ...process.argv.slice(5)];

// Runs in the page before anything else: first paint, layout shift, and when the control is there and the main
// thread answers for it.
function watch(selector) {
  const seen = (window.__seen = { paint: null, usable: null, shift: 0, tap: 0 });
  const observe = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.paint = entry.startTime;
  });
  observe('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.shift += entry.value;
  });
  // From the finger to the next picture on the screen, in steps of 8 ms.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'click') seen.tap = Math.max(seen.tap, entry.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  const look = () => {
    const control = document.querySelector(selector);
    if (control?.getClientRects().length && !document.getElementById('shell')) seen.usable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function load(context, taps) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1.6e6 / 8,
    uploadThroughput: 750e3 / 8,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  let open = 0;
  let quietSince = Date.now();
  const closed = () => {
    open -= 1;
    quietSince = Date.now();
  };
  devtools.on('Network.requestWillBeSent', () => (open += 1));
  devtools.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength;
    closed();
  });
  devtools.on('Network.loadingFailed', closed);
  await page.addInitScript(watch, selector);
  await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
  await page.waitForFunction(() => window.__seen.usable !== null, null, { timeout: 60_000 });
  while (open > 0 || Date.now() - quietSince < 1000) await new Promise((wait) => setTimeout(wait, 100));
  const loaded = bytes;
  for (const control of taps) {
    await page.locator(control).first().tap();
    await new Promise((wait) => setTimeout(wait, 600));
  }
  const seen = await page.evaluate(() => window.__seen);
  await page.close();
  return { ...seen, bytes: loaded };
}

const cold = [];
const warm = [];
for (let run = 0; run < runs; run += 1) {
  const profile = await mkdtemp(path.join(tmpdir(), 'pingan-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    viewport: { width: 360, height: 780 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  cold.push(await load(context, []));
  warm.push(await load(context, controls));
  await context.close();
  await rm(profile, { recursive: true, force: true });
}

const median = (rows, key) => rows.map((row) => row[key]).sort((a, b) => a - b)[Math.floor(rows.length / 2)];
const medians = (rows) => Object.fromEntries(['bytes', 'paint', 'usable', 'shift', 'tap'].map((key) => [key, median(rows, key)]));
console.log(JSON.stringify({ cold: medians(cold), warm: medians(warm) }));
