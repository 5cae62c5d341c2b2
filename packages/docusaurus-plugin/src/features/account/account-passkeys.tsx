/** The account's passkeys: add, name, remove. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { formatDay } from './account-date.ts';
import { AccountField } from './account-field.tsx';
import { AccountForm } from './account-form.tsx';
import type { Passkey } from './account-guards.ts';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';
import { AccountNotice } from './account-notice.tsx';
import {
  addPasskey,
  listPasskeys,
  PasskeyCancelledError,
  passkeysWork,
  removePasskey,
  renamePasskey,
} from './account-passkey-ceremony.ts';
import { type List, useList } from './use-list.ts';

const nameCheck = ({ passkeyName = '' }: Readonly<Record<string, string>>) => ({
  passkeyName: passkeyName.trim() === '' ? t(WORDS.passkeyNameMissing) : undefined,
});

function NameField({ value = '' }: { value?: string }): ReactNode {
  return (
    <AccountField
      name="passkeyName"
      label={t(WORDS.passkeyName)}
      hint={t(WORDS.passkeyNameHint)}
      autoComplete="off"
      dir="auto"
      defaultValue={value}
    />
  );
}

function PasskeyItem({ passkey, change }: { passkey: Passkey; change: List<Passkey>['change'] }): ReactNode {
  const [renaming, setRenaming] = useState(false);
  const name = passkey.name ?? t(WORDS.passkeyUnnamed);
  if (renaming) {
    return (
      <li>
        <AccountForm
          fields={['passkeyName']}
          check={nameCheck}
          submit={t(WORDS.rename)}
          label={t(WORDS.renameLabel, { name })}
          quiet
          onSubmit={async ({ passkeyName = '' }) => {
            await change(() => renamePasskey(passkey.id, passkeyName.trim()));
            setRenaming(false);
          }}
          aside={
            <button type="button" className="lectern-account-link" onClick={() => setRenaming(false)}>
              {t(WORDS.cancel)}
            </button>
          }
        >
          <NameField value={passkey.name ?? ''} />
        </AccountForm>
      </li>
    );
  }
  return (
    <li>
      <div className="lectern-account-item">
        <strong dir="auto">{name}</strong>
        {typeof passkey.createdAt === 'string' && (
          <span className="lectern-account-quiet">{t(WORDS.passkeySince, { date: formatDay(passkey.createdAt) })}</span>
        )}
      </div>
      <button
        type="button"
        className="lectern-account-link"
        aria-label={t(WORDS.renameLabel, { name })}
        onClick={() => setRenaming(true)}
      >
        {t(WORDS.rename)}
      </button>
      <button
        type="button"
        className="lectern-account-link"
        aria-label={t(WORDS.removeLabel, { name })}
        onClick={() => void change(() => removePasskey(passkey.id))}
      >
        {t(WORDS.remove)}
      </button>
    </li>
  );
}

/** The passkeys, where this browser and this server can use them. */
export function AccountPasskeys(): ReactNode {
  const { items, problem, change } = useList(listPasskeys);
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState<'added' | 'cancelled' | null>(null);
  if (!passkeysWork()) return null;
  const add = async (name: string) => {
    setSaid(null);
    try {
      await addPasskey(name);
      setSaid('added');
    } catch (error) {
      if (!(error instanceof PasskeyCancelledError)) throw error;
      setSaid('cancelled');
    }
    setAdding(false);
    await change(() => Promise.resolve());
  };
  return (
    <div className="lectern-account-part">
      <h3>{t(WORDS.passkeys)}</h3>
      <p className="lectern-account-quiet">{t(WORDS.passkeysLead)}</p>
      {problem !== '' && <AccountNotice tone="wrong">{problem}</AccountNotice>}
      {said !== null && (
        <AccountNotice tone={said === 'added' ? 'done' : 'note'}>
          {t(said === 'added' ? WORDS.passkeyAdded : WORDS.passkeyCancelled)}
        </AccountNotice>
      )}
      {items !== null && items.length > 0 && (
        <ul className="lectern-account-list">
          {items.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} change={change} />
          ))}
        </ul>
      )}
      {adding ? (
        <AccountForm
          fields={['passkeyName']}
          check={nameCheck}
          submit={t(WORDS.addPasskey)}
          label={t(WORDS.addPasskey)}
          quiet
          onSubmit={({ passkeyName = '' }) => add(passkeyName.trim())}
          aside={
            <button type="button" className="lectern-account-link" onClick={() => setAdding(false)}>
              {t(WORDS.cancel)}
            </button>
          }
        >
          <NameField />
        </AccountForm>
      ) : (
        <button type="button" className="lectern-account-button" data-quiet onClick={() => setAdding(true)}>
          {t(WORDS.addPasskey)}
        </button>
      )}
    </div>
  );
}
