/** Deleting everything: first a word on what goes, then the password, a link by mail, or a second click. */
import type { MeResponse } from '@lectern/contracts';
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { forgetAccount } from './account-client.ts';
import { ACCOUNT_DATA_MESSAGES as WORDS } from './account-data.messages.ts';
import { PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { passwordFault } from './account-form-checks.ts';
import { deleteData } from './account-me.ts';
import { AccountNotice } from './account-notice.tsx';

/** Properties of {@link EraseSection}. */
export interface EraseSectionProps {
  readonly me: MeResponse;
  readonly onErased: () => void;
}

/** Password for accounts that have one, else a mail; anonymous readers only confirm. */
function EraseForm({ me, onErased, onKeep }: EraseSectionProps & { onKeep: () => void }): ReactNode {
  const isAccount = me.kind === 'account';
  const [byMail, setByMail] = useState(isAccount && !me.hasPassword);
  const [mailed, setMailed] = useState(false);
  const needsPassword = isAccount && !byMail;
  if (mailed) return <AccountNotice tone="done">{t(WORDS.eraseMailed)}</AccountNotice>;
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
        const { status } = await deleteData(byMail ? { confirmByEmail: true } : needsPassword ? { password } : {});
        if (status === 'mailed') setMailed(true);
        else {
          onErased();
          forgetAccount();
        }
      }}
      aside={
        <button type="button" className="lectern-account-link" onClick={onKeep}>
          {t(WORDS.eraseKeep)}
        </button>
      }
    >
      {needsPassword && <PasswordField name="password" label={t(FORM_WORDS.password)} />}
      {needsPassword && (
        <button type="button" className="lectern-account-link" onClick={() => setByMail(true)}>
          {t(WORDS.eraseByMail)}
        </button>
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
