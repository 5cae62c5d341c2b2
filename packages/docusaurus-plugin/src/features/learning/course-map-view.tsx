/** The map of the course: modules against weeks, and under each module its chapters. */
import type { LearningOverview, QuizOverview } from '@lectern/contracts';
import type { CSSProperties, ReactNode } from 'react';
import { pageLanguage, t } from '../../client/messages.ts';
import { PlaceLink } from './continue-link.tsx';
import type { CourseMap, MapChapter, MapPart, MapWeek } from './course-map.ts';
import { LEARN_MESSAGES } from './learn.messages.ts';

const percent = (share: number): number => Math.round(share * 100);

/** Custom properties of an element: React's type knows only the platform's own. */
const variables = (values: Readonly<Record<`--${string}`, string | number>>): CSSProperties => ({ ...values });

function WeekCell({ week: { week, share } }: { week: MapWeek }): ReactNode {
  const state = share === null ? 'empty' : share >= 1 ? 'done' : share > 0 ? 'begun' : 'open';
  const number = new Intl.NumberFormat(pageLanguage()).format(week);
  const words =
    share === null
      ? t(LEARN_MESSAGES.weekEmpty, { week: number })
      : t(LEARN_MESSAGES.weekRead, { week: number, percent: percent(share) });
  return (
    <li
      className="lectern-week"
      data-state={state}
      style={variables({ '--lectern-column': week, '--lectern-share': `${percent(share ?? 0)}%` })}
    >
      <span className="lectern-visually-hidden">{words}</span>
      <span aria-hidden="true">{number}</span>
      {state === 'done' && (
        <span className="lectern-week-tick" aria-hidden="true">
          ✓
        </span>
      )}
    </li>
  );
}

function QuizResult({ quiz }: { quiz: QuizOverview }): ReactNode {
  if (quiz.answered === 0) return null;
  return (
    <span className="lectern-chapter-quiz">
      {t(LEARN_MESSAGES.quizResult, { right: quiz.right, total: quiz.items })}
    </span>
  );
}

function ChapterRow({ item, quizzes }: { item: MapChapter; quizzes: readonly QuizOverview[] }): ReactNode {
  const { chapter, standing } = item;
  return (
    <li className="lectern-chapter-row">
      <PlaceLink href={chapter.permalink}>
        <span dir="auto">{chapter.title}</span>
      </PlaceLink>
      <span className="lectern-chapter-count">
        {standing.completed ? (
          <>
            <span className="lectern-read-tick" aria-hidden="true">
              ✓
            </span>{' '}
            {t(LEARN_MESSAGES.chapterIsDone)}
          </>
        ) : (
          t(LEARN_MESSAGES.sectionCount, { done: standing.done, total: standing.total })
        )}
      </span>
      <span
        className="lectern-bar"
        aria-hidden="true"
        style={variables({ '--lectern-share': `${percent(standing.share)}%` })}
      />
      {quizzes.map((quiz) => (
        <QuizResult key={quiz.quizId} quiz={quiz} />
      ))}
    </li>
  );
}

function Part({ part, overview }: { part: MapPart; overview: LearningOverview | null }): ReactNode {
  const quizzesOf = (key: string) => overview?.chapters.find(({ chapterKey }) => chapterKey === key)?.quizzes ?? [];
  return (
    <li className="lectern-part">
      <h3 dir="auto">{part.title || t(LEARN_MESSAGES.otherChapters)}</h3>
      {part.weeks.length > 0 && (
        <ol className="lectern-weeks">
          {part.weeks.map((week) => (
            <WeekCell key={week.week} week={week} />
          ))}
        </ol>
      )}
      {part.chapters.length > 0 && (
        <ul className="lectern-chapter-rows">
          {part.chapters.map((item) => (
            <ChapterRow key={item.chapter.key} item={item} quizzes={quizzesOf(item.chapter.key)} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The map. */
export function CourseMapView({ map, overview }: { map: CourseMap; overview: LearningOverview | null }): ReactNode {
  return (
    <ol className="lectern-map" style={variables({ '--lectern-weeks': Math.max(1, map.weeks) })}>
      {map.parts.map((part) => (
        <Part key={part.id} part={part} overview={overview} />
      ))}
    </ol>
  );
}
