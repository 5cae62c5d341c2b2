/** Changing the name and the e-mail address. */
import type { MeResponse } from '@lectern/contracts';
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { changeEmail, changeName } from './account-client.ts';
import { AccountField, EmailField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { emailFault, nameFault } from './account-form-checks.ts';
import { isolate } from './account-isolate.ts';
import { type MailFate, readMailFate } from './account-mail.ts';
import { MailFateNotice } from './account-mail-sent.tsx';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { emailChangeTarget } from './account-return.ts';
import { ACCOUNT_STEP_MESSAGES } from './account-steps.messages.ts';

/** Properties of sections about the reader's own account. */
export interface OwnAccountProps {
  readonly me: MeResponse;
}

function NameForm({ me }: OwnAccountProps): ReactNode {
  const [saved, setSaved] = useState(false);
  return (
    <AccountForm
      fields={['name']}
      check={({ name = '' }) => ({ name: nameFault(name) })}
      submit={t(WORDS.saveName)}
      label={t(FORM_WORDS.name)}
      quiet
      onSubmit={async ({ name = '' }) => {
        setSaved(false);
        await changeName(name.trim());
        setSaved(true);
      }}
      aside={
        <span role="status" className="lectern-account-quiet">
          {saved ? t(WORDS.nameSaved) : ''}
        </span>
      }
    >
      <AccountField
        name="name"
        label={t(FORM_WORDS.name)}
        hint={t(FORM_WORDS.nameHint)}
        autoComplete="name"
        dir="auto"
        defaultValue={me.name ?? ''}
      />
    </AccountForm>
  );
}

function EmailForm({ me }: OwnAccountProps): ReactNode {
  const [fate, setFate] = useState<MailFate | null>(null);
  const present = me.email ?? '';
  return (
    <AccountForm
      fields={['newEmail']}
      check={({ newEmail = '' }) => ({
        newEmail:
          newEmail.trim().toLowerCase() === present.toLowerCase() ? t(FORM_WORDS.emailSame) : emailFault(newEmail),
      })}
      submit={t(WORDS.saveEmail)}
      label={t(FORM_WORDS.email)}
      quiet
      onSubmit={async ({ newEmail = '' }) => {
        setFate(null);
        setFate(await readMailFate(await changeEmail(newEmail.trim(), emailChangeTarget())));
      }}
    >
      <EmailField
        name="newEmail"
        label={t(FORM_WORDS.newEmail)}
        hint={<span className="lectern-account-breaking">{t(WORDS.emailNow, { email: isolate(present) })}</span>}
      />
      {fate !== null && (
        <>
          <AccountNotice tone="done">{t(WORDS.emailAsked)}</AccountNotice>
          <MailFateNotice fate={fate} delayed={t(ACCOUNT_STEP_MESSAGES.mailDelayedReset)} />
        </>
      )}
    </AccountForm>
  );
}

/** Name and address. */
export function PersonSection({ me }: OwnAccountProps): ReactNode {
  return (
    <section className="lectern-account-section" aria-labelledby="lectern-person">
      <h2 id="lectern-person">{t(WORDS.person)}</h2>
      <NameForm me={me} />
      <EmailForm me={me} />
    </section>
  );
}
