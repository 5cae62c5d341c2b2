/** Citations and selections in a real browser: the page's text against the server's, and what hides it. */
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

const open = async (path: string, device: BrowserContextOptions = DESKTOP) =>
  (await openPage(browser, fixture.origin + path, device)).page;

/** Goes to a place as a citation does. */
const cite = (page: Page, path: string, lectern: { seg: string; quote: string; section: string }) =>
  page.evaluate(
    ([url, state]) => {
      const entry = { key: 'k', state: { lectern: state } };
      history.pushState(entry, '', url);
      window.dispatchEvent(new PopStateEvent('popstate', { state: entry }));
    },
    [path, lectern] as const,
  );

/** The text that is highlighted, blanks collapsed; waits for it. */
async function highlighted(page: Page): Promise<string> {
  await page.waitForFunction(() => CSS.highlights.has('lectern-citation'));
  return page.evaluate(() => {
    const [range] = CSS.highlights.get('lectern-citation') ?? [];
    return range instanceof Range ? range.toString().replace(/\s+/g, ' ').trim() : '';
  });
}

const inView = (page: Page, seg: string) =>
  page.waitForFunction((id) => {
    const rect = document.querySelector(`[data-seg="${id}"]`)?.getBoundingClientRect();
    return rect !== undefined && rect.top > 60 && rect.bottom < window.innerHeight;
  }, seg);

async function select(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([first, last]) => {
      const range = document.createRange();
      range.setStart(document.querySelector(`[data-seg="${first}"]`)?.firstChild ?? document, 2);
      range.setEnd(document.querySelector(`[data-seg="${last}"]`)?.lastChild ?? document, 9);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    },
    [from, to] as const,
  );
}

