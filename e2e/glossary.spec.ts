/** Terms explained where they stand: by pointer, by finger, by keyboard, and in a chapter that is read in Urdu. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import { openTranslatable, readInUrdu } from './translating.ts';

const origin = inject('origin');
const CHAPTER = '/book/foundations/sensors';
const NO_FAULTS = { console: [], exceptions: [], foreignRequests: [] };
const card = (page: Page) => page.locator('.lectern-term-card');
const terms = (page: Page) => page.locator('.lectern-term-list li > *');

/** What the ranges of a highlight say, in order, each with the heading above it. */
const marked = (page: Page, name = 'lectern-terms') =>
  page.evaluate((highlight) => {
    const headings = Array.from(document.querySelectorAll('.theme-doc-markdown :is(h1, h2, h3)'));
    return Array.from(CSS.highlights.get(highlight) ?? [], (range) => {
      const node = range.startContainer;
      const above = headings.findLast(
        (heading) => heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING,
      );
      const inside = node.parentElement?.closest('h1, h2, h3, a, code, pre, .katex')?.localName ?? '';
      return { text: range instanceof Range ? range.toString() : '', section: above?.id ?? '', inside };
    });
  }, name);

async function openChapter(page: Page, path = CHAPTER): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => CSS.highlights.has('lectern-terms'));
}

/** The middle of a term in the window. */
const placeOf = (page: Page, text: string) =>
  page.evaluate((wanted) => {
    const ranges = Array.from(CSS.highlights.get('lectern-terms') ?? []).filter((one) => one instanceof Range);
    const range = ranges.find((one) => one.toString() === wanted);
    range?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = range?.getBoundingClientRect() ?? new DOMRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, text);

describe.skipIf(chromiumPath === undefined || origin === '')('the glossary in the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('a term is marked once in a section, not in headings, links and code, and the text stays as it is', async () => {
    const { page, faults, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    const before = await page.locator('.theme-doc-markdown p').allInnerTexts();
    await openChapter(page);
    const places = await marked(page);
    expect(places.length).toBeGreaterThan(20);
    expect(places.filter(({ inside }) => inside !== '')).toEqual([]);
    const keys = places.map(({ text, section }) => `${section} ${text.toLowerCase()}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(await page.locator('.theme-doc-markdown p').allInnerTexts()).toEqual(before);
    expect(faults).toEqual(NO_FAULTS);
    await close();
  });

  test('the pointer shows the definition in both languages; Esc and leaving hide it', async () => {
    const { page, close } = await openPage(browser, origin);
    await openChapter(page);
    const [first] = await marked(page);
    const { x, y } = await placeOf(page, first?.text ?? '');
    await page.mouse.move(x, y);
    await card(page).waitFor();
    expect(await card(page).locator('p[lang=en]').innerText()).toMatch(/\S{3}.+\./);
    expect(await card(page).locator('p[lang=ur]').innerText()).toMatch(/[\u0600-\u06ff]{3}/);
    expect(await card(page).locator('p[lang=ur]').getAttribute('dir')).toBe('rtl');
    expect(await seriousAxeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await card(page).waitFor({ state: 'hidden' });
    await page.mouse.move(2, 2);
    await page.mouse.move(x, y);
    await card(page).waitFor();
    await page.mouse.move(2, 2);
    await card(page).waitFor({ state: 'hidden' });
    await close();
  });

  test('the key g goes from term to term with the card as its description; Enter leads to the glossary', async () => {
    const { page, close } = await openPage(browser, origin);
    await openChapter(page);
    await page.keyboard.press('g');
    await card(page).waitFor();
    const [first] = await marked(page, 'lectern-current-term');
    await page.keyboard.press('g');
    const [second] = await marked(page, 'lectern-current-term');
    expect([first?.text, second?.text]).toEqual((await marked(page)).slice(0, 2).map(({ text }) => text));
    const focused = page.locator('.lectern-term-list :focus');
    expect(await focused.getAttribute('aria-describedby')).toBe(await card(page).getAttribute('id'));
    expect(await page.getByRole('navigation', { name: 'Terms explained on this page' }).count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/appendix/glossary#*');
    expect(await marked(page)).toEqual([]);
    await close();
  });

  test('a tap shows it on a phone, inside of the screen; a tap elsewhere hides it', async () => {
    const { page, close } = await openPage(browser, origin, { viewport: 'phone' });
    await openChapter(page);
    const [first] = await marked(page);
    const { x, y } = await placeOf(page, first?.text ?? '');
    await page.mouse.click(x, y);
    await card(page).waitFor();
    const box = await card(page).boundingBox();
    const width = page.viewportSize()?.width ?? 0;
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    await page
      .locator('.theme-doc-markdown h2')
      .first()
      .click({ position: { x: 2, y: 2 } });
    await card(page).waitFor({ state: 'hidden' });
    await close();
  });

  test('a chapter in Urdu has its terms too, the Urdu definition first', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page, CHAPTER);
    await page.waitForFunction(() => CSS.highlights.has('lectern-terms'));
    const english = (await marked(page)).map(({ text }) => text);
    await readInUrdu(page);
    await page.waitForFunction(
      (before) => Array.from(CSS.highlights.get('lectern-terms') ?? [], String).join() !== before,
      english.join(),
    );
    expect((await marked(page)).length).toBeGreaterThan(10);
    await page.keyboard.press('g');
    await card(page).waitFor();
    expect(await card(page).locator('p').first().getAttribute('lang')).toBe('ur');
    expect(await terms(page).count()).toBe((await marked(page)).length);
    await close();
  });
});
