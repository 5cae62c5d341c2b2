/** Buttons of the services that sign readers in: only those that the server has. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { usesBearer } from '../../client/site-settings.ts';
import { type ServiceName, signInWith } from './account-client.ts';
import { failuresOf } from './account-failure.ts';
import { ACCOUNT_FORM_MESSAGES as WORDS } from './account-form.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { linkTarget, newReaderTarget } from './account-return.ts';
import { useMe } from './use-me.ts';

/** A service and what its button says. */
export interface Service {
  readonly provider: ServiceName;
  readonly name: string;
}

/** The services that the server has, in the order of their buttons. */
export function useServices(): readonly Service[] {
  const { me } = useMe();
  // They sign in by cookies of the server's origin.
  if (me === null || usesBearer()) return [];
  const { google, github, oidc } = me.methods;
  return [
    ...(google ? [{ provider: 'google', name: 'Google' } as const] : []),
    ...(github ? [{ provider: 'github', name: 'GitHub' } as const] : []),
    ...(oidc === null ? [] : [{ provider: 'oidc', name: oidc } as const]),
  ];
}

/** Properties of {@link ServiceButtons}. */
export interface ServiceButtonsProps {
  /** Where the reader came from. */
  readonly from: string;
}

/** One button for each service; nothing where there is none. */
export function ServiceButtons({ from }: ServiceButtonsProps): ReactNode {
  const services = useServices();
  const [problem, setProblem] = useState('');
  if (services.length === 0) return null;
  const go = (provider: ServiceName) => {
    setProblem('');
    signInWith(provider, { known: linkTarget('sign-in', from), isNew: newReaderTarget(from) }).catch((error: unknown) =>
      setProblem(failuresOf(error, new Set())[0]?.text ?? ''),
    );
  };
  return (
    <div className="lectern-services">
      {problem !== '' && <AccountNotice tone="wrong">{problem}</AccountNotice>}
      {services.map(({ provider, name }) => (
        <button key={provider} type="button" className="lectern-account-button" data-quiet onClick={() => go(provider)}>
          {t(WORDS.withService, { service: name })}
        </button>
      ))}
      <p className="lectern-account-or">
        <span>{t(WORDS.or)}</span>
      </p>
    </div>
  );
}
