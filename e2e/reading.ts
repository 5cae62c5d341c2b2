/** A reader's hands in a chapter: selecting, noting, looking at what is marked. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';

/** A chapter with a quiz and plain paragraphs. */
export const CHAPTER = '/book/foundations/sensors';
/** Its key in the manifest. */
export const CHAPTER_KEY = 'default/current/foundations/sensors';
/** Plain words of one of its paragraphs. */
export const WORDS = 'A sixth question belongs to each of them: when does the sensor fail without saying so?';

/** The notes beside the text. */
export const notesOf = (page: Page): Locator => page.locator('.lectern-notes');

/** Opens a page and waits until what is loaded after it is there. */
export async function openChapter(page: Page, path = CHAPTER): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.locator('.lectern-tools:not(.lectern-translation *)').waitFor();
}

/** Selects words of the chapter, as a pointer would. */
export async function selectWords(page: Page, words: string): Promise<void> {
  await page.evaluate((wanted) => {
    const text = document.querySelector('.theme-doc-markdown');
    const walker = text && document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker?.nextNode(); node; node = walker?.nextNode()) {
      const start = node instanceof Text ? node.data.indexOf(wanted) : -1;
      if (start === -1) continue;
      node.parentElement?.scrollIntoView({ block: 'center' });
      document.getSelection()?.setBaseAndExtent(node, start, node, start + wanted.length);
      return;
    }
    throw new Error(`the chapter doesn’t have “${wanted}”`);
  }, words);
  await page.locator('.lectern-selection-tools').waitFor();
}

/** The texts that are highlighted in a colour, as the page shows them. */
export function highlightedTexts(page: Page, color: string): Promise<string[]> {
  return page.evaluate(
    (name) => [...(CSS.highlights.get(name) ?? [])].map((range) => (range instanceof Range ? range.toString() : '')),
    `lectern-note-${color}`,
  );
}

/** Waits until so many texts are highlighted in a colour. */
export async function waitForHighlights(page: Page, color: string, count: number): Promise<void> {
  await page.waitForFunction(([name, wanted]) => (CSS.highlights.get(String(name))?.size ?? 0) === wanted, [
    `lectern-note-${color}`,
    count,
  ] as const);
}

/** A question of a quiz, with its key. */
export interface QuizQuestion {
  readonly prompt: string;
  readonly right: string;
  readonly wrong: string;
  /** Why the wrong choice is wrong. */
  readonly why: string;
}

interface ManifestQuiz {
  readonly items: {
    readonly kind: string;
    readonly prompt: string;
    readonly choices: { readonly text: string; readonly correct: boolean; readonly why: string }[];
  }[];
}

/** The first question of the chapter's quiz that has one right choice, from the manifest. */
export function firstQuestion(): QuizQuestion {
  const book: { chapters: { key: string; quizzes: ManifestQuiz[] }[] } = JSON.parse(
    readFileSync('docusaurus/build/lectern/book.json', 'utf8'),
  );
  const quiz = book.chapters.find(({ key }) => key === CHAPTER_KEY)?.quizzes[0];
  const item = quiz?.items.find(({ kind }) => kind === 'single');
  const right = item?.choices.find(({ correct }) => correct);
  const wrong = item?.choices.find(({ correct }) => !correct);
  if (!item || !right || !wrong) throw new Error('the chapter has no such question');
  return { prompt: item.prompt, right: right.text, wrong: wrong.text, why: wrong.why };
}
