/** Deleting everything: first a word on what goes, then the password, a link by mail, or a second click. */
import type { MeDeletionRequest, MeResponse } from '@lectern/contracts';
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { siteSettings, usesBearer } from '../../client/site-settings.ts';
import { leaveErased } from './account-client.ts';
import { ACCOUNT_DATA_MESSAGES as WORDS } from './account-data.messages.ts';
import { PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { passwordFault } from './account-form-checks.ts';
import { type MailFate, mailFateOf } from './account-mail.ts';
import { MailFateNotice } from './account-mail-sent.tsx';
import { deleteData } from './account-me.ts';
import { AccountNotice } from './account-notice.tsx';
import { accountPath } from './account-pages.ts';
import { ACCOUNT_STEP_MESSAGES } from './account-steps.messages.ts';

/** Properties of {@link EraseSection}. */
export interface EraseSectionProps {
  readonly me: MeResponse;
  readonly onErased: () => void;
}

function requestFor(byMail: boolean, password: string | undefined): MeDeletionRequest {
  const returnTo = accountPath(siteSettings().baseUrl, 'data');
  if (byMail) return { confirmByEmail: true, returnTo };
  return password === undefined ? {} : { password };
}

/** Password for accounts that have one, else a mail; anonymous readers only confirm. */
function EraseForm({ me, onErased, onKeep }: EraseSectionProps & { onKeep: () => void }): ReactNode {
  const isAccount = me.kind === 'account';
  const [byMail, setByMail] = useState(isAccount && !me.hasPassword);
  const [mailed, setMailed] = useState<MailFate | null>(null);
  const needsPassword = isAccount && !byMail;
  if (mailed !== null) {
    return (
      <>
        <AccountNotice tone="done">{t(WORDS.eraseMailed)}</AccountNotice>
        <MailFateNotice fate={mailed} delayed={t(ACCOUNT_STEP_MESSAGES.mailDelayedReset)} />
      </>
    );
  }
  return (
    <AccountForm
      // The fields differ: what was wrong with the others is over.
      key={String(byMail)}
      fields={needsPassword ? ['password'] : []}
      {...(needsPassword ? { check: ({ password = '' }) => ({ password: passwordFault(password) }) } : {})}
      submit={t(byMail ? WORDS.eraseMail : WORDS.eraseSure)}
      label={t(WORDS.erase)}
      danger
      onSubmit={async ({ password = '' }) => {
        const { status, mail } = await deleteData(requestFor(byMail, needsPassword ? password : undefined));
        if (status === 'mailed') setMailed(mailFateOf(mail));
        else {
          onErased();
          await leaveErased();
        }
      }}
      aside={
        <button type="button" className="lectern-account-link" onClick={onKeep}>
          {t(WORDS.eraseKeep)}
        </button>
      }
    >
      {needsPassword && <PasswordField name="password" label={t(FORM_WORDS.password)} />}
      {/* The link of the mail leads to the server's own site. */}
      {needsPassword && !usesBearer() && (
        <p>
          <button type="button" className="lectern-account-link" onClick={() => setByMail(true)}>
            {t(WORDS.eraseByMail)}
          </button>
        </p>
      )}
      {isAccount && !me.hasPassword && <p>{t(WORDS.eraseByMailLead)}</p>}
    </AccountForm>
  );
}

/** The way to delete everything; nothing happens by one click. */
export function EraseSection({ me, onErased }: EraseSectionProps): ReactNode {
  const [asked, setAsked] = useState(false);
  return (
    <section className="lectern-account-section" aria-labelledby="lectern-erase">
      <h2 id="lectern-erase">{t(WORDS.erase)}</h2>
      <p>{t(me.kind === 'account' ? WORDS.eraseLead : WORDS.eraseAnonymousLead)}</p>
      {asked ? (
        <EraseForm me={me} onErased={onErased} onKeep={() => setAsked(false)} />
      ) : (
        <button type="button" className="lectern-account-button" data-danger data-quiet onClick={() => setAsked(true)}>
          {t(WORDS.eraseBegin)}
        </button>
      )}
    </section>
  );
}

/** The last question for readers who came by the link of the mail, signed in or not. */
export function EraseByToken({ token, onErased }: { token: string; onErased: () => void }): ReactNode {
  return (
    <section className="lectern-account-section" aria-labelledby="lectern-erase">
      <h2 id="lectern-erase">{t(WORDS.erase)}</h2>
      <p>{t(WORDS.eraseLast)}</p>
      <AccountForm
        fields={[]}
        submit={t(WORDS.eraseSure)}
        label={t(WORDS.erase)}
        danger
        onSubmit={async () => {
          await deleteData({ token });
          onErased();
          await leaveErased();
        }}
      >
        {null}
      </AccountForm>
    </section>
  );
}
