/** Conversations in the page: list, rename, save, delete, branches, feedback; a second tab; shortcuts. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ask, CHAPTER, lastTurn, openPanel, panelOf, QUESTION } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';

const origin = inject('origin');
const SECOND = 'What is a late joiner?';

describe.skipIf(chromiumPath === undefined || origin === '')('conversations', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('are listed, renamed, saved, gone on with and deleted', async () => {
    const { page, faults, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    const panel = panelOf(page);
    await panel.getByRole('button', { name: 'New conversation' }).click();
    await ask(page, SECOND);

    await panel.getByRole('button', { name: 'Your conversations' }).click();
    const entries = panel.locator('.lectern-session');
    await entries.nth(1).waitFor();
    expect(await entries.locator('span').allInnerTexts()).toEqual([SECOND, QUESTION]);
    expect(await seriousAxeFindings(page)).toEqual([]);

    await entries.nth(1).getByRole('button', { name: 'Rename' }).click();
    await panel.getByLabel('Name of the conversation').fill('Silent subscriber');
    await panel.getByLabel('Name of the conversation').press('Enter');
    await panel.locator('.lectern-session-open', { hasText: 'Silent subscriber' }).waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      entries.nth(1).getByRole('button', { name: 'Save as Markdown' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Silent-subscriber.md');
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString()).toContain(QUESTION);

    await panel.locator('.lectern-session-open', { hasText: 'Silent subscriber' }).click();
    await lastTurn(page).locator('blockquote').first().waitFor();
    await ask(page, 'And what does the timer do?');
    expect(await panel.locator('.lectern-turn').count()).toBe(2);

    await panel.getByRole('button', { name: 'Your conversations' }).click();
    const renamed = panel.locator('.lectern-session', { hasText: 'Silent subscriber' });
    await renamed.getByRole('button', { name: 'Delete conversation' }).click();
    await renamed.getByRole('button', { name: 'Delete', exact: true }).click();
    await renamed.waitFor({ state: 'detached' });
    expect(await entries.locator('span').allInnerTexts()).toEqual([SECOND]);
    expect(faults).toEqual({ console: [], exceptions: [], foreignRequests: [] });
    await close();
  });

  test('branch: a question is edited, an answer made again, and each version can be shown', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    await lastTurn(page).getByRole('button', { name: 'Edit the question' }).click();
    const field = panelOf(page).getByLabel('Your question, to be changed');
    await field.press('Escape');
    await lastTurn(page).getByRole('button', { name: 'Edit the question' }).click();
    await field.fill(SECOND);
    await field.press('Enter');
    await lastTurn(page).getByText('2/2').waitFor();
    await lastTurn(page).getByRole('button', { name: 'Copy' }).waitFor();
    const again = page.waitForRequest((request) => request.url().endsWith('/api/v1/chat'));
    await lastTurn(page).getByRole('button', { name: 'Ask again' }).click();
    const body = (await again).postDataJSON();
    expect(body).toMatchObject({ question: SECOND });
    expect(body.parentMessageId).toMatch(/^[0-9a-f-]{36}$/);
    await lastTurn(page).getByText('3/3').waitFor();
    await lastTurn(page).getByRole('button', { name: 'Copy' }).waitFor();
    expect(await seriousAxeFindings(page)).toEqual([]);
    for (const step of ['2/3', '1/3']) {
      await lastTurn(page).getByRole('button', { name: 'Previous version' }).click();
      await lastTurn(page).getByText(step).waitFor();
    }
    expect(await lastTurn(page).locator('h3').first().innerText()).toBe(QUESTION);
    await close();
  });

  test('a rating is sent at once, its reasons and words after it', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    const bodies: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/feedback')) bodies.push(request.postDataJSON());
    });
    await lastTurn(page).getByRole('button', { name: 'Not helpful' }).click();
    await lastTurn(page).getByRole('button', { name: 'Something is missing' }).click();
    await lastTurn(page).getByLabel('In your own words (optional)').fill('Nothing on firewalls.');
    await lastTurn(page).getByRole('button', { name: 'Send' }).click();
    await lastTurn(page).getByText('Thank you. The author will see it.').waitFor();
    expect(bodies).toEqual([
      { rating: 'down', tags: [] },
      { rating: 'down', tags: ['incomplete'], note: 'Nothing on firewalls.' },
    ]);
    await close();
  });

  test('a second tab shows the same conversation, and what is asked in the first', async () => {
    const { page, context, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await ask(page, QUESTION);
    const other = await context.newPage();
    await other.goto(CHAPTER, { waitUntil: 'networkidle' });
    await openPanel(other);
    await lastTurn(other).locator('blockquote').first().waitFor();
    await ask(page, SECOND);
    await lastTurn(other).locator('h3', { hasText: SECOND }).waitFor();
    await lastTurn(other).getByRole('button', { name: 'Copy' }).waitFor();
    expect(await panelOf(other).locator('.lectern-answer').allInnerTexts()).toEqual(
      await panelOf(page).locator('.lectern-answer').allInnerTexts(),
    );
    await close();
  });

  test('? lists the shortcuts, which can be switched off; ] goes to the next chapter', async () => {
    const { page, close } = await openPage(browser, origin);
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    await page.locator('.lectern-launcher').waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    expect(await seriousAxeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press(']');
    await page.waitForURL((url) => !url.pathname.startsWith(CHAPTER));
    await page.keyboard.press('?');
    await dialog.getByLabel('Use keyboard shortcuts').uncheck();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('?');
    expect(await dialog.count()).toBe(0);
    await close();
  });

  test('on a phone the way to ask is a bar below the text, and covers none of its end', async () => {
    const { page, close } = await openPage(browser, origin, { viewport: 'phone' });
    await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    const bar = await page.locator('.lectern-launcher').boundingBox();
    expect(bar).toMatchObject({ x: 0, width: 390 });
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const end = await page.locator('footer.footer').boundingBox();
    expect((end?.y ?? 0) + (end?.height ?? 0)).toBeLessThanOrEqual((bar?.y ?? 0) + 1);
    await close();
  });
});
