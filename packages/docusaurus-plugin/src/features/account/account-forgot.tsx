/** A forgotten password: asks for the mail with the link. The answer is the same whether the address has an account or not. */

import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { requestReset } from './account-client.ts';
import { EmailField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { emailFault } from './account-form-checks.ts';
import { isolate } from './account-isolate.ts';
import { AccountLink } from './account-link.tsx';
import { type MailFate, readMailFate } from './account-mail.ts';
import { MailFateNotice } from './account-mail-sent.tsx';
import { AccountNotice } from './account-notice.tsx';
import { accountPathFrom, linkTarget, returnPath } from './account-return.ts';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';

/** Asks for the link. */
export function AccountForgot(): ReactNode {
  const [from] = useState(returnPath);
  const [sent, setSent] = useState<{ email: string; fate: MailFate } | null>(null);
  return (
    <div className="lectern-account-narrow">
      {sent !== null && (
        <>
          <AccountNotice tone="done">{t(WORDS.resetSent, { email: isolate(sent.email) })}</AccountNotice>
          <MailFateNotice fate={sent.fate} delayed={t(WORDS.mailDelayedReset)} />
        </>
      )}
      <AccountForm
        fields={['email']}
        check={({ email = '' }) => ({ email: emailFault(email) })}
        submit={t(sent === null ? FORM_WORDS.sendLink : WORDS.sendAgain)}
        onSubmit={async ({ email = '' }) => {
          const response = await requestReset(email.trim(), linkTarget('reset', from));
          setSent({ email: email.trim(), fate: await readMailFate(response) });
        }}
        aside={<AccountLink href={accountPathFrom('sign-in', from)}>{t(FORM_WORDS.backToSignIn)}</AccountLink>}
      >
        <EmailField />
      </AccountForm>
    </div>
  );
}
