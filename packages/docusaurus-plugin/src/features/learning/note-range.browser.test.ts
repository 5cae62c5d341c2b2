/** Places of notes in a page as Docusaurus draws it: formulas, inline code, repeated words, text that was edited since. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_PATH, launchBrowser } from '../../../test/browser-fixture/fixture-browser.ts';

const MATH =
  '<span class="katex"><span class="katex-mathml"><annotation encoding="application/x-tex">E = mc^2</annotation></span><span class="katex-html">E=mc2</span></span>';
const PAGE = `<div class="theme-doc-markdown">
<p data-seg="a1">A <code>volatile</code> topic
 keeps   nothing; a ${MATH} topic keeps all.</p>
<p data-seg="a2">Keep it. Keep it.</p>
<ul><li><span data-seg="a3">The last one.</span></li></ul></div>`;

/** The module as a script that sets a global. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['lectern-source', 'module', 'browser'] },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('note-range.ts', import.meta.url)),
        formats: ['iife'],
        name: 'noteRange',
      },
    },
  });
  const [output] = (Array.isArray(result) ? result : [result]).flatMap((part) => ('output' in part ? part.output : []));
  if (output?.type !== 'chunk') throw new Error('nothing was bundled');
  return output.code;
}

describe.skipIf(CHROMIUM_PATH === undefined)('places of notes', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.setContent(PAGE);
    await page.addScriptTag({ content: await bundle() });
  });
  afterAll(() => browser.close());

  /** Offsets of a selection from one text to the end of another, by their own nodes. */
  const offsets = (segment: string, from: string, to: string) =>
    page.evaluate(
      ([id, first, last]) => {
        const element = document.querySelector(`[data-seg="${id}"]`);
        if (!element) throw new Error('no such segment');
        const place = (wanted: string) => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.textContent?.indexOf(wanted) ?? -1;
            if (at !== -1) return { node, at };
          }
          throw new Error(`no “${wanted}”`);
        };
        const range = document.createRange();
        const [start, end] = [place(first), place(last)];
        range.setStart(start.node, start.at);
        range.setEnd(end.node, end.at + last.length);
        return Reflect.get(window, 'noteRange').offsetsInSegment(element, range);
      },
      [segment, from, to] as const,
    );

  /** The text that is found for a place, as the page has it. */
  const found = (place: { segmentId: string; quote: string; range: { start: number; end: number } | null }) =>
    page.evaluate((text) => {
      const range: unknown = Reflect.get(window, 'noteRange').rangeOfText(document, text);
      return range instanceof Range ? range.toString().replace(/\s+/g, ' ') : null;
    }, place);

  test('offsets are those of the plain text: blanks are one, code and formulas are read', async () => {
    const plain = 'A volatile topic keeps nothing; a E = mc^2 topic keeps all.';
    const at = (text: string) => ({ start: plain.indexOf(text), end: plain.indexOf(text) + text.length });
    expect(await offsets('a1', 'volatile', 'nothing')).toEqual(at('volatile topic keeps nothing'));
    // The formula counts whole wherever the selection ends in it.
    expect(await offsets('a1', 'nothing', 'E=mc')).toEqual(at('nothing; a E = mc^2'));
    // A blank at the end of a selection is not selected.
    expect(await offsets('a2', 'Keep', 'it. ')).toEqual({ start: 0, end: 8 });
  });

  test('words that stand twice are told apart by their place', async () => {
    const second = await page.evaluate(() => {
      const text = { segmentId: 'a2', quote: 'Keep it.', range: { start: 9, end: 17 } };
      const range: unknown = Reflect.get(window, 'noteRange').rangeOfText(document, text);
      return range instanceof Range ? range.startOffset : null;
    });
    expect(second).toBe(9);
  });

  test('words that have moved are found by themselves, over the ends of segments too', async () => {
    expect(await found({ segmentId: 'a2', quote: 'Keep it.', range: { start: 3, end: 11 } })).toBe('Keep it.');
    expect(await found({ segmentId: 'a2', quote: 'Keep it. The last one.', range: null })).toMatch(
      /^Keep it\..*one\.$/,
    );
  });

  test('words that were edited leave the place that the server found, else the segment', async () => {
    expect(await found({ segmentId: 'a3', quote: 'The very last one.', range: { start: 4, end: 12 } })).toBe(
      'last one',
    );
    expect(await found({ segmentId: 'a3', quote: 'Gone.', range: null })).toBe('The last one.');
    expect(await found({ segmentId: 'a9', quote: 'Keep it.', range: null })).toBeNull();
  });
});
