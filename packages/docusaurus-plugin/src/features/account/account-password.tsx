/** Changing the password; an account without one gets it by a link in a mail. */

import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { changePassword, requestReset } from './account-client.ts';
import { PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { newPasswordFault, passwordFault } from './account-form-checks.ts';
import { isolate } from './account-isolate.ts';
import { type MailFate, readMailFate } from './account-mail.ts';
import { MailFateNotice } from './account-mail-sent.tsx';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import type { OwnAccountProps } from './account-person.tsx';
import { linkTarget } from './account-return.ts';
import { ACCOUNT_STEP_MESSAGES } from './account-steps.messages.ts';

function NoPassword({ email }: { email: string }): ReactNode {
  const [fate, setFate] = useState<MailFate | null>(null);
  return (
    <AccountForm
      fields={[]}
      submit={t(WORDS.askForPassword)}
      label={t(FORM_WORDS.password)}
      quiet
      onSubmit={async () => {
        setFate(await readMailFate(await requestReset(email, linkTarget('reset', siteSettings().baseUrl))));
      }}
    >
      <p>{t(WORDS.noPassword)}</p>
      {fate !== null && (
        <>
          <AccountNotice tone="done">{t(ACCOUNT_STEP_MESSAGES.resetSent, { email: isolate(email) })}</AccountNotice>
          <MailFateNotice fate={fate} delayed={t(ACCOUNT_STEP_MESSAGES.mailDelayedReset)} />
        </>
      )}
    </AccountForm>
  );
}

/** The password of the account. */
export function PasswordSection({ me }: OwnAccountProps): ReactNode {
  // Counts the changes: a new form is an empty one.
  const [changes, setChanges] = useState(0);
  return (
    <div className="lectern-account-part">
      <h3>{t(FORM_WORDS.password)}</h3>
      {changes > 0 && <AccountNotice tone="done">{t(WORDS.passwordSaved)}</AccountNotice>}
      {me.hasPassword ? (
        <AccountForm
          key={changes}
          fields={['currentPassword', 'newPassword']}
          check={({ currentPassword = '', newPassword = '' }) => ({
            currentPassword: passwordFault(currentPassword),
            newPassword: newPasswordFault(newPassword),
          })}
          submit={t(WORDS.savePassword)}
          label={t(FORM_WORDS.password)}
          quiet
          onSubmit={async ({ currentPassword = '', newPassword = '' }) => {
            await changePassword(currentPassword, newPassword);
            setChanges(changes + 1);
          }}
        >
          {/* Password managers need to know whose password it is. */}
          <input type="email" autoComplete="username" value={me.email ?? ''} readOnly hidden />
          <PasswordField name="currentPassword" label={t(FORM_WORDS.currentPassword)} />
          <PasswordField name="newPassword" label={t(FORM_WORDS.newPassword)} isNew />
        </AccountForm>
      ) : (
        <NoPassword email={me.email ?? ''} />
      )}
    </div>
  );
}
