/** A reader's place in the book: progress, bookmarks, notes, quizzes, reviews; without an account. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings } from './browser.ts';
import {
  CHAPTER,
  firstQuestion,
  highlightedTexts,
  notesOf,
  openChapter,
  selectWords,
  WORDS,
  waitForHighlights,
} from './reading.ts';

const origin = inject('origin');
const NO_FAULTS = { console: [], exceptions: [], foreignRequests: [] };

/** Requests of a page that store something. */
function watchStoring(page: Page): string[] {
  const stored: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && request.method() !== 'GET') stored.push(`${request.method()} ${pathname}`);
  });
  return stored;
}

const tickOf = (page: Page, section: string) =>
  page.locator(`.table-of-contents__link[href="#${section}"] .lectern-read-tick`);

/** Reads a section from its heading to the next one: time passes by the page's own clock. */
async function readSection(page: Page, section: string): Promise<void> {
  const heading = page.locator(`.theme-doc-markdown #${section}`);
  const end = page.locator(`.theme-doc-markdown #${section} ~ :is(h2, h3)`).first();
  await heading.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  for (let step = 0; step < 20; step++) {
    // A reader who does nothing has gone.
    await page.mouse.move(600, 300 + step);
    await page.clock.runFor(10_000);
    if ((await tickOf(page, section).count()) > 0) return;
    await end.evaluate((element) => {
      if (element.getBoundingClientRect().top > 300) window.scrollBy(0, 300);
    });
  }
}

async function keepNote(page: Page, words: string, text: string): Promise<void> {
  await selectWords(page, words);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await notesOf(page).getByLabel('Your note').fill(text);
  await notesOf(page).getByRole('button', { name: 'Save' }).click();
  await notesOf(page).locator('.lectern-note-text', { hasText: text }).waitFor();
}

async function missQuestion(page: Page): Promise<void> {
  const { prompt, wrong } = firstQuestion();
  const item = page.locator('.lectern-quiz__item', { hasText: prompt });
  await page.locator('.lectern-quiz').scrollIntoViewIfNeeded();
  await item.getByLabel(wrong).check();
  await item.getByRole('button', { name: 'Check' }).click();
  await page.locator('.lectern-quiz__kept', { hasText: 'answer graded so far' }).waitFor();
}

