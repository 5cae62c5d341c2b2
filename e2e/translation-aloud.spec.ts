/** What a screen reader is told of a chapter in Urdu: names, alternative texts, the menu, originals, what happens. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { logLiveRegions, openTranslatable, readInUrdu, waitUntilTranslated } from './translating.ts';

const origin = inject('origin');
const URDU = /\p{Script=Arabic}/u;
const WITHOUT_URDU = /^\P{Script=Arabic}*$/u;

/** A node of Chromium's accessibility tree, as far as it is looked at. */
interface SpokenNode {
  readonly role: string;
  readonly name: string;
  readonly description: string;
}

/** All that Chromium gives to assistive technology of the page, in order. */
async function accessibilityTree(page: Page): Promise<SpokenNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, description }) => ({
      role: String(role?.value ?? ''),
      name: String(name?.value ?? ''),
      description: String(description?.value ?? ''),
    }));
}

const namesOf = (tree: readonly SpokenNode[], ...roles: string[]): string[] =>
  tree.filter(({ role, name }) => roles.includes(role) && name !== '').map(({ name }) => name);

/** What stands around the text, as it is named. */
const frameOf = (page: Page): Promise<string[]> =>
  page
    .locator('.navbar__item.navbar__link, .theme-doc-sidebar-menu a, .breadcrumbs__link, .footer__copyright')
    .allInnerTexts();

const alternativeTexts = (page: Page): Promise<string[]> =>
  page
    .locator('.theme-doc-markdown img')
    .evaluateAll((images) => images.map((image) => image.getAttribute('alt') ?? ''));

const buttonNames = (page: Page): Promise<string[]> =>
  page
    .locator('.theme-doc-markdown button[aria-label], nav.navbar button[aria-label]')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));

describe.skipIf(chromiumPath === undefined || origin === '')('a chapter in Urdu, heard', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('alternative texts, navigation, parts of the book and buttons are named in Urdu, and in English again after', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    const heard = async () => [await alternativeTexts(page), await frameOf(page), await buttonNames(page)] as const;
    const before = await heard();
    await readInUrdu(page);
    // The words of the interface may come after the text.
    await page.waitForFunction(() =>
      Array.from(document.querySelectorAll('.theme-doc-markdown button[aria-label]')).every((button) =>
        /\p{Script=Arabic}/u.test(button.getAttribute('aria-label') ?? ''),
      ),
    );
    const [alts, frame, buttons] = await heard();
    expect(alts.length).toBeGreaterThan(4);
    expect(alts.filter((alt) => !URDU.test(alt))).toEqual([]);
    expect(frame.filter((name) => name.trim() !== '' && !URDU.test(name))).toEqual([]);
    expect(buttons.filter((name) => !URDU.test(name))).toEqual([]);
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).waitFor();
    await page.waitForFunction(() => document.querySelector('.theme-doc-markdown bdi') === null);
    await expect.poll(heard).toEqual(before);
    await close();
  });

  test('the accessibility tree has the menu with fifteen languages, the chapter in Urdu, and an original with its words', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    await readInUrdu(page);
    await page.keyboard.press('t');
    await page.getByRole('menuitemradio').first().waitFor();
    const withMenu = await accessibilityTree(page);
    expect(namesOf(withMenu, 'menuitemradio').length).toBe(17);
    expect(namesOf(withMenu, 'menuitemcheckbox').every((name) => URDU.test(name))).toBe(true);
    expect(namesOf(withMenu, 'menu')).toEqual([expect.stringMatching(URDU)]);
    await page.keyboard.press('Escape');

    const stop = page.locator('.theme-doc-markdown [data-lectern-status][tabindex="0"]');
    await stop.waitFor({ state: 'attached' });
    await stop.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('dialog').waitFor();
    const withOriginal = await accessibilityTree(page);
    expect(namesOf(withOriginal, 'heading').filter((name) => URDU.test(name)).length).toBeGreaterThan(10);
    expect(namesOf(withOriginal, 'image', 'img').filter((name) => !URDU.test(name))).toEqual([]);
    expect(namesOf(withOriginal, 'dialog')).toEqual([expect.stringMatching(URDU)]);
    const original = (await page.getByRole('dialog').locator('[lang="en"]').innerText()).replace(/\s+/g, ' ').trim();
    expect(original).toMatch(WITHOUT_URDU);
    const described = withOriginal.filter(({ description }) => description.replace(/\s+/g, ' ').trim() === original);
    expect(described).toHaveLength(1);
    await close();
  });

  test('live regions tell the whole way, each step once', async () => {
    const { page, close } = await openPage(browser, origin);
    await openTranslatable(page);
    const said = await logLiveRegions(page);
    await readInUrdu(page);
    await page.keyboard.press('t');
    await page.getByRole('menuitemradio', { name: /Deutsch/ }).click();
    await page.locator('.lectern-translation-notice').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('menuitemradio', { name: /اردو/ }).click();
    await waitUntilTranslated(page);
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'اردو میں پڑھیں' }).waitFor();
    const steps = [/اردو/, /.+/, /اردو/, /original/];
    await expect.poll(async () => (await said()).length).toBe(steps.length);
    expect(await said()).toEqual(steps.map((step) => expect.stringMatching(step)));
    await close();
  });
});
