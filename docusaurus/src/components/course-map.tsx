import Link from '@docusaurus/Link';
import Translate, { translate } from '@docusaurus/Translate';
import type { ReactNode } from 'react';
import { COURSE, type CoursePart } from '../data/course.ts';
import styles from '../pages/index.module.css';
import { useChapterIndex } from './chapter-index.ts';

/** The thirteen weeks by part: chapters that are there are links, the others are named. */
export function CourseMap(): ReactNode {
  return (
    <section className={styles.section} aria-labelledby="weeks">
      <h2 id="weeks">
        <Translate id="book.home.weeks">Thirteen weeks</Translate>
      </h2>
      <p className={styles.note}>
        <Translate id="book.home.weeksNote">Linked chapters are ready to read; the others are being written.</Translate>
      </p>
      <ol className={styles.map}>
        {COURSE.map((part) => (
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
        {part.weeks.includes('–')
          ? translate({ id: 'book.home.weekRange', message: 'weeks {weeks}' }, { weeks: part.weeks })
          : translate({ id: 'book.home.week', message: 'week {weeks}' }, { weeks: part.weeks })}
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
