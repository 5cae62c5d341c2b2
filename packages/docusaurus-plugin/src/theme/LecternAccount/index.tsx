/** The frame of the account pages in the site's own theme: its layout, a title, one line on what the page is for. */
import Head from '@docusaurus/Head';
import { translate } from '@docusaurus/Translate';
import { AccountPage } from '@lectern/docusaurus-plugin/features/account/account-page';
import type { AccountPageName } from '@lectern/docusaurus-plugin/features/account/account-pages';
import {
  ACCOUNT_PAGE_MESSAGES,
  ACCOUNT_PAGE_WORDS,
} from '@lectern/docusaurus-plugin/features/account/account-pages.messages';
import Layout from '@theme/Layout';
import type { ReactNode } from 'react';

/** Properties of the route: see `plugin.ts`. */
export interface LecternAccountProps {
  readonly page: AccountPageName;
}

const say = ({ id, message }: { readonly id: string; readonly message: string }) => translate({ id, message });

/** An account page: nothing for search engines, and nothing of a reader in its HTML. */
export default function LecternAccount({ page }: LecternAccountProps): ReactNode {
  const { title, lead } = ACCOUNT_PAGE_WORDS[page];
  return (
    <Layout title={say(title)} description={say(lead)}>
      <Head>
        <meta name="robots" content="noindex" />
      </Head>
      <main className="lectern-account" data-page={page}>
        <h1>{say(title)}</h1>
        <p className="lectern-account-lead">{say(lead)}</p>
        <noscript>
          <p>{say(ACCOUNT_PAGE_MESSAGES.needsScripts)}</p>
        </noscript>
        <AccountPage page={page} key={page} />
      </main>
    </Layout>
  );
}
