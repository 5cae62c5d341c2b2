/** Which chapter is in which language on this page, and back: loaded with the first translation. */
import { flushSync } from 'react-dom';
import { ApiError, isAbort, NetworkError } from '../../client/client-errors.ts';
import { frameStore } from '../../client/doc-frame.ts';
import {
  beginChapter,
  mountedSegments,
  showSegments,
  type TextLanguage,
  viewOf,
} from '../../client/segments/segment-store.ts';
import { ChapterRun, sourceOf, versionOf } from './chapter-run.ts';
import { showQuizzes } from './translated-quizzes.ts';
import {
  countShown,
  ORIGINAL_STATE,
  type TranslatedChapter,
  type TranslationFailure,
  translationStore,
} from './translation.store.ts';
import { keepPlace } from './translation-anchor.ts';
import { chapterText, markPage } from './translation-page.ts';

function failureOf(error: unknown): TranslationFailure {
  if (error instanceof NetworkError) return 'network';
  if (!(error instanceof ApiError)) return 'unexpected';
  if (error.status === 429) return 'busy';
  return error.status === 404 || error.status === 503 ? 'unavailable' : 'unexpected';
}

let running: AbortController | undefined;
let offered: AbortController | undefined;

/** Offers the originals of what is translated on the page. */
async function offerPageOriginals(): Promise<void> {
  offered?.abort();
  const text = chapterText();
  if (text === null || countShown(translationStore.getSnapshot()) === 0) return;
  const ended = new AbortController();
  offered = ended;
  const { offerOriginals } = await import('./original-card.tsx');
  if (!ended.signal.aborted) offerOriginals(text, ended.signal);
}

/** Ends what is on its way; what is shown stays. */
function stopTranslating(): void {
  running?.abort();
  offered?.abort();
  running = undefined;
}

/** Brings the chapter of the page into a language. Never rejects: the store says how it ended. */
export async function translatePage(chapter: TranslatedChapter, language: TextLanguage): Promise<void> {
  stopTranslating();
  const ended = new AbortController();
  running = ended;
  translationStore.patch({ ...ORIGINAL_STATE, language: language.lang, phase: 'waiting' });
  try {
    await new ChapterRun(chapter, language, ended.signal).run();
    // Without them the translation reads as well.
    await offerPageOriginals().catch(() => undefined);
  } catch (error) {
    if (isAbort(error) || ended.signal.aborted) return;
    const isStale = error instanceof ApiError && error.code === 'SOURCE_CHANGED';
    translationStore.patch(isStale ? { phase: 'stale' } : { phase: 'failed', failure: failureOf(error) });
  }
}

/** Forgets the texts of a page that the reader has left. @param isKept the titles around the next page stay as they are */
export function leavePage(isKept: boolean): void {
  stopTranslating();
  beginChapter(undefined, sourceOf(translationStore.getSnapshot().source));
  showQuizzes();
  markPage(null);
  if (!isKept) frameStore.set({ translator: null });
}

/** Shows the originals beside the texts, or takes them away. */
export function showBeside(beside: boolean): void {
  const { chapter } = translationStore.getSnapshot();
  if (chapter === null) return;
  const views = mountedSegments().flatMap((id) => {
    const view = viewOf(id);
    return view === undefined ? [] : [[id, { ...view, beside }] as const];
  });
  keepPlace(chapterText(), () => flushSync(() => showSegments(versionOf(chapter), new Map(views))));
  document.documentElement.toggleAttribute('data-lectern-beside', beside);
}

/** Puts the author's text back, in place. */
export function showOriginal(): void {
  stopTranslating();
  const { source } = translationStore.getSnapshot();
  keepPlace(chapterText(), () =>
    flushSync(() => {
      beginChapter(undefined, sourceOf(source));
      frameStore.set({ translator: null });
      markPage(null);
    }),
  );
  showQuizzes();
  translationStore.patch(ORIGINAL_STATE);
}
