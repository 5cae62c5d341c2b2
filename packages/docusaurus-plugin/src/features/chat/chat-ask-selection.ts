/** Opens the panel about what the reader has selected. */
import { findPageData } from '../../client/page-data.ts';
import { openPanel } from './chat-panel.store.ts';
import { readSelection } from './chat-selection.ts';
import type { ReaderSelection } from './chat-selection-watch.ts';

/** Opens the panel with the selection as its scope; without it where the page is no chapter of the book. */
export async function askAboutSelection({ range }: ReaderSelection): Promise<void> {
  const passage = readSelection(range);
  const page = passage === null ? undefined : await findPageData(window.location.pathname);
  if (passage === null || page === undefined) {
    openPanel();
    return;
  }
  openPanel({
    scope: { type: 'selection', chapterId: page.key, sourceHash: page.sourceHash, ...passage, only: false },
  });
  document.getSelection()?.removeAllRanges();
}
