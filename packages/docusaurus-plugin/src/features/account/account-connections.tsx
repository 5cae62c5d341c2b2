/** The services that the account is connected with. */
import { type ReactNode, useState } from 'react';
import { ApiError } from '../../client/client-errors.ts';
import { t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { connect, disconnect, listConnections } from './account-client.ts';
import { failuresOf } from './account-failure.ts';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { linkTarget } from './account-return.ts';
import { type Service, useServices } from './account-services.tsx';
import { useList } from './use-list.ts';

/** Connect, or what is connected and how to end that; nothing where the server has no services. */
export function AccountConnections(): ReactNode {
  const services = useServices();
  return services.length === 0 ? null : <Connections services={services} />;
}

function Connections({ services }: { services: readonly Service[] }): ReactNode {
  const { items, problem, change } = useList(listConnections);
  const [failed, setFailed] = useState('');
  const leave = (id: string) =>
    change(async () => {
      setFailed('');
      await disconnect(id).catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.code !== 'FAILED_TO_UNLINK_LAST_ACCOUNT') throw error;
        setFailed(t(WORDS.lastWay));
      });
    });
  const join = (service: Service) => {
    setFailed('');
    connect(service.provider, linkTarget('profile', siteSettings().baseUrl)).catch((error: unknown) =>
      setFailed(failuresOf(error, new Set())[0]?.text ?? ''),
    );
  };
  const wrong = failed || problem;
  return (
    <div className="lectern-account-part">
      <h3>{t(WORDS.services)}</h3>
      <p className="lectern-account-quiet">{t(WORDS.servicesLead)}</p>
      {wrong !== '' && <AccountNotice tone="wrong">{wrong}</AccountNotice>}
      <ul className="lectern-account-list">
        {services.map((service) => {
          const connection = items?.find(({ providerId }) => providerId === service.provider);
          return (
            <li key={service.provider}>
              <div className="lectern-account-item">
                <strong>{service.name}</strong>
                {connection && <span className="lectern-account-quiet">{t(WORDS.connected)}</span>}
              </div>
              {connection ? (
                <button
                  type="button"
                  className="lectern-account-link"
                  aria-label={t(WORDS.disconnectLabel, { service: service.name })}
                  onClick={() => void leave(connection.id)}
                >
                  {t(WORDS.disconnect)}
                </button>
              ) : (
                <button type="button" className="lectern-account-link" onClick={() => join(service)}>
                  {t(WORDS.connect, { service: service.name })}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
