/** What stands around the text: in the places of the page, and the notes beside it. */
import { lazy, type ReactNode, Suspense, useEffect, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { t, useInterfaceLanguage } from '../../client/messages.ts';
import { onPageKeys } from '../../client/shortcuts.ts';
import { chapterStore, type LearningSlot, type ShownChapter } from './chapter.store.ts';
import { ChapterEnd } from './chapter-end.tsx';
import { ChapterTools } from './chapter-tools.tsx';
import { ContinueLink } from './continue-link.tsx';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { standingOf } from './learning-progress.ts';
import { siteProgress } from './learning-site.ts';
import { closeNotes, notesPanelStore, openNotes } from './notes-panel.store.ts';

const NotesPanel = lazy(() => import('./notes-panel.tsx'));
/** Time for which a notice is shown, ms. */
const NOTICE_MS = 4000;

/** A tick at a prerequisite that has been done. */
function PrerequisiteTick({ shown, chapterId }: { shown: ShownChapter; chapterId: string }): ReactNode {
  const { store } = siteProgress();
  const { progress } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const named = shown.outline.chapters.filter(({ key }) => key.endsWith(`/${chapterId}`));
  const [chapter] = named;
  if (named.length !== 1 || !chapter || !standingOf(progress[chapter.key], chapter).completed) return null;
  return (
    <span className="lectern-read-tick">
      <span aria-hidden="true">✓</span>
      <span className="lectern-visually-hidden"> ({t(LEARNING_MESSAGES.done)})</span>
    </span>
  );
}

function SlotContent({ slot, shown }: { slot: LearningSlot; shown: ShownChapter }): ReactNode {
  switch (slot.kind) {
    case 'chapter-tools':
      return <ChapterTools shown={shown} />;
    case 'chapter-end':
      return <ChapterEnd shown={shown} />;
    case 'continue':
      return <ContinueLink shown={shown} />;
    case 'prerequisite':
      return <PrerequisiteTick shown={shown} chapterId={slot.chapterId} />;
  }
}

const NOTICES = {
  highlighted: LEARNING_MESSAGES.highlighted,
  failed: LEARNING_MESSAGES.notKept,
  changed: LEARNING_MESSAGES.noteChanged,
} as const;

/** What has just happened, for everybody: shown for a while, and read aloud. */
function Notice(): ReactNode {
  const { notice, open } = useSyncExternalStore(notesPanelStore.subscribe, notesPanelStore.getSnapshot);
  useEffect(() => {
    if (notice === '') return;
    const timer = setTimeout(() => notesPanelStore.patch({ notice: '' }), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" className={notice === '' || open ? 'lectern-visually-hidden' : 'lectern-notice'}>
      {notice === '' ? '' : t(NOTICES[notice])}
    </div>
  );
}

/** `n` opens and closes the notes. */
function useNotesKey(isChapter: boolean): void {
  useEffect(() => {
    if (!isChapter) return;
    return onPageKeys({ n: () => (notesPanelStore.getSnapshot().open ? closeNotes() : openNotes()) });
  }, [isChapter]);
}

/** All that learning shows on a page. */
export function LearningParts(): ReactNode {
  useInterfaceLanguage();
  const { shown } = useSyncExternalStore(chapterStore.subscribe, chapterStore.getSnapshot);
  const { open } = useSyncExternalStore(notesPanelStore.subscribe, notesPanelStore.getSnapshot);
  const isChapter = shown !== null && shown.page !== null;
  useNotesKey(isChapter);
  if (shown === null) return <Notice />;
  return (
    <>
      {shown.slots.map((slot, index) =>
        createPortal(<SlotContent slot={slot} shown={shown} />, slot.element, `${shown.path} ${index}`),
      )}
      {isChapter && open && (
        <Suspense fallback={null}>
          <NotesPanel shown={shown} />
        </Suspense>
      )}
      <Notice />
    </>
  );
}
