/** Signing in: with a password, a service or a passkey, whatever the server has. */
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../../client/client-errors.ts';
import { t } from '../../client/messages.ts';
import { sendVerification, signIn } from './account-client.ts';
import { EmailField, PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';
import { AccountForm, type FormValues } from './account-form.tsx';
import { emailFault, passwordFault } from './account-form-checks.ts';
import { AccountLink } from './account-link.tsx';
import { rememberOwn } from './account-moved.ts';
import { AccountNotice } from './account-notice.tsx';
import { PasskeySignIn } from './account-passkey-sign-in.tsx';
import { withProof } from './account-proof.ts';
import { accountPathFrom, confirmationTarget, returnPath } from './account-return.ts';
import { ServiceButtons } from './account-services.tsx';
import { AccountWelcome } from './account-welcome.tsx';
import { useMe } from './use-me.ts';

const check = ({ email = '', password = '' }: FormValues) => ({
  email: emailFault(email),
  password: passwordFault(password),
});

/** The password's form. An address that isn't confirmed gets its mail again. */
function PasswordForm({ from }: { from: string }): ReactNode {
  const { me } = useMe();
  const [checking, setChecking] = useState(false);
  return (
    <AccountForm
      fields={['email', 'password']}
      check={check}
      submit={t(WORDS.signIn)}
      working={t(checking ? WORDS.checking : WORDS.working)}
      onSubmit={async ({ email = '', password = '' }, form, signal) => {
        const input = { email: email.trim(), password, rememberMe: form.has('rememberMe') };
        try {
          await withProof((proof) => signIn({ ...input, proof }), { signal, onWork: () => setChecking(true) });
        } catch (error) {
          if (error instanceof ApiError && error.code === 'EMAIL_NOT_VERIFIED') {
            await sendVerification(email.trim(), confirmationTarget(from));
          }
          throw error;
        }
      }}
      aside={<AccountLink href={accountPathFrom('forgot', from)}>{t(WORDS.forgot)}</AccountLink>}
    >
      <EmailField autoComplete={me?.methods.passkey === true ? 'email webauthn' : 'email'} />
      <PasswordField name="password" label={t(WORDS.password)} />
      <label className="lectern-tick">
        <input type="checkbox" name="rememberMe" value="yes" defaultChecked />
        {t(WORDS.rememberMe)}
      </label>
    </AccountForm>
  );
}

/** Everything that one can sign in with. */
export function AccountSignIn(): ReactNode {
  const { me, isSignedIn } = useMe();
  const [from] = useState(returnPath);
  const [serviceFailed] = useState(() => new URLSearchParams(window.location.search).has('error'));
  const isAnonymous = me?.kind === 'anonymous';
  useEffect(() => {
    if (isAnonymous) void rememberOwn();
  }, [isAnonymous]);
  if (me === null) return null;
  if (isSignedIn) return <AccountWelcome from={from} />;
  const { methods } = me;
  return (
    <div className="lectern-account-narrow">
      {serviceFailed && <AccountNotice tone="wrong">{t(WORDS.serviceFailed)}</AccountNotice>}
      <ServiceButtons from={from} />
      {methods.password && <PasswordForm from={from} />}
      {methods.passkey && <PasskeySignIn onSignedIn={() => undefined} />}
      {methods.signUp && (
        <p className="lectern-account-foot">
          {t(WORDS.noAccount)} <AccountLink href={accountPathFrom('sign-up', from)}>{t(WORDS.makeOne)}</AccountLink>
        </p>
      )}
    </div>
  );
}
