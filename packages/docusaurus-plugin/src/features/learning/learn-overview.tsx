/** The reader's place in the whole book: the way on, the map of the course, quizzes, reviews, bookmarks, notes. */
import { type ReactNode, useSyncExternalStore } from 'react';
import type { BookOutline } from '../../client/book-outline.ts';
import { pageLanguage, plural, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { PlaceLink, placeName } from './continue-link.tsx';
import { courseMap } from './course-map.ts';
import { CourseMapView } from './course-map-view.tsx';
import { LEARN_MESSAGES } from './learn.messages.ts';
import { LearnMarks } from './learn-marks.tsx';
import { learningPath } from './learning-pages.ts';
import { lastPlaceOf, placeUrl } from './learning-progress.ts';
import { siteProgress } from './learning-site.ts';
import { type ServerLearningState, useServerLearning } from './use-server-learning.ts';

/** A share in the words of the page's language. */
export function formatShare(share: number): string {
  // Something is not nothing, and not yet all is not all.
  const percent = share > 0 && share < 1 ? Math.min(0.99, Math.max(0.01, share)) : share;
  return new Intl.NumberFormat(pageLanguage(), { style: 'percent', maximumFractionDigits: 0 }).format(percent);
}

function Figure({ value, label, children }: { value: string; label: string; children?: ReactNode }): ReactNode {
  return (
    <div className="lectern-figure">
      <dt>{label}</dt>
      <dd>
        <span className="lectern-figure-value">{value}</span>
        {children}
      </dd>
    </div>
  );
}

function ReviewFigure({ server }: { server: ServerLearningState }): ReactNode {
  const due = server.status === 'ready' ? server.kept.overview.reviews.due : null;
  if (due === null) return null;
  const format = new Intl.NumberFormat(pageLanguage());
  return (
    <Figure value={format.format(due)} label={t(LEARN_MESSAGES.dueNow)}>
      <PlaceLink href={learningPath(siteSettings().baseUrl, 'review')}>{t(LEARN_MESSAGES.toReview)}</PlaceLink>
    </Figure>
  );
}

function QuizFigure({ server }: { server: ServerLearningState }): ReactNode {
  if (server.status !== 'ready') return null;
  const quizzes = server.kept.overview.chapters.flatMap((chapter) => chapter.quizzes);
  const sum = (field: 'right' | 'items') => quizzes.reduce((total, quiz) => total + quiz[field], 0);
  if (quizzes.length === 0) return null;
  return (
    <Figure
      value={t(LEARN_MESSAGES.ofTotal, { done: sum('right'), total: sum('items') })}
      label={t(LEARN_MESSAGES.quizRight)}
    />
  );
}

/** The reader's place in the book. */
export function LearnOverview({ outline }: { outline: BookOutline }): ReactNode {
  const { store } = siteProgress();
  const { progress } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const server = useServerLearning(outline);
  const map = courseMap(outline, progress);
  const place = lastPlaceOf(progress, outline.chapters);
  return (
    <>
      {place ? (
        <p className="lectern-learn-continue">
          <PlaceLink href={placeUrl(place)} className="button button--primary">
            {t(LEARN_MESSAGES.continue)}
          </PlaceLink>{' '}
          <span dir="auto">{placeName(place)}</span>
        </p>
      ) : (
        <p className="lectern-learn-continue">{t(LEARN_MESSAGES.nothingYet)}</p>
      )}
      <dl className="lectern-figures">
        <Figure value={formatShare(map.share)} label={t(LEARN_MESSAGES.shareRead)} />
        <Figure
          value={t(LEARN_MESSAGES.ofTotal, { done: map.chaptersDone, total: map.chapters })}
          label={t(LEARN_MESSAGES.chaptersDone)}
        />
        <QuizFigure server={server} />
        <ReviewFigure server={server} />
      </dl>
      {server.status === 'failed' && (
        <p className="lectern-learn-offline" role="status">
          {t(LEARN_MESSAGES.offline)}{' '}
          <button type="button" className="lectern-link-button" onClick={server.retry}>
            {t(LEARN_MESSAGES.retry)}
          </button>
        </p>
      )}
      <section aria-labelledby="lectern-map-title">
        <h2 id="lectern-map-title">
          {map.weeks > 0 ? plural(LEARN_MESSAGES.mapTitle, map.weeks) : t(LEARN_MESSAGES.chaptersTitle)}
        </h2>
        <CourseMapView map={map} overview={server.status === 'ready' ? server.kept.overview : null} />
      </section>
      {server.status === 'ready' && <LearnMarks kept={server.kept} />}
    </>
  );
}
