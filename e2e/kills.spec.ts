/** What a reader sees when the tab or the network dies in the middle of a written answer. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHAPTER, ends, hasBegun, lastTurn, openPanel, panelOf, send } from './ask-panel.ts';
import { chromiumPath, launchBrowser, openPage, seriousAxeFindings, type WatchedPage } from './browser.ts';
import { halves, LAST_WORDS } from './halved-answer.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { keepScreenshots } from './screenshots.ts';

// Each test asks another question: an answer that was kept is there at once.
const questions = [
  'Why does a late joiner miss the map?',
  'What does a publisher with reliable QoS do?',
  'When should I use a service instead of a topic?',
  'What is a node in ROS 2?',
  'How do nodes find each other?',
];
const nextQuestion = () => questions.shift() ?? 'Why do topics have names?';
/** Longer than any wait between two tries. */
const A_WAIT_MS = 16_000;

const KILLS: Record<string, (page: Page, context: BrowserContext) => Promise<void>> = {
  'is closed': (page) => page.close(),
  // The renderer ends without a word to the page's scripts.
  crashes: async (page, context) => {
    const crashed = page.waitForEvent('crash');
    const session = await context.newCDPSession(page);
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await page.close();
  },
};

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())(
  'in the middle of a written answer',
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let model: ModelServer;
    let open: WatchedPage;
    beforeAll(async () => {
      [browser, model] = await Promise.all([launchBrowser(), startModelServer()]);
    });
    afterAll(async () => {
      await browser?.close();
      await model?.close();
    });
    beforeEach(async () => {
      open = await openPage(browser, model.origin);
      await open.page.goto(CHAPTER, { waitUntil: 'networkidle' });
    });
    afterEach(() => open.close());

    async function openChapter(): Promise<Page> {
      const page = await open.context.newPage();
      await page.goto(CHAPTER, { waitUntil: 'networkidle' });
      await openPanel(page);
      return page;
    }

    test.each(Object.entries(KILLS))(
      'the tab %s: the page opened anew goes on, and so does a second one',
      async (name, kill) => {
        const { answer, letGo } = halves();
        model.provider.script({ answer });
        const question = nextQuestion();
        const asked = model.provider.requests.length;
        await send(open.page, question);
        await hasBegun(open.page);
        await kill(open.page, open.context);
        const page = await openChapter();
        await hasBegun(page);
        expect(await lastTurn(page).locator('h3').first().innerText()).toContain(question);
        await keepScreenshots(page, `tab-${name.replace(' ', '-')}-opened-again`);
        const second = await openChapter();
        await hasBegun(second);
        letGo();
        await ends(second, 'done');
        await page.bringToFront();
        await ends(page, 'done');
        const text = await lastTurn(page).locator('.lectern-answer').innerText();
        expect(text.split(LAST_WORDS)).toHaveLength(2);
        expect(await lastTurn(second).locator('.lectern-answer').innerText()).toBe(text);
        expect(await panelOf(page).locator('.lectern-turn').count()).toBe(1);
        expect(model.provider.requests.length).toBe(asked + 1);
        await keepScreenshots(page, `tab-${name.replace(' ', '-')}-whole`);
      },
    );

    test('the tab is closed and the page opened when the answer has ended: it is whole, and not shown again later', async () => {
      const { answer, letGo } = halves();
      model.provider.script({ answer });
      const asked = model.provider.requests.length;
      await send(open.page, nextQuestion());
      await hasBegun(open.page);
      await open.page.close();
      letGo();
      await model.provider.requests.slice(asked).at(-1)?.ended;
      const page = await openChapter();
      await ends(page, 'done');
      expect(await lastTurn(page).locator('.lectern-answer').innerText()).toContain(LAST_WORDS);
      await page.close();
      const later = await openChapter();
      expect(await panelOf(later).locator('.lectern-turn').count()).toBe(0);
    });

    test('the network goes for good: a notice in words, the question kept, and a way on', async () => {
      const { page } = open;
      const { answer, letGo } = halves();
      model.provider.script({ answer });
      const question = nextQuestion();
      await send(page, question);
      await hasBegun(page);
      await page.clock.install();
      model.network.cut();
      await lastTurn(page).getByText('The connection was lost. The answer is taken up again…').waitFor();
      await keepScreenshots(page, 'network-lost');
      await expect
        .poll(
          async () => {
            await page.clock.fastForward(A_WAIT_MS);
            return lastTurn(page).getAttribute('data-view');
          },
          { timeout: 30_000 },
        )
        .toBe('offline');
      await lastTurn(page).getByText('The connection broke off. Your question is kept.').waitFor();
      expect(await panelOf(page).getByRole('button', { name: 'Stop' }).count()).toBe(0);
      expect(await lastTurn(page).locator('h3').first().innerText()).toContain(question);
      expect(await seriousAxeFindings(page)).toEqual([]);
      await keepScreenshots(page, 'network-gone');
      letGo();
      model.network.mend();
      model.provider.script({});
      await lastTurn(page).getByRole('button', { name: 'Ask again' }).click();
      await ends(page, 'done');
      expect(await panelOf(page).locator('.lectern-turn').count()).toBe(1);
    });
  },
);
