/** The sections of the chapter with ticks and bookmarks of the reader's own: all that the page shows, without a mouse. */
import { type ReactNode, useSyncExternalStore } from 'react';
import { t } from '../../client/messages.ts';
import type { ShownChapter } from './chapter.store.ts';
import { PlaceLink } from './continue-link.tsx';
import { changeSection, countedSections, standingOf } from './learning-progress.ts';
import { siteProgress } from './learning-site.ts';
import { bookmarkOf, marksStore, toggleBookmark } from './marks.store.ts';
import { NOTES_MESSAGES } from './notes.messages.ts';
import { tellFailure } from './notes-panel.store.ts';

function tickSection(chapterKey: string, sectionId: string, done: boolean): void {
  const progress = siteProgress();
  const now = new Date().toISOString();
  progress.change(chapterKey, (chapter) => changeSection(chapter, sectionId, { done }, now), 'soon');
  progress.share();
}

/** The chapter's sections, closed at first. */
export function SectionList({ shown: { chapter } }: { shown: ShownChapter }): ReactNode {
  const { store } = siteProgress();
  const { progress } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const marks = useSyncExternalStore(marksStore.subscribe, marksStore.getSnapshot);
  if (chapter === undefined) return null;
  const record = progress[chapter.key];
  const { done, total } = standingOf(record, chapter);
  const counted = new Set(countedSections(chapter.sections));
  return (
    <details className="lectern-section-list">
      <summary>{t(NOTES_MESSAGES.sections, { done, total })}</summary>
      <ul>
        {chapter.sections
          .filter(({ id }) => counted.has(id))
          .map((section) => (
            <li key={section.id}>
              <label>
                <input
                  type="checkbox"
                  checked={record?.sections[section.id]?.done === true}
                  onChange={(event) => tickSection(chapter.key, section.id, event.target.checked)}
                />
                <span className="lectern-visually-hidden">{t(NOTES_MESSAGES.readSection)} </span>
                <span dir="auto">{section.title}</span>
              </label>
              <button
                type="button"
                className="lectern-icon-button lectern-bookmark-toggle"
                aria-pressed={bookmarkOf(marks, section.id) !== undefined}
                aria-label={t(NOTES_MESSAGES.bookmarkNamed, { section: section.title })}
                title={t(NOTES_MESSAGES.bookmarkNamed, { section: section.title })}
                onClick={() => void toggleBookmark(section.id).catch(tellFailure)}
              >
                <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
                  <path d="M6 3.5h8v13l-4-3-4 3z" />
                </svg>
              </button>
              <PlaceLink className="lectern-section-go" href={`${chapter.permalink}#${section.id}`}>
                <span aria-hidden="true">→</span>
                <span className="lectern-visually-hidden">{t(NOTES_MESSAGES.goTo, { section: section.title })}</span>
              </PlaceLink>
            </li>
          ))}
      </ul>
    </details>
  );
}
