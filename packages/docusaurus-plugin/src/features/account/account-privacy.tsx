/** What the server keeps and who else gets any of it, as its settings say. For everybody, with an account or without. */
import type { DataRecipient, KeptData, PrivacyResponse } from '@lectern/contracts';
import { type ReactNode, useEffect, useState } from 'react';
import { type Message, pageLanguage, plural, t } from '../../client/messages.ts';
import { usesBearer } from '../../client/site-settings.ts';
import { BROWSER_STORAGE } from './account-browser-storage.ts';
import { ACCOUNT_DATA_MESSAGES as WORDS } from './account-data.messages.ts';
import { failuresOf } from './account-failure.ts';
import { loadPrivacy } from './account-me.ts';
import { AccountNotice } from './account-notice.tsx';
import { ACCOUNT_PAGE_MESSAGES } from './account-pages.messages.ts';

const KEPT: Readonly<Record<KeptData['kind'], Message>> = {
  conversations: WORDS.conversations,
  questions: WORDS.questions,
  answer_cache: WORDS.answerCache,
  profile: WORDS.profile,
  learning: WORDS.learning,
  account: WORDS.account,
  unverified_account: WORDS.unverifiedAccount,
  session: WORDS.session,
  usage: WORDS.usage,
  metrics: WORDS.metrics,
  audit: WORDS.audit,
  mail: WORDS.mail,
  server_log: WORDS.serverLog,
  identity_cookie: WORDS.identityCookie,
};
const PURPOSES: Readonly<Record<DataRecipient['purpose'], Message>> = {
  answers: WORDS.answers,
  embeddings: WORDS.embeddings,
  translation: WORDS.translation,
  mail: WORDS.sendsMail,
  database: WORDS.database,
  cache: WORDS.cache,
  sign_in: WORDS.signIn,
};
const GETS: Readonly<Record<DataRecipient['gets'][number], Message>> = {
  question: WORDS.getsQuestion,
  passages: WORDS.getsPassages,
  history: WORDS.getsHistory,
  profile: WORDS.getsProfile,
  text: WORDS.getsText,
  address: WORDS.getsAddress,
  name: WORDS.getsName,
  stored: WORDS.getsStored,
};

/** Words for a name; a name that this page does not know yet (a newer server) is shown as it is. */
function wordFor(words: Readonly<Record<string, Message>>, name: string): string {
  const message = Object.hasOwn(words, name) ? words[name] : undefined;
  return message ? t(message) : t(WORDS.other, { name });
}

function howLong(days: number | null): string {
  if (days === null) return t(WORDS.untilYou);
  return days === 0 ? t(WORDS.notKept) : plural(WORDS.days, days);
}

