/** Formulas in answers: typeset as in the book, harmless whatever is written between the marks, and copied as TeX. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { answerFromPassages } from '../backend/test/openai-server/openai-passage-answer.ts';
import { ask, ends, hasBegun, lastTurn, panelOf, send } from './ask-panel.ts';
import { chromiumPath, seriousAxeFindings } from './browser.ts';
import { useChapter, useModelServer } from './chapter-tests.ts';
import { bookIsBuilt } from './lectern-server.ts';
import { keepScreenshots } from './screenshots.ts';

const CHAPTER = '/book/foundations/sensors';
const CLEAN = { console: [], exceptions: [], foreignRequests: [] };
/** Words that only KaTeX's own code holds. */
const KATEX_CODE = 'KaTeX parse error';

const answerOf = (page: Page) => lastTurn(page).locator('.lectern-answer');

/** Hears of KaTeX's code coming over the network. */
function watchKatex(page: Page) {
  const scripts: Promise<boolean>[] = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('.js')) return;
    scripts.push(
      response.text().then(
        (text) => text.includes(KATEX_CODE),
        () => false,
      ),
    );
  });
  return async () => (await Promise.all(scripts)).filter((isKatex) => isKatex).length;
}

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('formulas', { timeout: 120_000 }, () => {
  const site = useModelServer();

  describe('in quotes', () => {
    const chapter = useChapter(() => ({ browser: site.browser, origin: inject('origin') }), CHAPTER);

    test('are typeset by code that comes with the first of them', async () => {
      const { page, faults } = chapter.open;
      const loads = watchKatex(page);
      await ask(page, 'What is a node in ROS 2?');
      expect(await loads()).toBe(0);
      await ask(page, 'How does the error of stereo depth grow with distance?');
      await answerOf(page).locator('.lectern-formula .katex').first().waitFor();
      expect(await loads()).toBe(1);
      expect(await answerOf(page).locator('.lectern-formula math annotation').first().textContent()).toMatch(/\\/);
      expect(await answerOf(page).innerText()).not.toMatch(/\\(?:frac|sigma|qquad|approx)/);
      const isInside = await answerOf(page).evaluate((answer) => answer.scrollWidth <= answer.clientWidth);
      expect(isInside).toBe(true);
      expect(await seriousAxeFindings(page)).toEqual([]);
      expect(faults).toEqual(CLEAN);
      await keepScreenshots(page, 'formulas-quoted');
    });

    test('are drawn by the browser itself where the site has no stylesheet for them', async () => {
      const { page } = chapter.open;
      await page.route('**/katex.min.css', (route) => route.fulfill({ contentType: 'text/css', body: '' }));
      await page.reload({ waitUntil: 'networkidle' });
      await ask(page, 'How does the error of stereo depth grow with distance?');
      await answerOf(page).locator('.lectern-formula math').first().waitFor();
      expect(await answerOf(page).locator('.katex-html').count()).toBe(0);
    });
  });

  describe('in written answers', () => {
    const chapter = useChapter(() => ({ browser: site.browser, origin: site.model.origin }), CHAPTER);
    beforeEach(() => chapter.open.context.grantPermissions(['clipboard-read', 'clipboard-write']));

    test('stay text until they are whole, and are copied as TeX', async () => {
      const { page, faults } = chapter.open;
      const go = Promise.withResolvers<void>();
      site.model.provider.script({
        async *answer(request) {
          yield `${answerFromPassages(request)} With $\\sigma_Z \\approx \\frac{Z^2}{f`;
          yield '\\,b}';
          await go.promise;
          yield '\\,\\sigma_d$ it grows [1].\n\n$$\nZ = \\frac{f\\,b}{d}\n$$\n\nThat is all [1].';
        },
      });
      await send(page, 'How does the error of stereo depth grow with distance?');
      await hasBegun(page);
      expect(await answerOf(page).locator('.katex').count()).toBe(0);
      go.resolve();
      await ends(page, 'done');
      await answerOf(page).locator('.katex-display').waitFor();
      expect(await answerOf(page).locator('.katex').count()).toBe(2);
      expect(await seriousAxeFindings(page)).toEqual([]);
      await keepScreenshots(page, 'formulas-written');

      await lastTurn(page).getByRole('button', { name: 'Copy' }).click();
      await lastTurn(page).getByText('Copied').waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toContain('$\\sigma_Z \\approx \\frac{Z^2}{f\\,b}\\,\\sigma_d$ it grows');
      expect(copied).toContain('$$\nZ = \\frac{f\\,b}{d}\n$$');
      await answerOf(page).evaluate((answer) => {
        getSelection()?.selectAllChildren(answer);
        document.execCommand('copy');
      });
      const selected = await page.evaluate(() => navigator.clipboard.readText());
      expect(selected).toContain('With $\\sigma_Z \\approx \\frac{Z^2}{f\\,b}\\,\\sigma_d$ it grows');
      expect(faults).toEqual(CLEAN);
    });

    test('hold no link, no picture, no style and no work without end', async () => {
      const { page, faults } = chapter.open;
      const hostile = [
        '\\href{javascript:alert(1)}{x}',
        '\\url{https://evil.example}',
        '\\includegraphics{https://evil.example/x.png}',
        '\\htmlStyle{position:fixed}{x}',
        '\\htmlData{lectern=1}{x}',
        '\\def\\a{\\a\\a}\\a',
        '\\unknowncommand{x}',
        '\\frac{1}{',
      ];
      site.model.provider.script({
        answer: (request) =>
          `${answerFromPassages(request)} Here $x_1$ and ${hostile.map((tex) => `$${tex}$`).join(', ')} [1].`,
      });
      await ask(page, 'What does an IMU measure?');
      await answerOf(page).locator('.katex').waitFor();
      expect(await answerOf(page).locator('.katex').count()).toBe(1);
      expect(await answerOf(page).locator('a:not(.lectern-marker), img, [style*="position"]').count()).toBe(0);
      expect(await panelOf(page).locator('[data-lectern]').count()).toBe(0);
      expect(await answerOf(page).innerText()).toContain('\\unknowncommand{x}');
      expect(faults).toEqual(CLEAN);
    });
  });
});
