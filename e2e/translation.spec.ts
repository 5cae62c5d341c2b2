/** Chapters in the reader's language, in place: on the built book, from the memory that it ships, without any engine. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import {
  logLiveRegions,
  lostElements,
  openTranslatable,
  readInUrdu,
  rememberElements,
  untouchables,
  waitUntilTranslated,
} from './translating.ts';

const origin = inject('origin');
const NO_FAULTS = { console: [], exceptions: [], foreignRequests: [] };
const textOf = (page: Page) => page.locator('.theme-doc-markdown');

describe.skipIf(chromiumPath === undefined || origin === '')('translation', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('one click brings the chapter in Urdu around the same code, formulas, links and controls; one more brings the original back', async () => {
    const { page, faults, close } = await openPage(browser, origin);
    await openTranslatable(page);
    await page.locator('.lectern-quiz').scrollIntoViewIfNeeded();
    const choice = page.locator('.lectern-quiz input').first();
    await choice.check();
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await rememberElements(page)).toBeGreaterThan(300);
    const [before, original] = [await untouchables(page), await textOf(page).locator('p[data-seg]').allInnerTexts()];

    await readInUrdu(page);
    expect(await lostElements(page)).toEqual([]);
    expect(await untouchables(page)).toBe(before);
    expect(await choice.isChecked()).toBe(true);
    expect(await textOf(page).getAttribute('lang')).toBe('ur');
    expect(await textOf(page).getAttribute('dir')).toBe('rtl');
    expect(await textOf(page).locator('[data-lectern-status="machine"]').count()).toBeGreaterThan(150);
    expect(await page.locator('h1').innerText()).toMatch(/\p{Script=Arabic}/u);
    expect(await page.locator('.table-of-contents__link').first().innerText()).toMatch(/\p{Script=Arabic}/u);
    expect(await page.locator('.lectern-quiz__prompt').first().innerText()).toMatch(/\p{Script=Arabic}/u);
    expect(await page.title()).toMatch(/\p{Script=Arabic}/u);

    await page.getByRole('button', { name: 'اصل متن', exact: true }).click();
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).waitFor();
    expect(await lostElements(page)).toEqual([]);
    expect(await textOf(page).locator('p[data-seg]').allInnerTexts()).toEqual(original);
    expect(await textOf(page).getAttribute('dir')).toBeNull();
    expect(await choice.isChecked()).toBe(true);
    expect(await page.title()).not.toMatch(/\p{Script=Arabic}/u);
    expect(faults).toEqual(NO_FAULTS);
    await close();
  });

  test('the paragraph at the top of the window stays there', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    const target = textOf(page).locator('> p[data-seg]').nth(30);
    await target.evaluate((element) => window.scrollBy(0, element.getBoundingClientRect().top - 70));
    const topOf = () => target.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const before = await topOf();
    // By the key, so that nothing scrolls to the button.
    await page.evaluate(() => localStorage.setItem('lectern.language', 'ur'));
    await page.keyboard.press('o');
    await textOf(page).locator('[data-lectern-status]').first().waitFor({ state: 'attached' });
    await page.locator('.lectern-progress-line').waitFor({ state: 'detached' });
    await page.evaluate(() => document.fonts.ready);
    await expect.poll(async () => Math.abs((await topOf()) - before)).toBeLessThanOrEqual(16);
    await page.keyboard.press('o');
    await page.waitForFunction(() => document.querySelector('.theme-doc-markdown')?.getAttribute('dir') === null);
    await page.evaluate(() => document.fonts.ready);
    await expect.poll(async () => Math.abs((await topOf()) - before)).toBeLessThanOrEqual(16);
    await close();
  });

  test('fonts for Urdu are fetched with the first Urdu text, from this site, and no earlier', async () => {
    const { page, close } = await openPage(browser, origin);
    const fonts: string[] = [];
    page.on('request', (request) => {
      if (/noto-[^/]+\.woff2$/.test(request.url())) fonts.push(request.url());
    });
    await openTranslatable(page);
    expect(fonts).toEqual([]);
    await readInUrdu(page);
    await page.evaluate(() => document.fonts.ready);
    expect(fonts.filter((url) => url.includes('nastaliq'))).toHaveLength(1);
    await close();
  });

  test('the choice is kept: after a reload, and in the next chapter', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    await readInUrdu(page);
    await page.reload({ waitUntil: 'networkidle' });
    await waitUntilTranslated(page);
    await page.locator('a[rel="next"]').click();
    // The address changes before the page does.
    await page.locator('a[rel="prev"][href$="/foundations/sensors"]').waitFor();
    await waitUntilTranslated(page);
    expect(await textOf(page).getAttribute('lang')).toBe('ur');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).waitFor();
    expect(await textOf(page).getAttribute('lang')).toBeNull();
    await close();
  });

  test('by keyboard: the menu, its fifteen languages, a paragraph’s original, a report of a mistake', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    await page.keyboard.press('t');
    const items = page.getByRole('menuitemradio');
    await items.first().waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]') !== null);
    expect(await page.getByRole('group', { name: 'Language' }).getByRole('menuitemradio').count()).toBe(15);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-haspopup') === 'menu');
    await page.keyboard.press('Enter');
    await items.first().waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]') !== null);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await waitUntilTranslated(page);
    expect(await textOf(page).getAttribute('lang')).toBe('ur');

    const stop = textOf(page).locator('[data-lectern-status][tabindex="0"]');
    await stop.waitFor({ state: 'attached' });
    expect(await stop.count()).toBe(1);
    await stop.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const card = page.getByRole('dialog');
    await card.waitFor();
    const paragraph = await stop.innerText();
    expect(paragraph).toMatch(/\p{Script=Arabic}/u);
    expect(await card.locator('[lang="en"]').innerText()).toMatch(
      /^[\p{Script=Latin}\p{Script=Common}\p{Script=Greek}]+$/u,
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('A word is missing.');
    const sent = page.waitForResponse((response) => response.url().endsWith('/translate/reports'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await sent).status()).toBeLessThan(300);
    await card.getByRole('status').waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await close();
  });

  test('what happened is said once, not for each paragraph', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    const said = await logLiveRegions(page);
    await readInUrdu(page);
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).waitFor();
    await page.waitForFunction(
      () => document.querySelector('.lectern-translation [role="status"]')?.textContent === 'Back to the original.',
    );
    expect(await said()).toEqual([expect.stringMatching(/اردو/), expect.stringMatching(/original/)]);
    await close();
  });

  test('a language of which the memory has nothing leaves the chapter as it is, and says so', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    await page.keyboard.press('t');
    await page.getByRole('menuitemradio', { name: /Deutsch/ }).click();
    await page.locator('.lectern-translation-notice').waitFor();
    expect(await textOf(page).getAttribute('lang')).toBeNull();
    expect(await page.locator('[data-lectern-status]').count()).toBe(0);
    await close();
  });

  test('a chapter that has changed since it was loaded keeps what it shows and offers a reload', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.route('**/api/v1/translate', (route) => {
      const body: unknown = route.request().postDataJSON();
      const postData = JSON.stringify({ ...Object(body), sourceHash: 'A'.repeat(43) });
      return route.continue({ postData });
    });
    await openTranslatable(page);
    const before = await textOf(page).locator('p[data-seg]').allInnerTexts();
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).click();
    await page.locator('.lectern-translation-notice button').waitFor();
    expect(await textOf(page).locator('p[data-seg]').allInnerTexts()).toEqual(before);
    await close();
  });

  test('a server that can’t be reached is told of, and asked again', async () => {
    const { page, context, close } = await openPage(browser, origin);
    await openTranslatable(page);
    // The menu’s and the stream’s code is there, the server is not.
    await page.route('**/api/v1/translate', (route) => route.abort());
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).click();
    const again = page.locator('.lectern-translation-notice button');
    await again.waitFor({ timeout: 15_000 });
    await page.unroute('**/api/v1/translate');
    await again.click();
    await waitUntilTranslated(page);
    expect(context.pages()).toHaveLength(1);
    await close();
  });

  test.each([
    ['desktop', 'light'],
    ['desktop', 'dark'],
    ['phone', 'light'],
  ] as const)(
    'axe finds nothing serious in a chapter in Urdu: %s, %s',
    { timeout: 180_000 },
    async (viewport, colorScheme) => {
      const { page, close } = await openPage(browser, origin, { viewport, colorScheme });
      await openTranslatable(page);
      await readInUrdu(page);
      expect(await seriousAxeFindings(page)).toEqual([]);
      await page.keyboard.press('t');
      await page.getByRole('menuitemradio').first().waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      await close();
    },
  );
});
