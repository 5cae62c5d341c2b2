/** All that is stored of a reader, with an account or without: take it along, or delete it. */
import { type ReactNode, useEffect, useState } from 'react';
import { ProtocolError } from '../../client/client-errors.ts';
import { t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { ACCOUNT_DATA_MESSAGES as WORDS } from './account-data.messages.ts';
import { EraseByToken, EraseSection } from './account-erase.tsx';
import { failuresOf } from './account-failure.ts';
import { ACCOUNT_FORM_MESSAGES as FORM_WORDS } from './account-form.messages.ts';
import { AccountLink } from './account-link.tsx';
import { exportData } from './account-me.ts';
import { AccountNotice } from './account-notice.tsx';
import { useMe } from './use-me.ts';

/** Hands a file to the browser's downloads. */
function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function ExportSection(): ReactNode {
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [problem, setProblem] = useState('');
  const download = async () => {
    setState('busy');
    setProblem('');
    try {
      saveFile(await exportData(), `lectern-export-${new Date().toISOString().slice(0, 10)}.json`);
      setState('done');
    } catch (error) {
      setState('idle');
      const text = error instanceof ProtocolError ? t(WORDS.downloadCut) : failuresOf(error, new Set())[0]?.text;
      setProblem(text ?? '');
    }
  };
  return (
    <section className="lectern-account-section" aria-labelledby="lectern-export">
      <h2 id="lectern-export">{t(WORDS.takeAlong)}</h2>
      <p>{t(WORDS.takeAlongLead)}</p>
      {problem !== '' && <AccountNotice tone="wrong">{problem}</AccountNotice>}
      <div className="lectern-form-actions">
        <button
          type="button"
          className="lectern-account-button"
          data-quiet
          aria-disabled={state === 'busy'}
          onClick={() => {
            if (state !== 'busy') void download();
          }}
        >
          {t(state === 'busy' ? FORM_WORDS.working : WORDS.download)}
        </button>
        <span role="status" className="lectern-account-quiet">
          {state === 'done' ? t(WORDS.downloaded) : ''}
        </span>
      </div>
    </section>
  );
}

/** The token of a mailed link: worth an account, so that it stands in no address longer than needed. */
function useDeletionToken(): string | undefined {
  const [token, setToken] = useState<string>();
  useEffect(() => {
    const take = () => {
      const { hash, pathname, search } = window.location;
      const found = /^#deletion=([\w.~-]+)$/.exec(hash)?.[1];
      if (found === undefined) return;
      setToken(found);
      window.history.replaceState(window.history.state, '', pathname + search);
    };
    take();
    // A link on this very page changes the hash alone.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}

/** Export and deletion. */
export function AccountData(): ReactNode {
  const { me } = useMe();
  const [erased, setErased] = useState(false);
  const token = useDeletionToken();
  if (erased) {
    return (
      <AccountNotice tone="done">
        <p>{t(WORDS.erased)}</p>
        <p>
          <AccountLink href={siteSettings().baseUrl}>{t(WORDS.toBook)}</AccountLink>
        </p>
      </AccountNotice>
    );
  }
  if (token !== undefined) return <EraseByToken token={token} onErased={() => setErased(true)} />;
  if (me === null) return null;
  if (me.kind === 'nobody') return <p>{t(WORDS.nothingStored)}</p>;
  return (
    <>
      {me.kind === 'anonymous' && <AccountNotice tone="note">{t(WORDS.whose)}</AccountNotice>}
      <ExportSection />
      <EraseSection me={me} onErased={() => setErased(true)} />
    </>
  );
}
