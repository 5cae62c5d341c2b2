/** Parsed pages, kept between edits in `docusaurus start`: an edit costs one page, not the whole book. */
import type { LoadContext } from '@docusaurus/types';
import type { ExtractedPage } from '@lectern/segments';
import { readMarkdown } from './source-files.ts';

interface CachedPage {
  source: string;
  page: ExtractedPage;
}

/** Remembers the parsed page of a path as long as its file and its partials are unchanged. */
export class PageCache {
  readonly #pages = new Map<string, CachedPage>();

  /** Returns the page of `path`, parsed anew only when one of its files has changed. */
  read(context: LoadContext, path: string, source: string, parse: () => ExtractedPage): ExtractedPage {
    const known = this.#pages.get(path);
    if (known?.source === source && known.page.partials.every((part) => isUnchanged(context, part))) return known.page;
    const page = parse();
    this.#pages.set(path, { source, page });
    return page;
  }
}

function isUnchanged(context: LoadContext, partial: { path: string; source: string }): boolean {
  try {
    return readMarkdown(context, partial.path) === partial.source;
  } catch {
    // A partial that is gone makes the page another one.
    return false;
  }
}
