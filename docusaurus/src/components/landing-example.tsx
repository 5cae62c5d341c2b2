import Link from '@docusaurus/Link';
import Translate from '@docusaurus/Translate';
import type { ReactNode } from 'react';
import { LANDING_EXAMPLE } from '../data/landing-example.ts';
import styles from '../pages/index.module.css';
import { useChapterIndex } from './chapter-index.ts';

/** One question with the book's own answer, as the Ask panel would show it; marked as an example. */
export function LandingExample(): ReactNode {
  const chapter = useChapterIndex().find((entry) => entry.id === LANDING_EXAMPLE.chapterId);
  if (!chapter)
    throw new Error(`The first page's example names the chapter ${LANDING_EXAMPLE.chapterId}, which is not there.`);
  return (
    <figure className={styles.example}>
      <figcaption className={styles.exampleHead}>
        <Translate id="book.home.example">Example: a question, and what the book says</Translate>
      </figcaption>
      <p className={styles.question}>{LANDING_EXAMPLE.question}</p>
      <blockquote className={styles.answer}>
        <p>{LANDING_EXAMPLE.quote}</p>
        <cite className={styles.source}>
          <Link to={`${chapter.permalink}#${LANDING_EXAMPLE.sectionId}`}>
            {chapter.title} › {LANDING_EXAMPLE.heading}
          </Link>
        </cite>
      </blockquote>
      <p className={styles.exampleFoot}>
        <Link to={`${chapter.permalink}?ask=${encodeURIComponent(LANDING_EXAMPLE.question)}`}>
          <Translate id="book.home.askThis">Ask this question yourself</Translate>
        </Link>
      </p>
    </figure>
  );
}
