/** The end of a chapter: how much of it is read, a tick of the reader's own, and the way on with its reason. */
import { type ReactNode, useSyncExternalStore } from 'react';
import type { OutlineChapter } from '../../client/book-outline.ts';
import { t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import type { ShownChapter } from './chapter.store.ts';
import { PlaceLink } from './continue-link.tsx';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { learningPath } from './learning-pages.ts';
import { type ProgressRecord, standingOf } from './learning-progress.ts';
import { siteProgress } from './learning-site.ts';

/** The first chapter behind this one that isn't done. */
function nextChapter({ outline, chapter }: ShownChapter, progress: ProgressRecord): OutlineChapter | undefined {
  const here = outline.chapters.findIndex(({ key }) => key === chapter?.key);
  return outline.chapters.slice(here + 1).find((other) => !standingOf(progress[other.key], other).completed);
}

/** Why to read a chapter next: it builds on this one; else what it is about. */
function reasonFor(next: OutlineChapter, chapter: OutlineChapter): string {
  if (next.prerequisites.includes(chapter.key)) return t(LEARNING_MESSAGES.buildsOnThis);
  return next.description ?? '';
}

function setCompleted(chapterKey: string, value: boolean): void {
  const progress = siteProgress();
  const completed = { value, updatedAt: new Date().toISOString() };
  progress.change(chapterKey, (chapter) => ({ ...chapter, completed }), 'soon');
  // A tick is the reader's word: the server may keep it.
  progress.share();
}

/** The end of a chapter. */
export function ChapterEnd({ shown }: { shown: ShownChapter }): ReactNode {
  const { store } = siteProgress();
  const { progress } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const { chapter } = shown;
  if (chapter === undefined) return null;
  const { done, total, completed } = standingOf(progress[chapter.key], chapter);
  const next = completed ? nextChapter(shown, progress) : undefined;
  const reason = next === undefined ? '' : reasonFor(next, chapter);
  return (
    <section className="lectern-chapter-end" aria-label={t(LEARNING_MESSAGES.yourProgress)}>
      <p className="lectern-chapter-end-count">
        {t(LEARNING_MESSAGES.sectionsRead, { done, total })}{' '}
        <PlaceLink href={learningPath(siteSettings().baseUrl, 'overview')}>
          {t(LEARNING_MESSAGES.yourProgress)}
        </PlaceLink>
      </p>
      <button
        type="button"
        className="lectern-tool"
        aria-pressed={completed}
        onClick={() => setCompleted(chapter.key, !completed)}
      >
        <span className="lectern-check" aria-hidden="true">
          {completed ? '✓' : ''}
        </span>
        {t(LEARNING_MESSAGES.chapterDone)}
      </button>
      <p className="lectern-chapter-end-next" role="status">
        {next && (
          <>
            {t(LEARNING_MESSAGES.readNext)} <PlaceLink href={next.permalink}>{next.title}</PlaceLink>
            {reason !== '' && <span className="lectern-chapter-end-reason"> {reason}</span>}
          </>
        )}
        {completed && !next && t(LEARNING_MESSAGES.bookDone)}
      </p>
    </section>
  );
}
