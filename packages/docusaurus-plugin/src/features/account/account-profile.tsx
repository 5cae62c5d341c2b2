/** The reader's profile: background, name and address, and every way to sign in. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { MeansFields, SkillFields } from './account-background.tsx';
import { goalsFault, readBackground } from './account-background-values.ts';
import { AccountConnections } from './account-connections.tsx';
import { AccountForm } from './account-form.tsx';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { ACCOUNT_PAGE_MESSAGES } from './account-pages.messages.ts';
import { AccountPasskeys } from './account-passkeys.tsx';
import { PasswordSection } from './account-password.tsx';
import { PersonSection } from './account-person.tsx';
import { useMe } from './use-me.ts';
import { useProfile } from './use-profile.ts';

function BackgroundSection(): ReactNode {
  const { status, profile, save, reload } = useProfile();
  const [saved, setSaved] = useState(false);
  return (
    <section className="lectern-account-section" aria-labelledby="lectern-background">
      <h2 id="lectern-background">{t(WORDS.background)}</h2>
      <p className="lectern-account-quiet">{t(WORDS.backgroundLead)}</p>
      {status === 'failed' && (
        <AccountNotice tone="wrong">
          {t(WORDS.backgroundFailed)}{' '}
          <button type="button" className="lectern-account-link" onClick={reload}>
            {t(ACCOUNT_PAGE_MESSAGES.retry)}
          </button>
        </AccountNotice>
      )}
      {status === 'known' && (
        <AccountForm
          fields={['goals']}
          check={({ goals = '' }) => ({ goals: goalsFault(goals) })}
          submit={t(WORDS.save)}
          label={t(WORDS.background)}
          onSubmit={async (_values, form) => {
            setSaved(false);
            await save(readBackground(form, profile));
            setSaved(true);
          }}
          aside={
            <span role="status" className="lectern-account-quiet">
              {saved ? t(WORDS.saved) : ''}
            </span>
          }
        >
          <SkillFields profile={profile} />
          <MeansFields profile={profile} />
        </AccountForm>
      )}
    </section>
  );
}

/** All that belongs to the account and can be changed. */
export function AccountProfile(): ReactNode {
  const { me } = useMe();
  if (me === null) return null;
  return (
    <>
      <BackgroundSection />
      <PersonSection me={me} />
      <section className="lectern-account-section" aria-labelledby="lectern-ways">
        <h2 id="lectern-ways">{t(WORDS.signInWays)}</h2>
        {me.methods.password && <PasswordSection me={me} />}
        {me.methods.passkey && <AccountPasskeys />}
        <AccountConnections />
      </section>
    </>
  );
}
