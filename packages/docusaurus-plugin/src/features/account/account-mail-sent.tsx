/** After a mail was asked for: where it went, what the server knows of its fate, and in development its link. */

import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { failuresOf } from './account-failure.ts';
import { isolate } from './account-isolate.ts';
import type { MailFate } from './account-mail.ts';
import { AccountNotice } from './account-notice.tsx';
import { ACCOUNT_STEP_MESSAGES as WORDS } from './account-steps.messages.ts';

/** Properties of {@link MailFateNotice}. */
export interface MailFateNoticeProps {
  readonly fate: MailFate;
  /** What is said when the mail server is down. */
  readonly delayed: string;
}

/** What became of the mail, where that is more than "on its way". */
export function MailFateNotice({ fate, delayed }: MailFateNoticeProps): ReactNode {
  if (fate.link !== null) {
    return (
      <AccountNotice tone="note">
        <p>{t(WORDS.developmentLink)}</p>
        {/* Followed as a document: it belongs to the server, not to the site. */}
        <p>
          <a className="lectern-account-breaking" href={fate.link}>
            {t(WORDS.openLink)}
          </a>
        </p>
      </AccountNotice>
    );
  }
  if (fate.delivery === 'delayed') return <AccountNotice tone="note">{delayed}</AccountNotice>;
  if (fate.delivery === 'unavailable') return <AccountNotice tone="wrong">{t(WORDS.mailUnavailable)}</AccountNotice>;
  return null;
}

/** Properties of {@link MailSent}. */
export interface MailSentProps {
  readonly email: string;
  readonly fate: MailFate;
  /** Asks for the mail once more. */
  readonly onAgain: () => Promise<MailFate>;
}

/** "We sent a link": how it goes on from here. */
export function MailSent({ email, fate: first, onAgain }: MailSentProps): ReactNode {
  const [fate, setFate] = useState(first);
  const [said, setSaid] = useState('');
  const again = () => {
    setSaid('');
    onAgain().then(
      (next) => {
        setFate(next);
        setSaid(t(WORDS.sentAgain));
      },
      (error: unknown) => setSaid(failuresOf(error, new Set())[0]?.text ?? ''),
    );
  };
  return (
    <section className="lectern-account-narrow" aria-labelledby="lectern-mail-sent">
      <h2 id="lectern-mail-sent" tabIndex={-1} ref={(heading) => heading?.focus()} className="lectern-account-breaking">
        {t(WORDS.sent, { email: isolate(email) })}
      </h2>
      <p>{t(WORDS.sentHow)}</p>
      <MailFateNotice fate={fate} delayed={t(WORDS.mailDelayed)} />
      <p className="lectern-account-quiet">
        {t(WORDS.sentNothing)}{' '}
        <button type="button" className="lectern-account-link" onClick={again}>
          {t(WORDS.sendAgain)}
        </button>
      </p>
      <p role="status">{said}</p>
    </section>
  );
}
