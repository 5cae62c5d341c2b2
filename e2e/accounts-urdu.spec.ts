/** The account pages and the notes in the Urdu edition: from right to left, in Urdu words, with nothing out of place. */
import { existsSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksRight } from './account-pages.ts';
import { type AccountServer, entryOf, makeAccount, PASSWORD, startAccountServer, submitOf } from './account-server.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { notesOf, openChapter } from './reading.ts';

const CHAPTER = '/ur/book/foundations/sensors';
const EMAIL = 'iqbal@example.org';
const hasUrdu = existsSync('docusaurus/build/ur/account/sign-in/index.html');

const words: Record<string, string> = JSON.parse(
  readFileSync('packages/docusaurus-plugin/src/locales/ur.json', 'utf8'),
);
/** What the page says in Urdu. */
const say = (id: string): string => words[`lectern.${id}`] ?? id;

async function openUrdu(page: Page, path: string): Promise<void> {
  await page.goto(`/ur/account/${path}`, { waitUntil: 'networkidle' });
  await page.locator('.lectern-account').getByText(say('account.loading')).waitFor({ state: 'detached' });
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await page.locator('html').getAttribute('lang')).toBe('ur');
}

async function signIn(page: Page): Promise<void> {
  await page.locator('input[name=email]').fill(EMAIL);
  await page.locator('input[name=password]').fill(PASSWORD);
  await submitOf(page).click();
}

/** Selects the beginning of the first long paragraph, and returns it. */
async function selectUrdu(page: Page): Promise<string> {
  const selected = await page.evaluate(() => {
    const walker = document.createTreeWalker(
      document.querySelector('.theme-doc-markdown') ?? document,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!(node instanceof Text) || node.data.length < 40 || !node.parentElement?.closest('p[data-seg]')) continue;
      node.parentElement?.scrollIntoView({ block: 'center' });
      document.getSelection()?.setBaseAndExtent(node, 0, node, 30);
      return node.data.slice(0, 30);
    }
    return '';
  });
  await page.locator('.lectern-selection-tools').waitFor();
  return selected;
}

describe.skipIf(chromiumPath === undefined || !bookIsBuilt() || !hasUrdu)(
  'the Urdu edition',
  { timeout: 180_000 },
  () => {
    let browser: Browser;
    let server: AccountServer;
    beforeAll(async () => {
      [browser, server] = await Promise.all([launchBrowser(), startAccountServer()]);
      await makeAccount(server, EMAIL, 'اقبال');
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    test.each(['phone', 'desktop'] as const)('has every account page from right to left (%s)', async (viewport) => {
      const { page, faults, close } = await openPage(browser, server.origin, { viewport });
      await openUrdu(page, 'sign-up');
      await submitOf(page).click();
      await page.locator('.lectern-form-summary').waitFor();
      await page.locator('.lectern-field-error').getByText(say('account.nameMissing')).waitFor();
      await looksRight(page, 'ur-sign-up-faults');
      await openUrdu(page, 'sign-in?from=%2Fur%2Faccount%2Fprofile');
      await page
        .getByRole('heading', { name: say('account.signIn') })
        .first()
        .waitFor();
      await looksRight(page, 'ur-sign-in');
      await signIn(page);
      await page.waitForURL('**/ur/account/profile');
      await page.getByRole('heading', { name: say('account.person') }).waitFor();
      await looksRight(page, 'ur-profile');
      await openUrdu(page, 'sessions');
      await page.getByText(say('account.thisSession')).waitFor();
      await looksRight(page, 'ur-sessions');
      await openUrdu(page, 'data');
      await page.getByRole('button', { name: say('privacy.download') }).waitFor();
      await looksRight(page, 'ur-data');
      await openUrdu(page, 'privacy');
      await page.getByRole('heading', { name: say('privacy.storage') }).waitFor();
      await looksRight(page, 'ur-privacy');
      await page.getByRole('heading', { name: say('privacy.storage') }).evaluate((heading) => heading.scrollIntoView());
      await looksRight(page, 'ur-privacy-storage');
      // Numbers and addresses stay as they are written, inside of Urdu lines.
      const code = page.locator('.lectern-account-keys code').first();
      expect(await code.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
      expect(faults.exceptions).toEqual([]);
      await close();
    });

    test.each(['phone', 'desktop'] as const)('keeps notes beside its text, not over it (%s)', async (viewport) => {
      const { page, faults, close } = await openPage(browser, server.origin, { viewport });
      await openChapter(page, CHAPTER);
      const selected = await selectUrdu(page);
      expect(selected).toMatch(/\p{Script=Arabic}/u);
      await page.getByRole('button', { name: say('learning.note'), exact: true }).click();
      await notesOf(page).getByLabel(say('notes.yourNote')).fill('یہ یاد رکھنا ہے: accuracy اور precision الگ ہیں۔');
      await notesOf(page)
        .getByRole('button', { name: say('notes.save'), exact: true })
        .click();
      await notesOf(page).locator('.lectern-note-text').waitFor();
      await looksRight(page, 'ur-notes');
      if (viewport === 'desktop') {
        const [notes, text] = await Promise.all([
          notesOf(page).boundingBox(),
          page.locator('.theme-doc-markdown').boundingBox(),
        ]);
        // In a page that is read from the right, the panel is at the left.
        expect(notes?.x).toBe(0);
        expect((notes?.x ?? 0) + (notes?.width ?? 0)).toBeLessThanOrEqual(text?.x ?? 0);
      }
      expect(await entryOf(page).count()).toBe(1);
      expect(faults.exceptions).toEqual([]);
      await close();
    });
  },
);
