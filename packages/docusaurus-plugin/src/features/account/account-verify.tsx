/** Where the link of a mail lands after the server has followed it: an address is confirmed, or the link has ended. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { returnPath } from './account-return.ts';
import { AccountSignIn } from './account-sign-in.tsx';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';
import { AccountWelcome } from './account-welcome.tsx';
import { useMe } from './use-me.ts';

/** What the address says of the link. */
function outcomeOf(search: string): 'failed' | 'email' | 'confirmed' | 'waiting' {
  const params = new URLSearchParams(search);
  if (params.has('error')) return 'failed';
  if (params.get('of') === 'email') return 'email';
  return params.has('done') ? 'confirmed' : 'waiting';
}

/** Says what came of the link, and lets the reader sign in. */
export function AccountVerify(): ReactNode {
  const { isSignedIn } = useMe();
  const [outcome] = useState(() => outcomeOf(window.location.search));
  const [from] = useState(returnPath);
  // Was signed in when the link was opened: nothing more to do than to go on.
  const [wasSignedIn] = useState(isSignedIn);
  if (isSignedIn && !wasSignedIn) return <AccountWelcome from={from} />;
  return (
    <>
      {outcome === 'failed' && <AccountNotice tone="wrong">{t(WORDS.confirmFailed)}</AccountNotice>}
      {outcome === 'email' && <AccountNotice tone="done">{t(WORDS.emailStep)}</AccountNotice>}
      {outcome === 'waiting' && <AccountNotice tone="note">{t(WORDS.confirmWaiting)}</AccountNotice>}
      {outcome === 'confirmed' && (
        <AccountNotice tone="done">{t(isSignedIn ? WORDS.confirmedSignedIn : WORDS.confirmed)}</AccountNotice>
      )}
      {!isSignedIn && outcome !== 'waiting' && <AccountSignIn />}
    </>
  );
}
