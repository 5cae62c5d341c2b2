/** "Continue where you left": chapter and section, on the first page and at the book's beginning. */
import { type ReactNode, useSyncExternalStore } from 'react';
import { t } from '../../client/messages.ts';
import { navigateTo } from '../../client/navigate.ts';
import { normalizePagePath } from '../../page-path.ts';
import type { ShownChapter } from './chapter.store.ts';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { type LastPlace, lastPlaceOf, placeUrl } from './learning-progress.ts';
import { siteProgress } from './learning-site.ts';

/** Name of a place: `Chapter › Section`. */
export function placeName({ chapter, section }: LastPlace): string {
  return section === undefined || section.title === chapter.title
    ? chapter.title
    : `${chapter.title} › ${section.title}`;
}

/** A link within the site; a click goes there without a reload. */
export function PlaceLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <a
      href={href}
      className={className}
      onClick={(event) => {
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigateTo(href);
      }}
    >
      {children}
    </a>
  );
}

/** The way on to where the reader was last; nothing where nothing was read, or the reader is there already. */
export function ContinueLink({ shown }: { shown: ShownChapter }): ReactNode {
  const { store } = siteProgress();
  const { progress } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const place = lastPlaceOf(progress, shown.outline.chapters);
  if (place === null || normalizePagePath(place.chapter.permalink) === shown.path) return null;
  return (
    <p className="lectern-continue">
      <PlaceLink href={placeUrl(place)}>
        <span className="lectern-continue-label">{t(LEARNING_MESSAGES.continue)}</span>{' '}
        <span className="lectern-continue-place">{placeName(place)}</span>
      </PlaceLink>
    </p>
  );
}
