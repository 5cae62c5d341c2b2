import Link from '@docusaurus/Link';
import Translate, { translate } from '@docusaurus/Translate';
import Layout from '@theme/Layout';
import type { ReactNode } from 'react';
import { CourseMap } from '../components/course-map.tsx';
import { LandingExample } from '../components/landing-example.tsx';
import { Tracks } from '../components/tracks.tsx';
import styles from './index.module.css';

/** The first page: what the book is, one question it answers, three ways through it, and its thirteen weeks. */
export default function Home(): ReactNode {
  return (
    <Layout
      description={translate({
        id: 'book.home.description',
        message:
          'A thirteen-week course in robots that sense, decide and move, with code that ran and answers you can check.',
      })}
    >
      <main className={styles.page}>
        <div className={styles.hero}>
          <div>
            <h1 className={styles.title}>
              <Translate id="book.home.title">{'Physical AI & Humanoid Robotics'}</Translate>
            </h1>
            <p className={styles.lead}>
              <Translate id="book.home.lead">
                Thirteen weeks from a first sensor reading to a humanoid that hears a request, plans, walks and grasps.
                Ask the book a question: it answers in its own sentences and shows you where they stand.
              </Translate>
            </p>
            <div className={styles.actions}>
              <Link className={styles.main ?? ''} to="/book/intro">
                <Translate id="book.home.read">Start reading</Translate>
              </Link>
              <Link className={styles.second ?? ''} to="/book/intro?ask=">
                <Translate id="book.home.ask">Ask the book</Translate>
              </Link>
            </div>
            <div data-lectern-slot="continue" />
          </div>
          <LandingExample />
        </div>
        <Tracks />
        <CourseMap />
      </main>
    </Layout>
  );
}
