/** A reader's hands in a chapter that they read in another language. */
import type { Page } from 'playwright-core';
import { CHAPTER } from './reading.ts';

/** What must stay the same element while texts change: code, formulas, links, figures, anchors, controls. */
const KEPT = ':is(pre, code, .katex, a, img, table, figure, details, input, [id], [data-seg])';

/** Opens a chapter and waits for the control at its head. */
export async function openTranslatable(page: Page, path = CHAPTER): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.locator('.lectern-translation').waitFor();
}

/** Reads the chapter in Urdu, and waits until all of it has come. */
export async function readInUrdu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'اردو میں پڑھیں' }).click();
  await waitUntilTranslated(page);
}

/** Waits until the badge stands and nothing is on its way. */
export async function waitUntilTranslated(page: Page): Promise<void> {
  await page.locator('.lectern-translation-badge').waitFor();
  await page.locator('.lectern-progress-line').waitFor({ state: 'detached' });
}

/** Remembers the elements of the text that must stay, and what their addresses are. */
export function rememberElements(page: Page): Promise<number> {
  return page.evaluate((kept) => {
    const own = '.lectern-translation, .lectern-chapter-tools, .lectern-section-tools, .lectern-chapter-end';
    const elements = Array.from(document.querySelectorAll(`.theme-doc-markdown ${kept}`)).filter(
      (element) => element.closest(own) === null && !element.matches('.lectern-bookmark'),
    );
    const facts = elements.map((element) =>
      [element.tagName, element.id, element.getAttribute('href'), element.getAttribute('src')].join(' '),
    );
    Reflect.set(window, 'rememberedElements', elements);
    Reflect.set(window, 'rememberedFacts', facts);
    return elements.length;
  }, KEPT);
}

/** How many of the remembered elements are in the page no longer, or have changed; a sample of them. */
export function lostElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const elements: unknown = Reflect.get(window, 'rememberedElements');
    const facts: unknown = Reflect.get(window, 'rememberedFacts');
    if (!Array.isArray(elements) || !Array.isArray(facts)) throw new Error('nothing was remembered');
    return elements.flatMap((element, index) => {
      if (!(element instanceof Element)) return ['not an element'];
      const now = [element.tagName, element.id, element.getAttribute('href'), element.getAttribute('src')].join(' ');
      return element.isConnected && now === facts[index] ? [] : [element.outerHTML.slice(0, 120)];
    });
  });
}

/** The text of code blocks, inline code and formulas, one string. */
export function untouchables(page: Page): Promise<string> {
  return page.evaluate(() =>
    Array.from(
      document.querySelectorAll('.theme-doc-markdown :is(pre, code, .katex-html)'),
      ({ textContent }) => textContent,
    )
      .sort()
      .join('\n'),
  );
}

/** Keeps what screen readers are told on this page: each new text of a live region. */
export async function logLiveRegions(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Reflect.set(window, 'saidAloud', said);
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('[role="status"], [role="alert"], [aria-live]');
        const text = region?.textContent?.trim();
        if (region?.closest('.lectern-translation') && text && said.at(-1) !== text) said.push(text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () =>
    page.evaluate(() => {
      const said: unknown = Reflect.get(window, 'saidAloud');
      return Array.isArray(said) ? said.map(String) : [];
    });
}
