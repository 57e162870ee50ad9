// What each page costs over the wire, and that nothing jumps; the build's own files have their gate in `cargo xtask test`.
import budget from './budget.json';
import { expect, test } from './fixtures';

for (const [path, { bytes }] of Object.entries(budget.pages)) {
  test(`${path} stays within ${bytes} bytes, data and pictures included`, async ({ page, context }) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    let total = 0;
    const parts: string[] = [];
    const urls = new Map<string, string>();
    devtools.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      total += encodedDataLength;
      parts.push(`${encodedDataLength} ${urls.get(requestId)}`);
    });
    // Idle comes well before the chunks of other pages do, which are fetched when the phone has nothing else to do.
    await page.goto(path);
    await expect(page.locator('#shell')).toHaveCount(0);
    await page.waitForLoadState('networkidle');
    expect(total, parts.join('\n')).toBeLessThanOrEqual(bytes);
  });
}