describe.skipIf(CHROMIUM_PATH === undefined)('citations', () => {
  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startFixture(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  test('another page: no reload, the quote is highlighted, in view and focused; Back clears it', async () => {
    const page = await open('/docs/a');
    await page.evaluate(() => Reflect.set(window, 'sameDocument', true));
    await cite(page, '/docs/b#imu', { seg: 'b3', quote: 'The drift grows.', section: 'imu' });
    expect(await highlighted(page)).toBe('The drift grows.');
    await inView(page, 'b3');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-seg'))).toBe('b3');
    expect(await page.evaluate(() => Reflect.get(window, 'sameDocument'))).toBe(true);
    await page.goBack();
    await page.waitForFunction(() => !CSS.highlights.has('lectern-citation'));
    await page.goForward();
    expect(await highlighted(page)).toBe('The drift grows.');
    await page.context().close();
  });

  test('a reload highlights again', async () => {
    const page = await open('/docs/a');
    await cite(page, '/docs/a#durability', { seg: 'a5', quote: 'Volatile keeps nothing.', section: 'durability' });
    await highlighted(page);
    await page.reload();
    expect(await highlighted(page)).toBe('Volatile keeps nothing.');
    await page.context().close();
  });

  test('a quote with a formula that runs into the next segments', async () => {
    const page = await open('/docs/a');
    const quote = 'The energy is E = mc^2 here.\n\nTransient local keeps the last sample.';
    await cite(page, '/docs/a', { seg: 'a3', quote, section: 'durability' });
    const text = await highlighted(page);
    expect(text.startsWith('The energy is')).toBe(true);
    expect(text.endsWith('keeps the last sample.')).toBe(true);
    await page.context().close();
  });

  test.each([
    ['a row of a table under its head', 'b6', 'sensor | range\nLiDAR | 0.1 m to 100 m', 'LiDAR 0.1 m to 100 m'],
    ['past the mark of a reference', 'b10', 'It is used for five years. Then', 'five years [1]. Then'],
    ['a formula of its own', 'b10', 'Then it is replaced by\n\np(x | y) = 1', 'p(x | y) = 1p(x∣y)=1'],
  ])('a quote is found: %s', async (_what, seg, quote, end) => {
    const page = await open('/docs/b');
    await cite(page, '/docs/b#ranges', { seg, quote, section: 'ranges' });
    const text = await highlighted(page);
    expect(text.replace(/\s+/g, '').endsWith(end.replace(/\s+/g, ''))).toBe(true);
    await page.context().close();
  });

  test('opens a closed tab and a closed details by their own controls', async () => {
    const page = await open('/docs/a');
    await cite(page, '/docs/a', { seg: 'a10', quote: 'Reliable sends again', section: 'reliability' });
    expect(await highlighted(page)).toBe('Reliable sends again');
    await inView(page, 'a10');
    await cite(page, '/docs/a', { seg: 'a11', quote: 'Deadlines', section: 'reliability' });
    await page.waitForFunction(() => document.querySelector('details')?.open);
    await inView(page, 'a11');
    await page.context().close();
  });

  test('stays in view when the page grows above it', async () => {
    const page = await open('/docs/a');
    await cite(page, '/docs/a', { seg: 'a12', quote: 'A sample that is too old is dropped.', section: '' });
    await highlighted(page);
    await inView(page, 'a12');
    const grow = () =>
      page.evaluate(() => {
        const block = document.createElement('div');
        block.style.height = '900px';
        document.querySelector('.theme-doc-markdown')?.prepend(block);
      });
    await grow();
    await inView(page, 'a12');
    await page.context().close();
  });

  test('a text in another words marks the segment; a segment that is gone shows its section, else the title', async () => {
    const page = await open('/docs/a');
    await cite(page, '/docs/a', { seg: 'a5', quote: 'کچھ نہیں رکھتا', section: 'durability' });
    await page.locator('[data-seg="a5"][data-lectern-cited]').waitFor();
    await cite(page, '/docs/a', { seg: 'gone', quote: 'x', section: 'reliability' });
    await page.waitForFunction(() => document.activeElement?.id === 'reliability');
    await cite(page, '/docs/a', { seg: 'gone', quote: 'x', section: 'gone-too' });
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    expect(await page.locator('[data-lectern-cited]').count()).toBe(0);
    await page.context().close();
  });

  test('quoted code is highlighted in its block', async () => {
    const page = await open('/docs/a');
    await cite(page, '/docs/a', { seg: 'a6', quote: "node = Node('listener')\nnode.create", section: 'durability' });
    expect(await highlighted(page)).toBe("node = Node('listener') node.create");
    await page.context().close();
  });

  test('a chapter that was edited since: the quote is found by its words, its id is gone', async () => {
    const page = await open('/docs/a');
    await cite(page, '/docs/a', { seg: 'old-id', quote: 'Deadlines are a contract in time.', section: 'reliability' });
    expect(await highlighted(page)).toBe('Deadlines are a contract in time.');
    await inView(page, 'a11');
    await page.context().close();
  });

  test('a selection gets a popover that leaves it visible, reached by Tab, closed by Escape', async () => {
    const page = await open('/docs/a');
    await select(page, 'a1', 'a1');
    const popover = page.locator('.lectern-popover');
    await popover.waitFor();
    await page.waitForFunction(() => document.querySelector('.lectern-popover')?.matches('[style*="visible"]'));
    const [box, line] = await Promise.all([popover.boundingBox(), page.locator('[data-seg="a1"]').boundingBox()]);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(line?.y ?? 0);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('lectern-popover');
    await page.keyboard.press('Escape');
    await popover.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('asking about a selection sends its segments and their plain text, locked when wished', async () => {
    const page = await open('/docs/a');
    await select(page, 'a3', 'a4');
    await page.locator('.lectern-popover').click();
    await page.locator('.lectern-passage').waitFor();
    await page.getByLabel('Only this selection').check();
    await page.fill('.lectern-panel textarea', 'What is it?');
    await page.keyboard.press('Enter');
    await page.locator('.lectern-turn[data-view="quoted"]').waitFor();
    expect(fixture.questions.at(-1)).toMatchObject({
      scope: {
        type: 'selection',
        chapterId: 'default/current/a',
        sourceHash: 'h'.repeat(43),
        segmentIds: ['a3', 'a4'],
        text: 'late joiner misses the map when the publisher is volatile. The energy is E = mc^2 here. Transient',
        only: true,
      },
    });
    await page.context().close();
  });

  test('Ctrl+I asks about the selection; text outside of the book gets no popover', async () => {
    const page = await open('/docs/a');
    await select(page, 'a1', 'a1');
    await page.locator('.lectern-popover').waitFor();
    await page.keyboard.press('Control+i');
    await page.locator('.lectern-passage').waitFor();
    await page.context().close();
    const blog = await open('/blog');
    await blog.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('article') ?? document.body));
    await blog.waitForFunction(() => getSelection()?.toString().includes('News'));
    expect(await blog.locator('.lectern-popover').count()).toBe(0);
    await blog.context().close();
  });

  test('on a phone the popover stands below the selection, away from the system menu', async () => {
    const page = await open('/docs/a', PHONE);
    await page.tap('[data-seg="a1"]');
    await select(page, 'a1', 'a1');
    const popover = page.locator('.lectern-popover');
    await popover.waitFor();
    await page.waitForFunction(() => document.querySelector('.lectern-popover')?.matches('[style*="visible"]'));
    const [box, bottom] = await Promise.all([
      popover.boundingBox(),
      page.evaluate(() => getSelection()?.getRangeAt(0).getBoundingClientRect().bottom ?? 0),
    ]);
    expect(box?.y ?? 0).toBeGreaterThan(bottom);
    await page.context().close();
  });
});
