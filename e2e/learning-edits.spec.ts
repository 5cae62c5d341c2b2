/** Notes after the author has edited the chapter: the book is built anew as an edit would leave it, and the server takes it in. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { bookIsBuilt, type LecternServer, startServer } from './lectern-server.ts';
import {
  CHAPTER_KEY,
  highlightedTexts,
  notesOf,
  openChapter,
  selectWords,
  WORDS,
  waitForHighlights,
} from './reading.ts';

const REPLACED = 'A sixth question belongs to each of them';
const REPLACEMENT = 'One more question belongs to each of them';
const REMOVED = 'Five properties describe any sensor well enough to choose it';

interface Segment {
  id: string;
  hash: string;
  text: string;
  plain: string;
}
interface Manifest {
  chapters: { key: string; sourceHash: string; sections: { id: string; segments: Segment[] }[] }[];
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Replaces texts in all pages and scripts of a site, as a new build would have them. */
async function replaceInSite(site: string, replacements: readonly (readonly [string, string])[]): Promise<void> {
  for (const name of await readdir(site, { recursive: true })) {
    if (/\.(?:gz|br)$/.test(name)) await rm(join(site, name));
    if (!/\.(?:html|js)$/.test(name)) continue;
    const before = await readFile(join(site, name), 'utf8');
    const after = replacements.reduce((text, [from, to]) => text.replaceAll(from, to), before);
    if (after !== before) await writeFile(join(site, name), after);
  }
}

/** Edits one paragraph of the chapter and takes another out, with the ids and hashes that follow from it. Returns the new source hash. */
async function editChapter(site: string): Promise<string> {
  const path = join(site, 'lectern/book.json');
  const book: Manifest = JSON.parse(await readFile(path, 'utf8'));
  const chapter = book.chapters.find(({ key }) => key === CHAPTER_KEY);
  if (!chapter) throw new Error('the book doesn’t have the chapter');
  const edited = chapter.sections.flatMap(({ segments }) => segments).find(({ plain }) => plain.startsWith(REPLACED));
  if (!edited) throw new Error('the chapter doesn’t have the paragraph');
  const { id, hash } = edited;
  edited.text = edited.text.replace(REPLACED, REPLACEMENT);
  edited.plain = edited.plain.replace(REPLACED, REPLACEMENT);
  edited.hash = hashOf(edited.text);
  edited.id = edited.hash.slice(0, id.length);
  for (const section of chapter.sections) {
    section.segments = section.segments.filter(({ plain }) => !plain.startsWith(REMOVED));
  }
  const sourceHash = chapter.sourceHash;
  chapter.sourceHash = hashOf(JSON.stringify(chapter));
  await writeFile(path, JSON.stringify(book));
  await replaceInSite(site, [
    [sourceHash, chapter.sourceHash],
    [hash, edited.hash],
    [id, edited.id],
    [REPLACED, REPLACEMENT],
    [`${REMOVED}:`, ''],
  ]);
  return chapter.sourceHash;
}

/** Version of the chapter that a server has in its index. */
async function indexedHash(origin: string): Promise<unknown> {
  const response = await fetch(`${origin}/api/v1/book/chapters/${encodeURIComponent(CHAPTER_KEY)}`);
  const chapter: unknown = await response.json();
  return typeof chapter === 'object' && chapter !== null && 'sourceHash' in chapter ? chapter.sourceHash : undefined;
}

describe.skipIf(chromiumPath === undefined || !bookIsBuilt())('notes in an edited chapter', () => {
  let browser: Browser;
  let server: LecternServer;
  let site: string;
  beforeAll(async () => {
    site = await mkdtemp(join(tmpdir(), 'lectern-site-'));
    await cp('docusaurus/build', site, { recursive: true });
    [browser, server] = await Promise.all([launchBrowser(), startServer({ env: { SITE_DIR: site } })]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.close()]);
    await rm(site, { recursive: true, force: true });
  });

  test('an edited paragraph keeps its highlight; a note whose paragraph is gone is listed with its quote', {
    timeout: 180_000,
  }, async () => {
    const before = await openPage(browser, server.origin);
    await openChapter(before.page);
    await selectWords(before.page, WORDS);
    await before.page.getByRole('button', { name: 'Highlight' }).click();
    await waitForHighlights(before.page, 'yellow', 1);
    await selectWords(before.page, REMOVED);
    await before.page.getByRole('button', { name: 'Note', exact: true }).click();
    await notesOf(before.page).getByLabel('Your note').fill('By heart.');
    await notesOf(before.page).getByRole('button', { name: 'Save' }).click();
    await waitForHighlights(before.page, 'yellow', 2);
    const state = await before.context.storageState();
    await before.close();

    const edited = await editChapter(site);
    await server.crashAndRestart();
    await expect.poll(() => indexedHash(server.origin), { timeout: 60_000 }).toBe(edited);

    // A new context, because browsers keep scripts for good; the reader’s cookie and progress come along.
    const context = await browser.newContext({ baseURL: server.origin, storageState: state });
    const page = await context.newPage();
    await openChapter(page);
    await waitForHighlights(page, 'yellow', 1);
    const [highlighted] = await highlightedTexts(page, 'yellow');
    expect(highlighted).toMatch(/^One more question belongs to each of them: when does the sensor fail/);
    await page.getByRole('button', { name: '2 notes' }).click();
    const lost = notesOf(page).locator('.lectern-note', { hasText: 'By heart.' });
    expect(await lost.innerText()).toContain(REMOVED);
    expect(await lost.innerText()).toContain('This text is no longer in the chapter.');
    expect(await lost.getByRole('button', { name: 'Show in text' }).count()).toBe(0);
    expect(await notesOf(page).getByText('The text has changed since.').count()).toBe(1);
    await context.close();
  });
});