/** A row for each thing: what it is, and how long it is kept. */
function KeepingTable({ children }: { children: ReactNode }): ReactNode {
  return (
    <table className="lectern-account-table">
      <thead>
        <tr>
          <th scope="col">{t(WORDS.keptWhat)}</th>
          <th scope="col">{t(WORDS.keptHow)}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function KeptTable({ kept }: { kept: readonly KeptData[] }): ReactNode {
  return (
    <KeepingTable>
      {kept.map(({ kind, days, personal, accountsKeep }) => (
        <tr key={kind}>
          <th scope="row">
            {wordFor(KEPT, kind)}
            {!personal && <span className="lectern-account-quiet">{t(WORDS.impersonal)}</span>}
          </th>
          <td>{accountsKeep ? t(WORDS.accountsKeep, { days: howLong(days) }) : howLong(days)}</td>
        </tr>
      ))}
    </KeepingTable>
  );
}

function Recipient({ recipient }: { recipient: DataRecipient }): ReactNode {
  const { purpose, provider, host, model, gets, local } = recipient;
  const things = new Intl.ListFormat(pageLanguage()).format(gets.map((name) => wordFor(GETS, name)));
  return (
    <li>
      <div className="lectern-account-item">
        <strong>{wordFor(PURPOSES, purpose)}</strong>
        <span>
          <bdi>{[provider, model].filter((part) => part !== null && part !== '').join(' · ')}</bdi>
          {host !== null && <bdi className="lectern-account-quiet lectern-account-breaking"> ({host})</bdi>}
        </span>
        <span className="lectern-account-quiet">{local ? t(WORDS.onThisServer) : t(WORDS.gets, { things })}</span>
      </div>
    </li>
  );
}

/** What lies in the browser itself, the server's knowledge apart. */
function BrowserStorage(): ReactNode {
  const entries = BROWSER_STORAGE.filter(({ bearers }) => bearers === undefined || bearers === usesBearer());
  return (
    <section className="lectern-account-section" aria-labelledby="lectern-storage">
      <h2 id="lectern-storage">{t(WORDS.storage)}</h2>
      <p>{t(WORDS.storageLead)}</p>
      <KeepingTable>
        {entries.map(({ keys, area, holds }) => (
          <tr key={`${area} ${keys[0]}`}>
            <th scope="row">
              {t(holds)}
              <span className="lectern-account-quiet lectern-account-keys">
                {keys.map((key) => (
                  <code key={key} dir="ltr">
                    {key}
                  </code>
                ))}
              </span>
            </th>
            <td>{t(area === 'session' ? WORDS.storageTab : WORDS.untilYou)}</td>
          </tr>
        ))}
      </KeepingTable>
    </section>
  );
}

function PrivacyFacts({ privacy }: { privacy: PrivacyResponse }): ReactNode {
  return (
    <>
      <section className="lectern-account-section" aria-labelledby="lectern-kept">
        <h2 id="lectern-kept">{t(WORDS.kept)}</h2>
        <KeptTable kept={privacy.kept} />
        {privacy.incognito && <p>{t(WORDS.incognito)}</p>}
      </section>
      <section className="lectern-account-section" aria-labelledby="lectern-recipients">
        <h2 id="lectern-recipients">{t(WORDS.recipients)}</h2>
        {privacy.recipients.length === 0 ? (
          <p>{t(WORDS.nobodyElse)}</p>
        ) : (
          <ul className="lectern-account-list">
            {privacy.recipients.map((recipient) => (
              <Recipient key={`${recipient.purpose} ${recipient.provider}`} recipient={recipient} />
            ))}
          </ul>
        )}
        {!privacy.thirdPartyRequests && <p>{t(WORDS.thirdParties)}</p>}
      </section>
      <section className="lectern-account-section" aria-labelledby="lectern-cookies">
        <h2 id="lectern-cookies">{t(WORDS.cookies)}</h2>
        <p>{t(WORDS.cookiesLead)}</p>
        <ul className="lectern-account-list">
          {privacy.cookies.map(({ name, purpose, days }) => (
            <li key={name}>
              <div className="lectern-account-item">
                <code dir="ltr">{name}</code>
                <span className="lectern-account-quiet">
                  {t(purpose === 'identity' ? WORDS.cookieIdentity : WORDS.cookieSession)} · {howLong(days)}
                </span>
              </div>
            </li>
          ))}
        </ul>
      </section>
      <BrowserStorage />
    </>
  );
}

/** The page. */
export function AccountPrivacy(): ReactNode {
  const [privacy, setPrivacy] = useState<PrivacyResponse | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    loadPrivacy().then(setPrivacy, (error: unknown) => setProblem(failuresOf(error, new Set())[0]?.text ?? ''));
  }, []);
  if (problem !== '') return <AccountNotice tone="wrong">{problem}</AccountNotice>;
  if (privacy === null) {
    return (
      <p className="lectern-account-quiet" role="status">
        {t(ACCOUNT_PAGE_MESSAGES.loading)}
      </p>
    );
  }
  return <PrivacyFacts privacy={privacy} />;
}
