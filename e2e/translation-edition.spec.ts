/** The Urdu edition as it is built, and a chapter in Urdu on paper and in the clipboard. */
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ask, lastTurn } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { openTranslatable, readInUrdu } from './translating.ts';

const origin = inject('origin');
const CHAPTER = '/ur/book/foundations/sensors';
const hasUrdu = existsSync('docusaurus/build/ur/book/foundations/sensors/index.html');
/** A chapter from which the question is answered. */
const ABOUT_TOPICS = '/ur/book/module-1-ros2/ros2-architecture';
const QUESTION = 'ROS 2 میں topic کیا ہوتا ہے؟';

/** How far characters of a text stand from the left, px; those of a quantity grow. */
function leftEdges(page: Page, text: string): Promise<number[]> {
  return page.evaluate((wanted) => {
    const root = document.querySelector('.theme-doc-markdown') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node instanceof Text && !node.parentElement?.closest('pre, code') ? node.data.indexOf(wanted) : -1;
      if (start === -1 || !node.parentElement?.checkVisibility()) continue;
      return Array.from(wanted, (_character, index) => {
        const range = document.createRange();
        range.setStart(node, start + index);
        range.setEnd(node, start + index + 1);
        return range.getBoundingClientRect().left;
      });
    }
    throw new Error(`“${wanted}” isn’t in the text`);
  }, text);
}

describe.skipIf(chromiumPath === undefined || origin === '' || !hasUrdu)('the edition in Urdu', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(['9.81 m/s²', '640 × 480', '0.2°/s'])('%s is drawn from left to right', async (quantity) => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'load' });
    const edges = await leftEdges(page, quantity);
    expect(edges).toEqual(edges.toSorted((a, b) => a - b));
    await close();
  });

  test('a formula stands before its unit', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'load' });
    const pairs = await page.locator('.theme-doc-markdown .lectern-run-start').evaluateAll((marks) =>
      marks.flatMap((mark) => {
        const formula = mark.nextElementSibling?.querySelector('.katex-html > .base:last-child');
        const unit = mark.nextElementSibling?.nextSibling;
        if (!formula || !(unit instanceof Text)) return [];
        const range = document.createRange();
        range.setStart(unit, 1);
        range.setEnd(unit, 2);
        const [before, after] = [formula.getBoundingClientRect(), range.getBoundingClientRect()];
        const isOneLine = after.top < before.bottom && after.bottom > before.top;
        return isOneLine ? [after.left - before.right] : [];
      }),
    );
    expect(pairs.length).toBeGreaterThan(2);
    expect(pairs.filter((gap) => gap < -1)).toEqual([]);
    await close();
  });

  test('an answer in Urdu leads to the passage in English that its source translates', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(ABOUT_TOPICS, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    const original = lastTurn(page).locator('.lectern-source-original').first();
    expect(await original.innerText()).toMatch(/\p{Script=Arabic}/u);
    const path = new URL((await original.getAttribute('href')) ?? '', origin).pathname;
    expect(path).toMatch(/^\/book\//);
    await original.click();
    await page.waitForURL(`**${path}*`);
    const cited = page.locator('[data-lectern-cited], .theme-doc-markdown [data-seg][tabindex="-1"]').first();
    await cited.waitFor();
    expect(await cited.innerText()).toMatch(/^\P{Script=Arabic}+$/u);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await close();
  });
});

describe.skipIf(chromiumPath === undefined || origin === '')('a chapter in Urdu', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('is printed from right to left, as text alone', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    await readInUrdu(page);
    await page.emulateMedia({ media: 'print' });
    const text = page.locator('.theme-doc-markdown');
    expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    const tools =
      '.navbar, aside, .lectern-translation, .lectern-tool, .lectern-ask-button, .lectern-bookmark, .way-on';
    const rest = '.lectern-launcher, .theme-back-to-top-button, .theme-code-block button, .hash-link';
    expect(await page.locator(`${tools}, ${rest}`).filter({ visible: true }).count()).toBe(0);
    expect(
      await text
        .locator('pre')
        .first()
        .evaluate((element) => getComputedStyle(element).direction),
    ).toBe('ltr');
    await close();
  });

  test('is copied as it reads: code as it is, each text once, no placeholder', async () => {
    const { page, context, close } = await openPage(browser, origin);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openTranslatable(page);
    await readInUrdu(page);
    await page.keyboard.press('t');
    await page.getByRole('menuitemcheckbox').first().click();
    await page.keyboard.press('Escape');
    await page.locator('.lectern-beside').first().waitFor();
    const [prose, code] = await page.evaluate(() => {
      const pre = document.querySelector<HTMLElement>('.theme-doc-markdown pre');
      const paragraph = Array.from(document.querySelectorAll('.theme-doc-markdown > p[data-lectern-status]'))
        .filter((block) => pre && block.compareDocumentPosition(pre) & Node.DOCUMENT_POSITION_FOLLOWING)
        .at(-1);
      if (!pre || !paragraph) throw new Error('the chapter has no code below a paragraph');
      const range = document.createRange();
      range.setStartBefore(paragraph);
      range.setEndAfter(pre);
      document.getSelection()?.removeAllRanges();
      document.getSelection()?.addRange(range);
      const words = Array.from(paragraph.childNodes).filter(
        (node) => !(node instanceof Element && node.matches('.lectern-beside')),
      );
      const lines = Array.from(pre.querySelectorAll('.token-line'), ({ textContent }) => textContent?.trimEnd());
      return [words.map(({ textContent }) => textContent).join(''), lines.join('\n').trimEnd()] as const;
    });
    await page.keyboard.press('Control+C');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.startsWith(prose.trim().slice(0, 40))).toBe(true);
    expect(copied.split(prose.trim().slice(0, 40))).toHaveLength(2);
    expect(copied).toContain(code);
    // Neither a tool nor a badge between them.
    expect(copied.split('\n').filter((line) => line.trim() !== '')).toHaveLength(
      1 + code.split('\n').filter((line) => line.trim() !== '').length,
    );
    expect(copied).not.toMatch(/<\/?[xg]\d+\/?>|\u200e/);
    await close();
  });
});
