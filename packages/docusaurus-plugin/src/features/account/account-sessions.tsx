/** Where the account is signed in, and how to end that. */
import { type ReactNode, useState } from 'react';
import { plural, t } from '../../client/messages.ts';
import { browserName } from './account-browser-name.ts';
import { currentSessionId, endOtherSessions, endSession, listSessions } from './account-client.ts';
import { formatDay, formatMoment } from './account-date.ts';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import { useList } from './use-list.ts';

async function loadSessions() {
  const [sessions, current] = await Promise.all([listSessions(), currentSessionId()]);
  return sessions.map((session) => ({ ...session, isThis: session.id === current }));
}

/** The sessions, this one first. */
export function AccountSessions(): ReactNode {
  const { items, problem, change } = useList(loadSessions);
  const [ended, setEnded] = useState(0);
  const end = async (count: number, work: () => Promise<void>) => {
    setEnded(0);
    if (await change(work)) setEnded(count);
  };
  const sorted = Array.from(items ?? []).sort(
    (a, b) => Number(b.isThis) - Number(a.isThis) || b.createdAt.localeCompare(a.createdAt),
  );
  const others = sorted.filter(({ isThis }) => !isThis);
  return (
    <section aria-busy={items === null}>
      {problem !== '' && <AccountNotice tone="wrong">{problem}</AccountNotice>}
      {ended > 0 && <AccountNotice tone="done">{plural(WORDS.sessionsEnded, ended)}</AccountNotice>}
      <ul className="lectern-account-list">
        {sorted.map((session) => {
          const name = browserName(session.userAgent);
          return (
            <li key={session.id}>
              <div className="lectern-account-item">
                <strong>{name}</strong>
                <span className="lectern-account-quiet">
                  {t(WORDS.began, { date: formatMoment(session.createdAt) })} ·{' '}
                  {t(WORDS.ends, { date: formatDay(session.expiresAt) })}
                </span>
              </div>
              {session.isThis ? (
                <span className="lectern-account-badge">{t(WORDS.thisSession)}</span>
              ) : (
                <button
                  type="button"
                  className="lectern-account-link"
                  aria-label={t(WORDS.endSessionLabel, { name })}
                  onClick={() => void end(1, () => endSession(session.token))}
                >
                  {t(WORDS.endSession)}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {items !== null && others.length === 0 && <p className="lectern-account-quiet">{t(WORDS.onlySession)}</p>}
      {others.length > 1 && (
        <button
          type="button"
          className="lectern-account-button"
          data-quiet
          onClick={() => void end(others.length, endOtherSessions)}
        >
          {t(WORDS.endOthers)}
        </button>
      )}
    </section>
  );
}
