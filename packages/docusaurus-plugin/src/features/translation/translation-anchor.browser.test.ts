/** The line that the reader reads stays where it is, whatever changes above it, and whenever. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHROMIUM_PATH, launchBrowser } from '../../../test/browser-fixture/fixture-browser.ts';

const BLOCKS = Array.from(
  { length: 40 },
  (_none, index) => `<p data-seg="b${index}" style="height: 100px; margin: 0">${index}</p>`,
);
const PAGE = `<!doctype html><style>html { overflow-anchor: none } body { margin: 0 }</style><div class="theme-doc-markdown">${BLOCKS.join('')}</div>`;

/** The module as a script that sets a global. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('translation-anchor.ts', import.meta.url)),
        formats: ['iife'],
        name: 'anchor',
      },
    },
  });
  const [output] = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []));
  if (output?.type !== 'chunk') throw new Error('nothing was bundled');
  return output.code;
}

describe.skipIf(CHROMIUM_PATH === undefined)('the reader’s place', () => {
  let browser: Browser;
  let page: Page;
  let script: string;
  beforeAll(async () => {
    [browser, script] = await Promise.all([launchBrowser(), bundle()]);
    page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  });
  beforeEach(async () => {
    await page.setContent(PAGE);
    await page.addScriptTag({ content: script });
    // Block 20 is the first that is seen, half of it.
    await page.evaluate(() => window.scrollTo(0, 2050));
  });
  afterAll(() => browser.close());

  /** Makes blocks so high: by `keepPlace`, or as a font does that comes later. */
  const change = (height: number, kept: boolean) =>
    page.evaluate(
      ([px, isKept]) => {
        const text = document.querySelector('.theme-doc-markdown');
        const set = () => {
          for (const block of document.querySelectorAll<HTMLElement>('[data-seg]')) block.style.height = `${px}px`;
        };
        const anchor: unknown = Reflect.get(window, 'anchor') ?? Reflect.get(globalThis, 'anchor');
        const keepPlace: unknown = Reflect.get(Object(anchor), 'keepPlace');
        if (isKept && typeof keepPlace === 'function') keepPlace(text, set);
        else set();
      },
      [height, kept] as const,
    );
  /** Where block 20 begins, in shares of its height from the top of the window. */
  const place = () =>
    page.evaluate(() => {
      const { top, height } = document.querySelector('[data-seg="b20"]')?.getBoundingClientRect() ?? new DOMRect();
      return Math.round((top / height) * 100);
    });

  test('half a paragraph above the edge stays half a paragraph', async () => {
    await change(160, true);
    expect(await place()).toBe(-50);
  });

  test('a font that comes later moves nothing', async () => {
    await change(160, true);
    await change(200, false);
    await expect.poll(place).toBe(-50);
  });

  test('a change right after a font begins from the place that was held', async () => {
    await change(160, true);
    await page.evaluate(() => {
      // In one task: no frame in which the first correction could come.
      const blocks = document.querySelectorAll<HTMLElement>('[data-seg]');
      for (const block of blocks) block.style.height = '220px';
      const keepPlace: unknown = Reflect.get(Object(Reflect.get(window, 'anchor')), 'keepPlace');
      if (typeof keepPlace !== 'function') throw new Error('the module is not there');
      keepPlace(document.querySelector('.theme-doc-markdown'), () => {
        for (const block of blocks) block.style.height = '120px';
      });
    });
    await expect.poll(place).toBe(-50);
  });

  test('a reader who scrolls is let go', async () => {
    await change(160, true);
    await page.mouse.wheel(0, 320);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(3500);
    const before = await page.evaluate(() => window.scrollY);
    await change(200, false);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await page.evaluate(() => window.scrollY)).toBe(before);
  });
});
