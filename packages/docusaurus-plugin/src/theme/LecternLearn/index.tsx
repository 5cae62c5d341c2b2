/** The pages of the reader's own progress, in the site's theme. What they show is the reader's: it comes in the browser. */
import Head from '@docusaurus/Head';
import { translate } from '@docusaurus/Translate';
import { LearnShell } from '@lectern/docusaurus-plugin/features/learning/learn-shell';
import { LEARN_SHELL_MESSAGES } from '@lectern/docusaurus-plugin/features/learning/learn-shell.messages';
import type { LearningPage } from '@lectern/docusaurus-plugin/features/learning/learning-pages';
import Layout from '@theme/Layout';
import type { ReactNode } from 'react';

/** A page of the reader's progress. */
export default function LecternLearn({ page }: { page: LearningPage }): ReactNode {
  const title = translate(page === 'review' ? LEARN_SHELL_MESSAGES.reviewTitle : LEARN_SHELL_MESSAGES.title);
  return (
    <Layout title={title}>
      <Head>
        <meta name="robots" content="noindex" />
      </Head>
      <main className="lectern-learn container">
        <h1>{title}</h1>
        <LearnShell
          page={page}
          waiting={translate(LEARN_SHELL_MESSAGES.waiting)}
          failed={translate(LEARN_SHELL_MESSAGES.loadFailed)}
          noScript={translate(LEARN_SHELL_MESSAGES.noScript)}
        />
      </main>
    </Layout>
  );
}