describe.skipIf(chromiumPath === undefined || origin === '')('learning', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('reading ticks a section off, stays in this browser, and goes on where it was left', async () => {
    const { page, faults, close } = await openPage(browser, origin);
    const stored = watchStoring(page);
    await page.clock.install();
    await openChapter(page);
    await readSection(page, 'lidar');
    await tickOf(page, 'lidar').waitFor();
    expect(await tickOf(page, 'complementary-filter').count()).toBe(0);
    await page.reload({ waitUntil: 'networkidle' });
    await tickOf(page, 'lidar').waitFor();
    expect(stored).toEqual([]);

    await page.goto('/', { waitUntil: 'networkidle' });
    const way = page.locator('.lectern-continue a');
    await way.waitFor();
    expect(await way.innerText()).toMatch(/^Continue: Sensor systems/);
    await way.click();
    await page.waitForURL(`**${CHAPTER}#*`);
    expect(faults).toEqual(NO_FAULTS);
    await close();
  });

  test('a ticked chapter is kept on the server: ticks, the next one with its reason, and after the browser was emptied', async () => {
    const { page, context, close } = await openPage(browser, origin);
    await openChapter(page, '/book/foundations/what-is-physical-ai');
    const isKept = page.waitForResponse((response) => response.request().method() === 'PUT');
    await page.getByRole('button', { name: 'Chapter done' }).click();
    expect((await isKept).status()).toBe(200);
    await page.locator('.menu__link[href="/book/foundations/what-is-physical-ai"] .lectern-read-tick').waitFor();
    expect(await page.locator('.lectern-chapter-end-next').innerText()).toMatch(
      /^Next: Sensor systems.+It builds on this chapter\.$/,
    );
    await page.locator('.lectern-chapter-end-next a').click();
    await page.locator('.chapter-aims .lectern-read-tick').waitFor();

    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    const other = await context.newPage();
    await other.goto('/learn', { waitUntil: 'networkidle' });
    await other.locator('.lectern-figure', { hasText: 'chapters done' }).getByText('1 of').waitFor();
    expect(await other.locator('.lectern-week[data-state="begun"]').count()).toBeGreaterThan(0);
    await close();
  });

  test('a missed question is graded by the server, explained, due, and planned again when it is remembered', async () => {
    const { page, close } = await openPage(browser, origin);
    const { prompt, right, why } = firstQuestion();
    await openChapter(page);
    await missQuestion(page);
    expect(await page.locator('.lectern-quiz__item', { hasText: prompt }).innerText()).toContain(why);
    await page.locator('.navbar .lectern-due', { hasText: '1' }).waitFor();

    await page.goto('/learn/review', { waitUntil: 'networkidle' });
    const card = page.locator('.lectern-review-card');
    await card.getByText(prompt).waitFor();
    await card.getByRole('button', { name: 'Check' }).click();
    expect(await card.getByRole('alert').innerText()).toBe('Answer first, then check.');
    await card.getByLabel(right).check();
    await card.getByRole('button', { name: 'Check' }).click();
    expect(await card.getByRole('status').innerText()).toMatch(/^Right\. You’ll be asked again (in|tomorrow)/);
    await card.getByRole('button', { name: 'Go on' }).click();
    expect(await page.locator('.lectern-review-done').innerText()).toMatch(
      /Nothing is due.*\n+The next question comes /,
    );
    await page.locator('.navbar .lectern-due').waitFor({ state: 'detached' });
    await close();
  });

  test('a highlight and a note are found again after a reload, edited, searched and deleted', async () => {
    const { page, faults, close } = await openPage(browser, origin);
    await openChapter(page);
    await selectWords(page, WORDS);
    await page.getByRole('button', { name: 'Highlight' }).click();
    await waitForHighlights(page, 'yellow', 1);
    await keepNote(page, 'Five properties describe any sensor', 'Learn these by heart.');
    await page.reload({ waitUntil: 'networkidle' });
    await waitForHighlights(page, 'yellow', 2);
    expect(await highlightedTexts(page, 'yellow')).toContain(WORDS);

    await page.getByRole('button', { name: '2 notes' }).click();
    const notes = notesOf(page).locator('.lectern-note');
    // In the order of the text, not of the writing.
    expect(await notes.first().innerText()).toContain('Learn these by heart.');
    await notes.first().getByRole('button', { name: 'Edit' }).click();
    await notes.first().getByLabel('Your note').fill('Range, noise, bias, rate, latency.');
    await notes.first().getByRole('radio', { name: 'green' }).check();
    await notes.first().getByRole('button', { name: 'Save' }).click();
    await waitForHighlights(page, 'green', 1);
    await notes.last().getByRole('button', { name: 'Delete' }).click();
    await notes.last().getByRole('button', { name: 'Delete' }).click();
    await waitForHighlights(page, 'yellow', 0);

    await page.goto('/learn', { waitUntil: 'networkidle' });
    await page.getByLabel('Search your notes').fill('LATENCY noise');
    expect(await page.locator('.lectern-note-rows .lectern-note').count()).toBe(1);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as Markdown' }).click();
    expect((await download).suggestedFilename()).toBe('notes.md');
    await page.getByLabel('Search your notes').fill('nothing of the kind');
    expect(await page.locator('.lectern-note-rows .lectern-note').count()).toBe(0);
    expect(faults).toEqual(NO_FAULTS);
    await close();
  });

  test('a click on a highlight opens its note; another server error keeps the words in the field', async () => {
    const { page, close } = await openPage(browser, origin);
    await openChapter(page);
    await keepNote(page, WORDS, 'In the lab.');
    await notesOf(page).getByRole('button', { name: 'Close notes' }).click();
    const spot = await page.evaluate(() => {
      const [range] = CSS.highlights.get('lectern-note-yellow') ?? [];
      const rect = range instanceof Range ? range.getClientRects()[0] : undefined;
      return rect ? { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 } : null;
    });
    expect(spot).not.toBeNull();
    await page.mouse.click(spot?.x ?? 0, spot?.y ?? 0);
    await notesOf(page).locator('.lectern-note:focus', { hasText: 'In the lab.' }).waitFor();

    await page.route('**/learning/notes/*', (route) => route.abort());
    await notesOf(page).getByRole('button', { name: 'Edit' }).click();
    await notesOf(page).getByLabel('Your note').fill('Kept in the field.');
    await notesOf(page).getByRole('button', { name: 'Save' }).click();
    await notesOf(page).getByRole('alert').waitFor();
    expect(await notesOf(page).getByLabel('Your note').inputValue()).toBe('Kept in the field.');
    await page.unroute('**/learning/notes/*');
    await notesOf(page).getByRole('button', { name: 'Save' }).click();
    await notesOf(page).locator('.lectern-note-text', { hasText: 'Kept in the field.' }).waitFor();
    await close();
  });

  test('bookmarks are set at a heading and taken away on the reader’s page', async () => {
    const { page, close } = await openPage(browser, origin);
    await openChapter(page);
    await page.locator('h2#lidar').hover();
    const button = page.locator('h2#lidar').getByRole('button', { name: 'Bookmark this section' });
    const isKept = page.waitForResponse((response) => response.url().includes('/learning/bookmarks'));
    await button.click();
    expect((await isKept).status()).toBe(201);
    await page.reload({ waitUntil: 'networkidle' });
    await page.locator('h2#lidar').getByRole('button', { pressed: true }).waitFor();
    await page.goto('/learn', { waitUntil: 'networkidle' });
    await page
      .locator('.lectern-bookmarks')
      .getByRole('link', { name: /LiDAR$/ })
      .waitFor();
    await page.getByRole('button', { name: /^Remove the bookmark/ }).click();
    await page.getByText('No bookmarks yet.').waitFor();
    await close();
  });

  test('everything can be done without a mouse', async () => {
    const { page, close } = await openPage(browser, origin);
    await openChapter(page);
    await selectWords(page, WORDS);
    for (const name of ['Ask about this', 'Highlight', 'Note']) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(name);
    }
    await page.keyboard.press('Enter');
    await notesOf(page).getByLabel('Your note').waitFor();
    await page.keyboard.type('Typed.');
    await page.keyboard.press('Control+Enter');
    await notesOf(page).locator('.lectern-note:focus', { hasText: 'Typed.' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await notesOf(page).locator('textarea:focus').waitFor();
    await page.keyboard.press('Escape');
    await notesOf(page).locator('textarea').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await notesOf(page).waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await notesOf(page).getByRole('heading', { level: 2 }).and(page.locator(':focus')).waitFor();
    const sections = notesOf(page).locator('.lectern-section-list');
    await sections.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await sections.locator('input').first().isChecked()).toBe(true);
    await close();
  });

  test.each([
    ['desktop', 'light'],
    ['phone', 'dark'],
  ] as const)('pages and notes are clean (%s, %s)', { timeout: 180_000 }, async (viewport, colorScheme) => {
    const { page, faults, close } = await openPage(browser, origin, { viewport, colorScheme });
    await openChapter(page);
    await missQuestion(page);
    await keepNote(page, WORDS, 'In the lab.');
    expect(await seriousAxeFindings(page)).toEqual([]);
    for (const path of ['/learn', '/learn/review']) {
      await page.goto(path, { waitUntil: 'networkidle' });
      await page.locator('.lectern-learn :is(.lectern-note-rows, .lectern-review-card)').waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
    expect(faults).toEqual(NO_FAULTS);
    await close();
  });

  test('the reader’s page says what it is without scripts', async () => {
    const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/learn');
    expect(await page.locator('main').innerText()).toContain('this page needs JavaScript');
    await context.close();
  });
});
