/**
 * Finds the chapter that a page shows. The data is a chunk of its own, made by the same build as the page.
 * @see ../../PAGE-DATA.md
 */

import { normalizePagePath } from '../page-path.ts';

/** What a page knows about its chapter. */
export interface PageData {
  /** `<instance>/<version>/<docId>`: the manifest's chapter key. */
  key: string;
  /** Docusaurus doc id. */
  id: string;
  /** Locale of the chapter in the manifest; the default locale on a page that is not translated. */
  locale: string;
  title: string;
  /** The manifest's source hash, base64url, 43 characters. */
  sourceHash: string;
  /** Id of the module. */
  module?: string;
  /** Questions that the chapter's author suggests. */
  suggestedQuestions: string[];
}

/** Loads the pages of this locale: normalized path → page data. */
async function loadPages(): Promise<Record<string, PageData>> {
  const module = await import('@generated/lectern/default/pages.json');
  return module.default;
}

/** Returns the chapter that the page at `pathname` shows, `undefined` where a page is no chapter (blog, index pages). */
export async function findPageData(pathname: string): Promise<PageData | undefined> {
  const pages = await loadPages();
  return pages[normalizePagePath(pathname)];
}

// `docusaurus start`: an edit changes the source hash; without this the whole page would be loaded anew.
if (import.meta.webpackHot) import.meta.webpackHot.accept('@generated/lectern/default/pages.json');
