/** The panel in a real browser: focus, keyboard, states, reload, phone, policy. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHROMIUM_PATH,
  DESKTOP,
  launchBrowser,
  openPage,
  PHONE,
} from '../../../test/browser-fixture/fixture-browser.ts';
import { type Fixture, startFixture } from '../../../test/browser-fixture/fixture-server.ts';

let fixture: Fixture;
let browser: Browser;

const open = (path = '/docs/a', device: BrowserContextOptions = DESKTOP) =>
  openPage(browser, fixture.origin + path, device);

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.className ?? document.activeElement?.tagName);

async function ask(page: Page, question: string): Promise<void> {
  if (!(await page.locator('.lectern-panel').isVisible())) await page.click('.lectern-launcher');
  await page.fill('.lectern-panel textarea', question);
  await page.keyboard.press('Enter');
  await page.locator('.lectern-turn').last().getByText(question, { exact: true }).waitFor();
}

const viewIs = (page: Page, view: string) => page.locator(`.lectern-turn[data-view="${view}"]`).last().waitFor();

describe.skipIf(CHROMIUM_PATH === undefined)('the Ask panel', () => {
  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startFixture(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  test('loads its code on the first opening only, within the byte budget', async () => {
    const context = await browser.newContext(DESKTOP);
    const page = await context.newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto(`${fixture.origin}/docs/a`);
    await page.locator('.lectern-launcher').waitFor();
    expect(loaded.filter((path) => path.includes('chat-panel'))).toEqual([]);
    await page.click('.lectern-launcher');
    await page.locator('.lectern-panel').waitFor();
    expect(loaded.filter((path) => path.includes('chat-panel'))).toHaveLength(1);
    await context.close();
  });

  test('takes focus into the input and gives it back on Escape', async () => {
    const { page, faults } = await open();
    await page.click('.lectern-launcher');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press('Escape');
    await page.locator('.lectern-panel').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.className === 'lectern-launcher');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('opens by Ctrl+I from where the reader is, and not while typing', async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const field = document.createElement('input');
      document.querySelector('article')?.prepend(field);
      field.focus();
    });
    await page.keyboard.press('Control+i');
    expect(await page.locator('.lectern-panel').count()).toBe(0);
    await page.locator('.menu__link').first().focus();
    await page.keyboard.press('Control+i');
    await page.locator('.lectern-panel').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.className === 'menu__link');
    await page.context().close();
  });

  test('offers the questions of the chapter, and makes some from headings where there are none', async () => {
    const { page } = await open();
    await page.click('.lectern-launcher');
    await page.getByRole('button', { name: 'Why does a late joiner miss the map?' }).click();
    await viewIs(page, 'quoted');
    await page.context().close();
    const other = await open('/docs/b');
    await other.page.click('.lectern-launcher');
    await other.page.getByRole('button', { name: 'What does the book say about “Inertial units”?' }).waitFor();
    await other.page.context().close();
  });

  test('shows a quotation under its headings, with numbered links', async () => {
    const { page, faults } = await open();
    await ask(page, 'Why?');
    await viewIs(page, 'quoted');
    expect(await page.locator('.lectern-quote-place').allTextContents()).toEqual([
      'Nodes, topics and QoS › Durability',
      'Nodes, topics and QoS › Reliability',
      'Sensors › Inertial units',
    ]);
    expect(await page.locator('.lectern-marker').first().getAttribute('aria-label')).toBe(
      'Source 1: Nodes, topics and QoS › Durability',
    );
    expect(await page.locator('.lectern-sources').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('draws a written answer as the safe subset, with sources and what the book does not say', async () => {
    const { page, faults } = await open();
    await ask(page, 'write it');
    await viewIs(page, 'done');
    expect(await page.locator('.lectern-answer img').count()).toBe(0);
    expect(await page.locator('.lectern-answer').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('.lectern-answer a:not(.lectern-marker)').count()).toBe(0);
    expect(await page.locator('.lectern-source').count()).toBe(2);
    expect(await page.getByRole('button', { name: 'No passage supports this sentence' }).count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('names the sections while it waits, and stops', async () => {
    const { page } = await open();
    await ask(page, 'wait');
    await page.getByText('Looking in 3 sections…').first().waitFor();
    expect(await page.locator('.lectern-waiting li').allTextContents()).toContain('Sensors › Inertial units');
    await page.getByRole('button', { name: 'Stop' }).click();
    await viewIs(page, 'stopped');
    await page.context().close();
  });

  test('speaks finished sentences only', async () => {
    const { page } = await open();
    await ask(page, 'slow');
    const log = page.locator('[role="log"]');
    await log.getByText('First sentence is whole.').waitFor();
    expect(await log.textContent()).not.toContain('Second');
    await page.context().close();
  });

  test.each([
    ['weather', 'notCovered', 'The book does not cover this.'],
    ['flood', 'limit', 'ask again in 12 seconds'],
    ['break', 'error', 'Report number req-7'],
    ['cut', 'error', 'The server was restarted while it answered. Your question is kept.'],
    ['spent', 'fallback', 'the budget for written answers is used up'],
  ])('says what happened to “%s”', async (question, view, words) => {
    const { page } = await open();
    await ask(page, question);
    await viewIs(page, view);
    expect(await page.locator('.lectern-turn').textContent()).toContain(words);
    await page.context().close();
  });

  test('a page older than the book is loaded anew with the question in the input', async () => {
    const { page } = await open();
    await ask(page, 'stale');
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'stale');
    // The chapter is known once the page's data has come.
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('.lectern-scope select')?.value === 'chapter',
    );
    await page.context().close();
  });

  test('keeps the question when the server is gone, and asks it again', async () => {
    const { page } = await open();
    await page.click('.lectern-launcher');
    await page.locator('.lectern-panel').waitFor();
    await page.context().setOffline(true);
    await ask(page, 'Why?');
    await viewIs(page, 'offline');
    expect(await page.locator('.lectern-turn').textContent()).toContain(
      'Couldn’t reach the server. Your question is kept.',
    );
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await viewIs(page, 'quoted');
    expect(await page.locator('.lectern-turn').count()).toBe(1);
    await page.context().close();
  });

  test('a ?ask= link opens and asks once; a reload shows the answer without asking again', async () => {
    const { page } = await open('/docs/a?theme=dark&ask=Why%3F');
    await viewIs(page, 'quoted');
    expect(new URL(page.url()).search).toBe('?theme=dark');
    const asked = fixture.questions.length;
    await page.reload();
    await viewIs(page, 'quoted');
    expect(fixture.questions.length).toBe(asked);
    expect(await focused(page)).not.toContain('TEXTAREA');
    await page.context().close();
  });

  test('draft, scope and follow-up survive a reload', async () => {
    const { page } = await open();
    await ask(page, 'Why?');
    await viewIs(page, 'quoted');
    await page.selectOption('.lectern-scope select', 'chapter');
    await page.fill('.lectern-panel textarea', 'half a thou');
    await page.reload();
    await page.locator('.lectern-panel textarea').waitFor();
    expect(await page.inputValue('.lectern-panel textarea')).toBe('half a thou');
    await ask(page, 'And then?');
    await page.locator('.lectern-turn[data-view="quoted"]').nth(1).waitFor();
    expect(fixture.questions.at(-1)).toMatchObject({
      scope: { type: 'chapter', id: 'default/current/a' },
      sessionId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    });
    await page.context().close();
  });

  test('code and figures carry an Ask button that proposes a question about their section', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Ask about this code' }).click();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    expect(await page.inputValue('.lectern-panel textarea')).toBe('What does “listener.py” do?');
    await page.keyboard.press('Enter');
    await viewIs(page, 'quoted');
    expect(fixture.questions.at(-1)).toMatchObject({ scope: { type: 'section', id: 'default/current/a#durability' } });
    await page.getByRole('button', { name: 'Ask about this figure' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('A graph of three nodes'));
    await page.context().close();
  });

  test('on wide windows the page keeps its place beside the panel and can be scrolled', async () => {
    const { page } = await open();
    await page.evaluate(() => window.scrollTo(0, 600));
    const place = () =>
      page.evaluate(() => document.querySelector('[data-seg="a12"]')?.getBoundingClientRect().top ?? 0);
    const before = await page.evaluate(
      () => document.elementFromPoint(500, 90)?.closest('p')?.getBoundingClientRect().top ?? 0,
    );
    await page.click('.lectern-launcher');
    await page.locator('.lectern-panel').waitFor();
    const after = await page.evaluate(
      () => document.elementFromPoint(500, 90)?.closest('p')?.getBoundingClientRect().top ?? 0,
    );
    expect(Math.abs(after - before)).toBeLessThan(40);
    const [text, panel] = await Promise.all([
      page.locator('article').boundingBox(),
      page.locator('.lectern-panel').boundingBox(),
    ]);
    expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThanOrEqual(panel?.x ?? 0);
    const top = await place();
    await page.mouse.move(500, 400);
    await page.mouse.wheel(0, 200);
    await page.waitForFunction(
      (from) => (document.querySelector('[data-seg="a12"]')?.getBoundingClientRect().top ?? 0) < from,
      top,
    );
    await page.context().close();
  });

  test.each(['light', 'dark'])('axe finds nothing serious in the panel, %s', async (theme) => {
    for (const question of ['Why?', 'write it', 'weather', 'flood']) {
      const { page } = await open(`/docs/a?theme=${theme}`);
      await ask(page, question);
      await page.locator('.lectern-turn:not([data-view="waiting"], [data-view="answering"])').waitFor();
      const { violations } = await new AxeBuilder({ page }).include('#lectern-root').analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      await page.context().close();
    }
  });

  test('on a phone the panel is a dialog over an inert page, and makes way for a citation', async () => {
    const { page } = await open('/docs/a', PHONE);
    await page.tap('.lectern-launcher');
    const dialog = page.getByRole('dialog', { name: 'Ask the book' });
    await dialog.waitFor();
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    expect(await page.evaluate(() => document.getElementById('__docusaurus')?.inert)).toBe(true);
    await ask(page, 'Why?');
    await viewIs(page, 'quoted');
    await page.tap('.lectern-quote-place >> nth=0');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() => CSS.highlights.has('lectern-citation'));
    expect(await page.evaluate(() => document.getElementById('__docusaurus')?.inert)).toBe(false);
    await page.context().close();
  });
});
