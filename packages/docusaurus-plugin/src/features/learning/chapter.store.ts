/** The chapter that is shown, for what stands around its text. */
import { type BookOutline, loadOutline, type OutlineChapter } from '../../client/book-outline.ts';
import { createExternalStore } from '../../client/external-store.ts';
import { findPageData, type PageData } from '../../client/page-data.ts';
import { normalizePagePath } from '../../page-path.ts';

/** The chapter that is shown, and the book that it is part of. */
export interface ShownChapter {
  /** Normalized path of the page. */
  readonly path: string;
  /** null: the page is no chapter. */
  readonly page: PageData | null;
  /** Its entry in the outline; undefined for older versions of the book. */
  readonly chapter: OutlineChapter | undefined;
  readonly outline: BookOutline;
  /** The places of the page that are filled. */
  readonly slots: readonly LearningSlot[];
}

/** A place of the page that is filled. */
export interface LearningSlot {
  readonly kind: 'chapter-tools' | 'chapter-end' | 'continue' | 'prerequisite';
  readonly element: Element;
  /** With `prerequisite`: the doc id, or its last part, that the page names. */
  readonly chapterId: string;
}

/** The chapter that is shown; null until it is known. */
export const chapterStore = createExternalStore<{ readonly shown: ShownChapter | null }>({ shown: null });

const KINDS: readonly LearningSlot['kind'][] = ['chapter-tools', 'chapter-end', 'continue', 'prerequisite'];

/** The places that the page offers: `data-lectern-slot`. */
function offeredSlots(): LearningSlot[] {
  return KINDS.flatMap((kind) =>
    Array.from(document.querySelectorAll(`[data-lectern-slot="${kind}"]`), (element) => ({
      kind,
      element,
      chapterId: element.getAttribute('data-chapter-id') ?? '',
    })),
  );
}

function addHost(place: (host: HTMLElement) => void, signal: AbortSignal): Element {
  const host = document.createElement('div');
  host.className = 'lectern-learning-host';
  place(host);
  signal.addEventListener('abort', () => host.remove());
  return host;
}

/** The page's own places, and for a chapter that has none places of ours: below its title, and at its end. */
function findSlots(text: HTMLElement | null, signal: AbortSignal): LearningSlot[] {
  const slots = offeredSlots();
  if (text === null) return slots;
  const isMissing = (kind: LearningSlot['kind']) => !slots.some((slot) => slot.kind === kind);
  const add = (kind: LearningSlot['kind'], place: (host: HTMLElement) => void) =>
    slots.push({ kind, element: addHost(place, signal), chapterId: '' });
  const title = text.querySelector(':scope > header, :scope > h1');
  if (isMissing('chapter-tools') && title) add('chapter-tools', (host) => title.after(host));
  if (isMissing('chapter-end')) add('chapter-end', (host) => text.append(host));
  return slots;
}

/** Finds out what the page shows. @param signal ends what was added to the page */
export async function findShownChapter(
  pathname: string,
  text: HTMLElement | null,
  signal: AbortSignal,
): Promise<ShownChapter> {
  const [page, outline] = await Promise.all([findPageData(pathname), loadOutline()]);
  const isChapter = page !== undefined && text !== null;
  return {
    path: normalizePagePath(pathname),
    page: isChapter ? page : null,
    chapter: isChapter ? outline.chapters.find(({ key }) => key === page.key) : undefined,
    outline,
    slots: signal.aborted ? [] : findSlots(isChapter ? text : null, signal),
  };
}
