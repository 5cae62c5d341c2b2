/** Every kind of page: no console message, no foreign request, no policy violation, no serious axe finding, readable without scripts. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ask, openPanel, panelOf } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import { keepScreenshots } from './screenshots.ts';

const PAGES = {
  landing: '/',
  introduction: '/book/intro',
  'chapter with mathematics and figures': '/book/foundations/sensors',
  'chapter with tabs and diagrams': '/book/module-1-ros2/ros2-architecture',
  'chapter with a quiz': '/book/module-1-ros2/nodes-topics-qos',
  notation: '/book/appendix/math-notation',
  glossary: '/book/appendix/glossary',
};

const origin = inject('origin');

describe.skipIf(chromiumPath === undefined || origin === '')('pages', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(Object.entries(PAGES))('%s is clean in both schemes and sizes', async (_name, path) => {
    for (const [viewport, colorScheme] of [
      ['desktop', 'light'],
      ['phone', 'dark'],
    ] as const) {
      const { page, faults, close } = await openPage(browser, origin, { viewport, colorScheme });
      const response = await page.goto(path, { waitUntil: 'networkidle' });
      expect(response?.status()).toBe(200);
      expect(response?.headers()['content-security-policy']).toMatch(/script-src[^;]*'sha256-/);
      expect(response?.headers()['content-security-policy']).not.toMatch(/script-src[^;]*unsafe-inline/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await seriousAxeFindings(page)).toEqual([]);
      expect(faults).toEqual({ console: [], exceptions: [], foreignRequests: [] });
      await close();
    }
  });

  test('an address that does not exist gets the book’s own 404 page', async () => {
    const { page, close } = await openPage(browser, origin);
    const response = await page.goto('/book/no-such-chapter');
    expect(response?.status()).toBe(404);
    expect(await page.locator('main h1').count()).toBe(1);
    expect(await seriousAxeFindings(page)).toEqual([]);
    await close();
  });

  test('a chapter can be read without scripts: text, contents, links, images', async () => {
    const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/book/foundations/sensors');
    expect(await page.locator('article h2').count()).toBeGreaterThan(8);
    expect(await page.locator('article p').first().isVisible()).toBe(true);
    expect(await page.locator('article a[href*="/book/"]').count()).toBeGreaterThan(0);
    await context.close();
  });

  test('code, mathematics and diagrams stay left-to-right on a right-to-left page', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto('/book/foundations/sensors', { waitUntil: 'networkidle' });
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    const directions = await page.evaluate(() =>
      ['article pre', 'article .katex', 'article p code'].map((selector) => {
        const element = document.querySelector(selector);
        return element ? getComputedStyle(element).direction : 'missing';
      }),
    );
    expect(directions).toEqual(['ltr', 'ltr', 'ltr']);
    await close();
  });

  test('the Ask panel is mirrored on a right-to-left page, and quotes keep the direction of their own language', async () => {
    const { page, faults, close } = await openPage(browser, origin, { viewport: 'phone' });
    await page.goto('/book/foundations/sensors', { waitUntil: 'networkidle' });
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    await openPanel(page);
    await ask(page, 'How does the error of stereo depth grow with distance?');
    await keepScreenshots(page, 'panel-right-to-left');
    const panel = panelOf(page);
    const leftOf = async (locator: Locator) => (await locator.first().boundingBox())?.x ?? Number.NaN;
    expect(await leftOf(panel.getByRole('button', { name: 'Close' }))).toBeLessThan(await leftOf(panel.locator('h2')));
    expect(await leftOf(panel.locator('.lectern-send'))).toBeLessThan(await leftOf(panel.locator('textarea')));
    const quote = panel.locator('.lectern-quote-body').first();
    expect(await quote.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    expect(await leftOf(quote.locator('blockquote'))).toBeGreaterThan(await leftOf(quote));
    const beyond = await panel.evaluate((element) =>
      Array.from(element.querySelectorAll('button, p, a, blockquote, summary'))
        .map((part) => part.getBoundingClientRect())
        .filter(({ left, right, width }) => width > 1 && (left < -1 || right > window.innerWidth + 1)),
    );
    expect(beyond).toEqual([]);
    expect(await seriousAxeFindings(page)).toEqual([]);
    expect(faults.exceptions).toEqual([]);
    await close();
  });
});
