/** Signing up: the account, then the background in two short steps that can be skipped, then the mail. */

import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { BackgroundSteps } from './account-background-steps.tsx';
import { sendVerification, signUp } from './account-client.ts';
import { AccountField, EmailField, PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { emailFault, nameFault, newPasswordFault } from './account-form-checks.ts';
import { isolate } from './account-isolate.ts';
import { AccountLink } from './account-link.tsx';
import { type MailFate, readMailFate } from './account-mail.ts';
import { MailSent } from './account-mail-sent.tsx';
import { AccountNotice } from './account-notice.tsx';
import { withProof } from './account-proof.ts';
import { accountPathFrom, confirmationTarget, isNewFromService, returnPath } from './account-return.ts';
import { ServiceButtons } from './account-services.tsx';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';
import { AccountWelcome } from './account-welcome.tsx';
import { useMe } from './use-me.ts';

interface NewAccount {
  readonly email: string;
  readonly fate: MailFate;
}

/** Name, address, password. */
function AccountStep({ from, onMade }: { from: string; onMade: (account: NewAccount) => void }): ReactNode {
  const [checking, setChecking] = useState(false);
  return (
    <AccountForm
      fields={['name', 'email', 'password']}
      check={({ name = '', email = '', password = '' }) => ({
        name: nameFault(name),
        email: emailFault(email),
        password: newPasswordFault(password),
      })}
      submit={t(FORM_WORDS.signUp)}
      working={t(checking ? FORM_WORDS.checking : FORM_WORDS.working)}
      onSubmit={async ({ name = '', email = '', password = '' }, _form, signal) => {
        const input = { name: name.trim(), email: email.trim(), password, callbackURL: confirmationTarget(from) };
        const onWork = () => setChecking(true);
        const response = await withProof((proof) => signUp({ ...input, proof }), { signal, onWork });
        onMade({ email: email.trim(), fate: await readMailFate(response) });
      }}
    >
      <AccountField
        name="name"
        label={t(FORM_WORDS.name)}
        hint={t(FORM_WORDS.nameHint)}
        autoComplete="name"
        dir="auto"
      />
      <EmailField />
      <PasswordField name="password" label={t(FORM_WORDS.password)} isNew />
    </AccountForm>
  );
}

/** The way in with a service, or with a password where mails can confirm the address. */
function FirstStep({ from, onMade }: { from: string; onMade: (account: NewAccount) => void }): ReactNode {
  const { me } = useMe();
  return (
    <div className="lectern-account-narrow">
      <ServiceButtons from={from} />
      {me?.methods.signUp === true ? (
        <AccountStep from={from} onMade={onMade} />
      ) : (
        <AccountNotice tone="note">{t(FORM_WORDS.noSignUp)}</AccountNotice>
      )}
      <p className="lectern-account-foot">
        {t(FORM_WORDS.haveAccount)}{' '}
        <AccountLink href={accountPathFrom('sign-in', from)}>{t(FORM_WORDS.signIn)}</AccountLink>
      </p>
    </div>
  );
}

/** The steps of a new account. */
export function AccountSignUp(): ReactNode {
  const { me, isSignedIn } = useMe();
  const [from] = useState(returnPath);
  const [account, setAccount] = useState<NewAccount | null>(null);
  const [isNew] = useState(isNewFromService);
  const [told, setTold] = useState(false);
  if (me === null) return null;
  // Signed in: here by the way of a service, or by mistake.
  if (isSignedIn)
    return isNew && !told ? <BackgroundSteps onDone={() => setTold(true)} /> : <AccountWelcome from={from} />;
  if (account === null) return <FirstStep from={from} onMade={setAccount} />;
  if (told) {
    const again = async () => readMailFate(await sendVerification(account.email, confirmationTarget(from)));
    return <MailSent email={account.email} fate={account.fate} onAgain={again} />;
  }
  return (
    <>
      <AccountNotice tone="done">{t(WORDS.sent, { email: isolate(account.email) })}</AccountNotice>
      <BackgroundSteps onDone={() => setTold(true)} />
    </>
  );
}
