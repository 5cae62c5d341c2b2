/** The search dialog: by mouse, by keyboard, and when nothing fits. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';

const origin = inject('origin');

describe.skipIf(chromiumPath === undefined || origin === '')('searching', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('Ctrl+K, a few letters, arrow and Enter lead to the section', async () => {
    const { page, faults, close } = await openPage(browser, origin);
    await page.goto('/book/intro', { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    const input = page.getByRole('combobox', { name: 'Search the book' });
    await input.waitFor();
    await input.pressSequentially('complementary fil');
    await page
      .getByRole('option', { name: /Complementary filter/ })
      .first()
      .waitFor();
    expect(await seriousAxeFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/book/foundations/sensors*');
    await input.waitFor({ state: 'detached' });
    expect(faults).toEqual({ console: [], exceptions: [], foreignRequests: [] });
    await close();
  });

  test('the last entry asks the book what no section is named after', async () => {
    const { page, close } = await openPage(browser, origin, { viewport: 'phone' });
    await page.goto('/book/intro', { waitUntil: 'networkidle' });
    await page.locator('.lectern-search-button').click();
    await page.getByRole('combobox', { name: 'Search the book' }).fill('how do nodes find each other');
    await page.getByRole('option', { name: /Ask the book/ }).click();
    await page.locator('.lectern-panel blockquote').first().waitFor();
    await close();
  });
});
