// Every page in every mode: axe finds nothing serious, and nothing scrolls sideways down to 320 pixels.
import AxeBuilder from '@axe-core/playwright';

import { expect, test } from './fixtures';
import { reportHazard } from './stories';

const PAGES = ['/', '/report', '/report/appeal', '/report/opinion', '/mine', '/near', '/lookup', '/grid', '/grid/choose', '/settings', '/about', '/nowhere'];

const MODES = [
  { name: 'light, zh-CN', theme: 'light', care: 'off', lang: 'zh-CN' },
  { name: 'dark, en', theme: 'dark', care: 'off', lang: 'en' },
  { name: 'light, care, zh-CN', theme: 'light', care: 'on', lang: 'zh-CN' },
  { name: 'dark, care, en', theme: 'dark', care: 'on', lang: 'en' },
];

for (const mode of MODES) {
  test(`every page: ${mode.name}`, async ({ page, open, server }) => {
    test.setTimeout(180_000);
    await open('/');
    const { number } = await reportHazard(page, '路灯不亮');
    await server.accept(number);
    await page.evaluate(({ theme, care, lang }) => {
      localStorage.setItem('pa.theme', theme);
      localStorage.setItem('pa.care', care);
      localStorage.setItem('pa.lang', lang);
    }, mode);
    for (const path of [...PAGES, `/receipt/${number}`, `/cases/${number}`, `/near/${number}`]) {
      await page.setViewportSize({ width: 360, height: 780 });
      await open(path);
      await page.waitForLoadState('networkidle');
      const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      // Dots on the map may overlap: the list below it has the same cases as full-size targets (WCAG 2.5.8, equivalent).
      const serious = found.violations.filter((violation) => ['serious', 'critical'].includes(violation.impact ?? '')).filter(({ id, nodes }) => !(id === 'target-size' && nodes.every(({ html }) => html.includes('map-dot'))));
      expect(
        serious.map((violation) => `${path}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(' | ')}`),
      ).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  });
}
