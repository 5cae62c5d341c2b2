/** What a reader sees when the tab or the network dies in the middle of a written answer. */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CHAPTER, ends, hasBegun, lastTurn, openPanel, panelOf, send } from './ask-panel.ts';
import { chromiumPath, seriousAxeFindings } from './browser.ts';
import { useChapter, useModelServer } from './chapter-tests.ts';
import { halves, LAST_WORDS } from './halved-answer.ts';
import { bookIsBuilt } from './lectern-server.ts';
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
    const site = useModelServer();
    const chapter = useChapter(() => ({ browser: site.browser, origin: site.model.origin }));

    async function openChapter(): Promise<Page> {
      const page = await chapter.open.context.newPage();
      await page.goto(CHAPTER, { waitUntil: 'networkidle' });
      await openPanel(page);
      return page;
    }

    test.each(Object.entries(KILLS))(
      'the tab %s: the page opened anew goes on, and so does a second one',
      async (name, kill) => {
        const { answer, letGo } = halves();
        site.model.provider.script({ answer });
        const question = nextQuestion();
        const asked = site.model.provider.requests.length;
        await send(chapter.open.page, question);
        await hasBegun(chapter.open.page);
        await kill(chapter.open.page, chapter.open.context);
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
        expect(site.model.provider.requests.length).toBe(asked + 1);
        await keepScreenshots(page, `tab-${name.replace(' ', '-')}-whole`);
      },
    );

    test('the tab is closed and the page opened when the answer has ended: it is whole, and not shown again later', async () => {
      const { answer, letGo } = halves();
      site.model.provider.script({ answer });
      const asked = site.model.provider.requests.length;
      await send(chapter.open.page, nextQuestion());
      await hasBegun(chapter.open.page);
      await chapter.open.page.close();
      letGo();
      await site.model.provider.requests.slice(asked).at(-1)?.ended;
      const page = await openChapter();
      await ends(page, 'done');
      expect(await lastTurn(page).locator('.lectern-answer').innerText()).toContain(LAST_WORDS);
      await page.close();
      const later = await openChapter();
      expect(await panelOf(later).locator('.lectern-turn').count()).toBe(0);
    });

    test('the network goes for good: a notice in words, the question kept, and a way on', async () => {
      const { page } = chapter.open;
      const { answer, letGo } = halves();
      site.model.provider.script({ answer });
      const question = nextQuestion();
      await send(page, question);
      await hasBegun(page);
      await page.clock.install();
      site.model.network.cut();
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
      site.model.network.mend();
      site.model.provider.script({});
      await lastTurn(page).getByRole('button', { name: 'Ask again' }).click();
      await ends(page, 'done');
      expect(await panelOf(page).locator('.lectern-turn').count()).toBe(1);
    });
  },
);
