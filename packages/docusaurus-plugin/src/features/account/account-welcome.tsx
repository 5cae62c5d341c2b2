/** After signing in: what came along, if anything; then on to where the reader came from. */

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { pageLanguage, t } from '../../client/messages.ts';
import { navigateTo } from '../../client/navigate.ts';
import { isolate } from './account-isolate.ts';
import { describeMoved } from './account-moved.ts';
import { AccountNotice } from './account-notice.tsx';
import { ACCOUNT_PAGE_MESSAGES } from './account-pages.messages.ts';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';
import { useAuth } from './use-auth.ts';

/** Properties of {@link AccountWelcome}. */
export interface AccountWelcomeProps {
  /** Where the reader goes on. */
  readonly from: string;
}

/** Goes on at once, unless there is something to say. */
export function AccountWelcome({ from }: AccountWelcomeProps): ReactNode {
  const { name } = useAuth();
  const button = useRef<HTMLButtonElement>(null);
  const [moved, setMoved] = useState<readonly string[]>([]);
  const looking = useRef(false);
  useEffect(() => {
    // Told once: a second look would find nothing.
    if (looking.current) return;
    looking.current = true;
    void describeMoved().then((found) => {
      if (found.length === 0) navigateTo(from, { replace: true });
      else setMoved(found);
    });
  }, [from]);
  useEffect(() => {
    if (moved.length > 0) button.current?.focus();
  }, [moved]);
  if (moved.length === 0) {
    return (
      <p className="lectern-account-quiet" role="status">
        {t(ACCOUNT_PAGE_MESSAGES.loading)}
      </p>
    );
  }
  const things = new Intl.ListFormat(pageLanguage()).format(moved);
  return (
    <div className="lectern-account-narrow">
      <AccountNotice tone="done">
        <p>{t(WORDS.signedIn, { name: isolate(name) })}</p>
        <p>{t(WORDS.cameAlong, { things })}</p>
      </AccountNotice>
      <button
        ref={button}
        type="button"
        className="lectern-account-button"
        onClick={() => navigateTo(from, { replace: true })}
      >
        {t(WORDS.goOn)}
      </button>
    </div>
  );
}
