/** What stands on an account page below its title. Drawn in the browser only: what it shows belongs to one reader. */
import './account.css';
import './account-form.css';
import {
  type ComponentType,
  type LazyExoticComponent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { t } from '../../client/messages.ts';
import { navigateTo } from '../../client/navigate.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { AccountLink } from './account-link.tsx';
import { ACCOUNT_PAGE_MESSAGES as WORDS } from './account-pages.messages.ts';
import { type AccountPageName, accountPath } from './account-pages.ts';
import { accountPathFrom } from './account-return.ts';
import { useMe } from './use-me.ts';

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }));

/** Each page is loaded when it is opened. */
const PAGES: Readonly<Record<AccountPageName, LazyExoticComponent<ComponentType>>> = {
  'sign-in': page(async () => (await import('./account-sign-in.tsx')).AccountSignIn),
  'sign-up': page(async () => (await import('./account-sign-up.tsx')).AccountSignUp),
  verify: page(async () => (await import('./account-verify.tsx')).AccountVerify),
  forgot: page(async () => (await import('./account-forgot.tsx')).AccountForgot),
  reset: page(async () => (await import('./account-reset.tsx')).AccountReset),
  profile: page(async () => (await import('./account-profile.tsx')).AccountProfile),
  sessions: page(async () => (await import('./account-sessions.tsx')).AccountSessions),
  data: page(async () => (await import('./account-data.tsx')).AccountData),
  privacy: page(async () => (await import('./account-privacy.tsx')).AccountPrivacy),
};

/** Pages of an account, and of nobody else. */
const PROTECTED: readonly AccountPageName[] = ['profile', 'sessions'];
/** Pages that stand in the account's navigation; privacy and what is stored are for everybody. */
const TABS = [
  { page: 'profile', message: WORDS.tabProfile },
  { page: 'sessions', message: WORDS.tabSessions },
  { page: 'data', message: WORDS.tabData },
  { page: 'privacy', message: WORDS.tabPrivacy },
] as const;

/** Properties of {@link AccountPage}. */
export interface AccountPageProps {
  readonly page: AccountPageName;
}

function Tabs({ page, signedIn }: AccountPageProps & { signedIn: boolean }): ReactNode {
  const { baseUrl } = siteSettings();
  const tabs = TABS.filter((tab) => signedIn || !PROTECTED.includes(tab.page));
  return (
    <nav className="lectern-account-tabs" aria-label={t(WORDS.navigation)}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.page}>
            <AccountLink href={accountPath(baseUrl, tab.page)} current={tab.page === page}>
              {t(tab.message)}
            </AccountLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const waiting = (): ReactNode => (
  <p className="lectern-account-quiet" role="status">
    {t(WORDS.loading)}
  </p>
);

function ReaderPage({ page }: AccountPageProps): ReactNode {
  const { me, status, isSignedIn, failed, retry } = useMe();
  const turnedAway = PROTECTED.includes(page) && me !== null && !isSignedIn;
  useEffect(() => {
    if (!turnedAway) return;
    const { pathname, search } = window.location;
    navigateTo(accountPathFrom('sign-in', pathname + search), { replace: true });
  }, [turnedAway]);
  const Content = PAGES[page];
  const isTab = TABS.some((tab) => tab.page === page);
  if (status === 'off' && !['privacy', 'data'].includes(page)) return <p>{t(WORDS.off)}</p>;
  if (failed) {
    return (
      <p role="alert">
        {t(WORDS.unreachable)}{' '}
        <button type="button" className="lectern-account-link" onClick={retry}>
          {t(WORDS.retry)}
        </button>
      </p>
    );
  }
  if (me === null || turnedAway) return waiting();
  return (
    <>
      {isTab && <Tabs page={page} signedIn={isSignedIn} />}
      <Suspense fallback={waiting()}>
        <Content />
      </Suspense>
    </>
  );
}

/** An account page, once the page stands in the browser. */
export function AccountPage({ page }: AccountPageProps): ReactNode {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => setDrawn(true), []);
  return drawn ? <ReaderPage page={page} /> : null;
}
