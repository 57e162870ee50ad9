// A story told by the keyboard alone: every stop has a ring and lies under nothing.
import { expect, type Page } from './fixtures';
import { settled } from './pages';

/** What has the focus, as a screen reader names it. */
export async function focused(page: Page): Promise<{ name: string; ring: boolean; covered: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return { name: '', ring: false, covered: false };
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.innerText);
    const name = element.getAttribute('aria-label') ?? (labels.join(' ') || element.innerText || (element as HTMLInputElement).placeholder || '');
    // A control that lies over its own face shows its ring on that.
    const face = element.classList.contains('cover-input') ? [...element.parentElement!.children] : [element];
    const ring = face.some((one) => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    // Not under a bar that stays (WCAG 2.4.11); a field that is higher than the screen shows some of itself.
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const seen = document.elementFromPoint((left + right) / 2, middle);
    const covered = !seen || !(element.contains(seen) || face.some((one) => one.contains(seen)));
    return { name: name.replace(/\s+/g, ' ').trim(), ring, covered };
  });
}

/** Tabs on until something of this name has the focus, seeing to it that each stop can be seen. */
export async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  // Not while a page is on its way.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const seen: string[] = [];
  await settled(page);
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    seen.push(now.name);
    if (now.name !== '') expect(now, `the focus on “${now.name}” can be seen`).toMatchObject({ ring: true, covered: false });
    if (typeof name === 'string' ? now.name.includes(name) : name.test(now.name)) return;
  }
  throw new Error(`Tab never came to ${name}: ${seen.join(' → ')}`);
}

/** Presses Enter on a link or button of this name. */
export async function press(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}
