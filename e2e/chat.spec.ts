/** Asking in the page: the whole way from a question to a highlighted passage. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings, VIEWPORTS } from './browser.ts';

const origin = inject('origin');
const CHAPTER = '/book/module-1-ros2/nodes-topics-qos';
const QUESTION = 'Why does my subscriber receive nothing although the topic name is right?';

async function ask(page: Page, question: string): Promise<void> {
  await page.locator('.lectern-launcher').click();
  const input = page.locator('.lectern-panel textarea');
  await input.waitFor();
  await input.fill(question);
  await input.press('Enter');
  await page.locator('.lectern-panel').getByRole('button', { name: 'Copy' }).last().waitFor();
}

describe.skipIf(chromiumPath === undefined || origin === '')('asking', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(Object.keys(VIEWPORTS) as (keyof typeof VIEWPORTS)[])(
    'a question is answered with quotes whose citations open the passage (%s)',
    async (viewport) => {
      const { page, faults, close } = await openPage(browser, origin, { viewport });
      await page.goto('/book/intro', { waitUntil: 'networkidle' });
      await ask(page, QUESTION);
      const quote = (await page.locator('.lectern-panel blockquote').first().innerText()).replace(/\s+\d+\s*$/, '');
      expect(await seriousAxeFindings(page)).toEqual([]);
      await page.locator('.lectern-panel blockquote').first().getByRole('link').first().click();
      await page.waitForURL(`**${CHAPTER}*`);
      await page.waitForFunction(() => (CSS.highlights.get('lectern-citation')?.size ?? 0) > 0);
      const marked = await page.evaluate(() => {
        const [range] = CSS.highlights.get('lectern-citation') ?? [];
        return range instanceof Range ? range.cloneContents().textContent : '';
      });
      expect(quote.replace(/\s+/g, ' ')).toContain((marked ?? '').replace(/\s+/g, ' ').trim().slice(0, 60));
      expect(faults.exceptions).toEqual([]);
      expect(faults.foreignRequests).toEqual([]);
      await close();
    },
  );

  test('the conversation survives a change of page and a reload', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    await page.locator('.menu__link', { hasText: 'ROS 2 architecture' }).first().click();
    await page.waitForURL('**/ros2-architecture');
    expect(await page.locator('.lectern-panel').innerText()).toContain(QUESTION);
    await page.reload({ waitUntil: 'networkidle' });
    await page.locator('.lectern-panel', { hasText: QUESTION }).waitFor();
    await close();
  });

  test('what the book does not cover is said so, with the nearest sections', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(`${CHAPTER}?ask=${encodeURIComponent('what is a good sourdough recipe')}`, {
      waitUntil: 'networkidle',
    });
    await page.locator('.lectern-not-covered').waitFor();
    expect(await page.locator('.lectern-panel a[href*="/book/"]').count()).toBeGreaterThanOrEqual(3);
    expect(await seriousAxeFindings(page)).toEqual([]);
    expect(new URL(page.url()).search).toBe('');
    await close();
  });

  test('Escape gives the focus back to where it was', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await page.locator('.lectern-launcher').focus();
    await page.keyboard.press('Enter');
    await page.locator('.lectern-panel textarea').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.lectern-launcher').waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('lectern-launcher');
    await close();
  });

  test('a selected passage can be asked about, and the lock keeps the answer inside it', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await page.evaluate(() => {
      const paragraph = [...document.querySelectorAll('article p')].find(
        (node) => node.textContent?.includes('four lines') || node.textContent?.includes('Four lines'),
      );
      paragraph?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const range = document.createRange();
      range.selectNodeContents(paragraph ?? document.body);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    });
    await page.locator('.lectern-popover').waitFor();
    await page.locator('.lectern-popover').click();
    await page.locator('.lectern-panel textarea').waitFor();
    await page.locator('.lectern-panel').getByLabel('Only this selection').check();
    const [request] = await Promise.all([
      page.waitForRequest((candidate) => candidate.url().endsWith('/api/v1/chat')),
      (async () => {
        await page.locator('.lectern-panel textarea').fill('What does the timer do?');
        await page.locator('.lectern-panel textarea').press('Enter');
      })(),
    ]);
    const { scope } = request.postDataJSON();
    expect(scope).toMatchObject({ type: 'selection', only: true });
    expect(scope.segmentIds.length).toBeGreaterThan(0);
    const response = await request.response();
    expect(response?.status()).toBe(200);
    await close();
  });

  test('when the server cannot be reached, the question is kept and can be asked again', async () => {
    const { page, context, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await page.locator('.lectern-launcher').click();
    await page.locator('.lectern-panel textarea').waitFor();
    await context.setOffline(true);
    await page.locator('.lectern-panel textarea').fill(QUESTION);
    await page.locator('.lectern-panel textarea').press('Enter');
    const retry = page.locator('.lectern-panel').getByRole('button', { name: /try again|ask again|retry/i });
    await retry.first().waitFor();
    await context.setOffline(false);
    await retry.first().click();
    await page.locator('.lectern-panel blockquote').first().waitFor();
    await close();
  });
});
