import Link from '@docusaurus/Link';
import Translate from '@docusaurus/Translate';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import type { ReactNode } from 'react';
import { type CoursePart, courseIn } from '../data/course.ts';
import styles from '../pages/index.module.css';
import { useChapterIndex } from './chapter-index.ts';

/** The thirteen weeks by part: chapters that are there are links, the others are named. */
export function CourseMap(): ReactNode {
  const { i18n } = useDocusaurusContext();
  return (
    <section className={styles.section} aria-labelledby="weeks">
      <h2 id="weeks">
        <Translate id="book.home.weeks">Thirteen weeks</Translate>
      </h2>
      <p className={styles.note}>
        <Translate id="book.home.weeksNote">Linked chapters are ready to read; the others are being written.</Translate>
      </p>
      <ol className={styles.map}>
        {courseIn(i18n.currentLocale).map((part) => (
          <Part key={part.id} part={part} />
        ))}
      </ol>
    </section>
  );
}

function Part({ part }: { part: CoursePart }): ReactNode {
  const chapters = useChapterIndex();
  return (
    <li className={styles.part}>
      <span className={styles.weeks}>
        {part.weeks.includes('–') ? (
          <Translate id="book.home.weekRange" values={{ weeks: <bdi dir="ltr">{part.weeks}</bdi> }}>
            {'weeks {weeks}'}
          </Translate>
        ) : (
          <Translate id="book.home.week" values={{ weeks: part.weeks }}>
            {'week {weeks}'}
          </Translate>
        )}
      </span>
      <div>
        <h3>{part.title}</h3>
        <ul>
          {part.chapters.map((planned) => {
            const chapter = chapters.find((entry) => entry.id === planned.id);
            return (
              <li key={planned.id}>
                {chapter ? (
                  <Link to={chapter.permalink}>{chapter.title}</Link>
                ) : (
                  <span className={styles.planned}>{planned.title}</span>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </li>
  );
}
