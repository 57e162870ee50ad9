// What can be measured on a page: text, targets, what sticks out, what moves. Each gives a list of what is wrong.
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js', { paths: [require.resolve('@axe-core/playwright')] }), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Of axe's best practices those that a reader's way through a page hangs on. */
const PRACTICES = ['region', 'landmark-one-main', 'landmark-unique', 'landmark-no-duplicate-main', 'page-has-heading-one', 'heading-order', 'empty-heading', 'tabindex'];

/** Whatever axe finds serious or critical, and the best practices above; or only what these rules find. */
export async function axe(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    ({ wcag, practices, rules }) => {
      const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: [...wcag, 'best-practice'] };
      const run = (window as never as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run;
      return run({ runOnly, resultTypes: ['violations'] }).then(({ violations }) => ({
        violations: violations.filter(
          ({ id, impact, tags }) =>
            practices.includes(id) || (['serious', 'critical'].includes(impact ?? '') && tags.some((tag) => wcag.includes(tag))),
        ),
      }));
    },
    { wcag: WCAG, practices: PRACTICES, rules },
  );
  return violations
    .map(({ id, nodes }) => ({
      id,
      nodes: nodes.filter(
        ({ html }) =>
          // Dots on the map may overlap: the list has the same cases as full-size targets (WCAG 2.5.8, equivalent).
          !(id === 'target-size' && html.includes('map-dot')) &&
          // The way to the content stands before every landmark, as it must.
          !(id === 'region' && html.includes('skip-link')),
      ),
    }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} (${failureSummary?.split('\n').pop()?.trim()})`).join(' | ')}`);
}

/** Visible text smaller than `least` pixels, in fields and drawings too. */
export async function smallText(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const found = new Map<string, string>();
    const note = (element: Element, text: string, size: number) => {
      if (size < least - 0.05) found.set(`${element.localName}.${element.getAttribute('class') ?? ''}`, `${size.toFixed(1)} px: ${text.slice(0, 20)}`);
    };
    const seen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden';
    };
    const size = (element: Element) => parseFloat(getComputedStyle(element).fontSize);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.textContent!.trim();
      const parent = node.parentElement!;
      if (text === '' || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION'].includes(parent.tagName) || !seen(parent)) continue;
      // A drawing's text is scaled with the drawing.
      const scale = parent instanceof SVGGraphicsElement ? (parent.getScreenCTM()?.a ?? 1) : 1;
      note(parent, text, size(parent) * scale);
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
      if (seen(field) && !['checkbox', 'radio', 'file'].includes(field.type)) note(field, field.placeholder || field.value, size(field));
    }
    return [...found].map((entry) => entry.join(' '));
  }, least);
}

/**
 * What can be tapped and is smaller than `least` pixels, either way. Left out: a link or button in a sentence (WCAG
 * 2.5.8, inline), dots on a map, which the list beside it has in full size (equivalent), and what is out of sight.
 */
export async function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const TARGETS = 'a[href], button, input, select, textarea, summary, [role="button"], [tabindex="0"]';
    const inSentence = (element: Element) => {
      const around = element.closest('p, li, dd, td, label')?.textContent?.trim() ?? '';
      return getComputedStyle(element).display.startsWith('inline') && element.closest('p') !== null && around !== element.textContent?.trim();
    };
    const found: string[] = [];
    for (const target of document.querySelectorAll<HTMLElement>(TARGETS)) {
      if (target.matches('[type="hidden"], .map-dot, .leaflet-container') || inSentence(target)) continue;
      // A tap on its label is a tap on a control.
      const face = target.matches('input') ? (target.closest('label') ?? target) : target;
      const [own, around] = [target.getBoundingClientRect(), face.getBoundingClientRect()];
      const [width, height] = [Math.max(own.width, around.width), Math.max(own.height, around.height)];
      const gone = width <= 1 || height <= 1 || getComputedStyle(target).visibility === 'hidden';
      if (!gone && (width < least - 0.5 || height < least - 0.5)) {
        found.push(`${target.localName}.${target.className} ${(target.innerText || target.ariaLabel || '').slice(0, 16)} ${width.toFixed(0)}×${height.toFixed(0)}`);
      }
    }
    return [...new Set(found)];
  }, least);
}

/** Whether the page scrolls sideways, and text that is cut off at a side of the screen or of its own box. */
export async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const cuts = (element: Element) => getComputedStyle(element).overflowX === 'hidden';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.textContent!.trim();
      const parent = node.parentElement!;
      if (text === '' || parent.closest('.visually-hidden, .leaflet-container, script, style, noscript, option, [hidden]')) continue;
      range.selectNodeContents(node);
      const { left, right, width } = range.getBoundingClientRect();
      if (width <= 1) continue;
      let [from, to] = [0, root.clientWidth];
      let free = false;
      for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
        if (scrolls(box)) {
          free = true;
          break;
        }
        if (cuts(box)) {
          const edge = box.getBoundingClientRect();
          [from, to] = [Math.max(from, edge.left), Math.min(to, edge.right)];
        }
      }
      if (!free && (left < from - 1 || right > to + 1)) found.push(`cut off: ${text.slice(0, 20)} (${parent.localName}.${parent.className})`);
    }
    return [...new Set(found)];
  });
}

/** The frame that a screen reader goes by: one heading of the first level, one main part, named groups of links. */
export async function frame(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const count = (selector: string) => document.querySelectorAll(selector).length;
    if (count('h1') !== 1) found.push(`${count('h1')} h1`);
    if (count('main') !== 1) found.push(`${count('main')} main`);
    if (!document.title.includes('平安E家') && !document.title.includes('Ping An E Family')) found.push(`title: ${document.title}`);
    for (const nav of document.querySelectorAll('nav')) if (!nav.ariaLabel && !nav.getAttribute('aria-labelledby')) found.push('a nav without a name');
    return found;
  });
}

/** Movements that run, for those who asked for none. */
export async function movements(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((movement) => movement.playState === 'running')
      .map((movement) => ((movement.effect as KeyframeEffect).target as Element)?.className?.toString() ?? ''),
  );
}

/** What a webview cannot do: downloads, and links to what only this page holds. */
export async function downloads(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[download], a[href^="blob:"], a[href^="data:"], a[target="_blank"]')].map((link) => link.outerHTML.slice(0, 120)),
  );
}
