/** Where the link of the mail for a forgotten password lands: sets a new one with its token. */
import { type ReactNode, useEffect, useState } from 'react';
import { t } from '../../client/messages.ts';
import { resetPassword } from './account-client.ts';
import { PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { newPasswordFault } from './account-form-checks.ts';
import { AccountLink } from './account-link.tsx';
import { AccountNotice } from './account-notice.tsx';
import { accountPathFrom, returnPath } from './account-return.ts';
import { AccountSignIn } from './account-sign-in.tsx';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';

/** Sets the new password, then lets the reader sign in with it. */
export function AccountReset(): ReactNode {
  const [from] = useState(returnPath);
  const [token] = useState(() => new URLSearchParams(window.location.search).get('token') ?? '');
  const [done, setDone] = useState(false);
  useEffect(() => {
    // The token is worth a password: it stands in no address longer than needed.
    if (token !== '') window.history.replaceState(window.history.state, '', accountPathFrom('reset', from));
  }, [token, from]);
  if (done) {
    return (
      <>
        <AccountNotice tone="done">{t(WORDS.resetDone)}</AccountNotice>
        <AccountSignIn />
      </>
    );
  }
  if (token === '') {
    return (
      <div className="lectern-account-narrow">
        <AccountNotice tone="wrong">{t(WORDS.resetNoToken)}</AccountNotice>
        <p>
          <AccountLink href={accountPathFrom('forgot', from)}>{t(WORDS.resetAskAgain)}</AccountLink>
        </p>
      </div>
    );
  }
  return (
    <div className="lectern-account-narrow">
      <AccountForm
        fields={['newPassword']}
        check={({ newPassword = '' }) => ({ newPassword: newPasswordFault(newPassword) })}
        submit={t(FORM_WORDS.setPassword)}
        onSubmit={async ({ newPassword = '' }) => {
          await resetPassword(token, newPassword);
          setDone(true);
        }}
        aside={<AccountLink href={accountPathFrom('forgot', from)}>{t(WORDS.resetAskAgain)}</AccountLink>}
      >
        <PasswordField name="newPassword" label={t(FORM_WORDS.newPassword)} isNew />
      </AccountForm>
    </div>
  );
}
