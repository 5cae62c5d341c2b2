/** Signing up: the account, then the background in two short steps that can be skipped, then the mail. */
import type { UserProfile } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../../client/messages.ts';
import { MeansFields, SkillFields } from './account-background.tsx';
import { goalsFault, readBackground } from './account-background-values.ts';
import { sendVerification, signUp } from './account-client.ts';
import { AccountField, EmailField, PasswordField } from './account-field.tsx';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountForm } from './account-form.tsx';
import { emailFault, nameFault, newPasswordFault } from './account-form-checks.ts';
import { AccountLink } from './account-link.tsx';
import { type MailFate, readMailFate } from './account-mail.ts';
import { MailSent } from './account-mail-sent.tsx';
import { AccountNotice } from './account-notice.tsx';
import { withProof } from './account-proof.ts';
import { accountPathFrom, confirmationTarget, linkTarget, returnPath } from './account-return.ts';
import { ServiceButtons } from './account-services.tsx';

import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';
import { AccountWelcome } from './account-welcome.tsx';
import { useMe } from './use-me.ts';
import { useProfile } from './use-profile.ts';

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

interface BackgroundStepProps {
  readonly number: 2 | 3;
  readonly profile: UserProfile | null;
  readonly onDone: () => void;
  readonly save: ReturnType<typeof useProfile>['save'];
}

/** One of the two steps about the reader. What it keeps belongs to this browser until the account takes it over. */
function BackgroundStep({ number, profile, onDone, save }: BackgroundStepProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isLast = number === 3;
  return (
    <section aria-labelledby="lectern-step">
      <p className="lectern-account-step">{t(WORDS.step, { number, total: 3 })}</p>
      <h2 id="lectern-step" tabIndex={-1} ref={heading}>
        {t(isLast ? WORDS.stepMeans : WORDS.stepSkills)}
      </h2>
      <p className="lectern-account-quiet">{t(WORDS.skippable)}</p>
      <AccountForm
        fields={['goals']}
        {...(isLast ? { check: ({ goals = '' }) => ({ goals: goalsFault(goals) }) } : {})}
        submit={t(isLast ? WORDS.finish : WORDS.next)}
        onSubmit={async (_values, form) => {
          await save(readBackground(form, profile));
          onDone();
        }}
        aside={
          <button type="button" className="lectern-account-link" onClick={onDone}>
            {t(WORDS.skip)}
          </button>
        }
      >
        {isLast ? <MeansFields profile={profile} /> : <SkillFields profile={profile} />}
      </AccountForm>
    </section>
  );
}

/** The steps of a new account. */
export function AccountSignUp(): ReactNode {
  const { me, isSignedIn } = useMe();
  const [from] = useState(returnPath);
  const [account, setAccount] = useState<NewAccount | null>(null);
  const [step, setStep] = useState<1 | 2 | 3 | 4>(1);
  const { profile, save, status } = useProfile(account !== null);
  if (me === null) return null;
  if (isSignedIn) return <AccountWelcome from={from} />;
  if (account === null) {
    return (
      <div className="lectern-account-narrow">
        <ServiceButtons returnTo={linkTarget('sign-in', from)} />
        {me.methods.signUp ? (
          <AccountStep
            from={from}
            onMade={(made) => {
              setAccount(made);
              setStep(2);
            }}
          />
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
  if (step === 4) {
    const again = async () => readMailFate(await sendVerification(account.email, confirmationTarget(from)));
    return <MailSent email={account.email} fate={account.fate} onAgain={again} />;
  }
  return (
    <>
      <AccountNotice tone="done">{t(WORDS.sent, { email: account.email })}</AccountNotice>
      {status === 'loading' || status === 'unknown' ? null : (
        <BackgroundStep
          key={step}
          number={step === 3 ? 3 : 2}
          profile={profile}
          save={save}
          onDone={() => setStep(step === 3 ? 4 : 3)}
        />
      )}
    </>
  );
}
