import Link from '@docusaurus/Link';
import Translate from '@docusaurus/Translate';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import type { ReactNode } from 'react';
import example from '../data/landing-example.json';
import styles from '../pages/index.module.css';
import { useChapterIndex } from './chapter-index.ts';

/** One question with the book's own answer (`landing/quote` of the lint checks that the book says it word for word), as the Ask panel would show it; marked as an example. */
export function LandingExample(): ReactNode {
  const { i18n } = useDocusaurusContext();
  const texts: Readonly<Record<string, typeof example.texts.en>> = example.texts;
  const { question, quote, heading } = texts[i18n.currentLocale] ?? example.texts.en;
  const chapter = useChapterIndex().find((entry) => entry.id === example.chapterId);
  if (!chapter) throw new Error(`The first page's example names the chapter ${example.chapterId}, which is not there.`);
  return (
    <figure className={styles.example}>
      <figcaption className={styles.exampleHead}>
        <Translate id="book.home.example">Example: a question, and what the book says</Translate>
      </figcaption>
      <p className={styles.question}>{question}</p>
      <blockquote className={styles.answer}>
        <p>{quote}</p>
        <cite className={styles.source}>
          <Link to={`${chapter.permalink}#${example.sectionId}`}>
            {chapter.title} › {heading}
          </Link>
        </cite>
      </blockquote>
      <p className={styles.exampleFoot}>
        <Link to={`${chapter.permalink}?ask=${encodeURIComponent(question)}`}>
          <Translate id="book.home.askThis">Ask this question yourself</Translate>
        </Link>
      </p>
    </figure>
  );
}
