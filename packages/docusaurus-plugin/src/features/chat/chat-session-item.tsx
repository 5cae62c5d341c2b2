/** One conversation of the list. */
import type { ChatSession } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LecternClient } from '../../client/api-client.ts';
import { type Message, pageLanguage, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { downloadSession } from './chat-export.ts';
import { Icon } from './chat-icons.tsx';

/** The part of the client that an entry needs. */
export type SessionItemClient = Pick<LecternClient, 'renameSession' | 'deleteSession' | 'exportSession'>;

/** What an entry needs. */
export interface ChatSessionItemProps {
  readonly client: SessionItemClient;
  readonly session: ChatSession;
  readonly isCurrent: boolean;
  /** Of the conversation that is shown: the answer that its shown branch ends with. */
  readonly leaf: string | undefined;
  readonly onOpen: () => Promise<void>;
  readonly onRenamed: (session: ChatSession) => void;
  readonly onDeleted: () => void;
}

type Mode = 'shown' | 'renaming' | 'deleting';

const MAX_TITLE_CHARS = 120;

function formatDay(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? ''
    : new Intl.DateTimeFormat(pageLanguage(), { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

function RenameForm(props: { title: string; onSave: (title: string) => void; onClose: () => void }): ReactNode {
  const [title, setTitle] = useState(props.title);
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => ref.current?.select(), []);
  return (
    <form
      className="lectern-rename"
      data-lectern-escape
      onKeyDown={(event) => event.key === 'Escape' && props.onClose()}
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() !== '') props.onSave(title.trim());
      }}
    >
      <input
        ref={ref}
        dir="auto"
        maxLength={MAX_TITLE_CHARS}
        aria-label={t(CHAT_MESSAGES.renameLabel)}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <button type="submit" className="lectern-button">
        {t(CHAT_MESSAGES.save)}
      </button>
      <button type="button" className="lectern-link-button" onClick={props.onClose}>
        {t(CHAT_MESSAGES.cancel)}
      </button>
    </form>
  );
}

function ItemButton(props: { icon: 'edit' | 'save' | 'delete'; message: Message; onClick: () => void }): ReactNode {
  const name = t(props.message);
  return (
    <button type="button" className="lectern-small-button" title={name} aria-label={name} onClick={props.onClick}>
      <Icon name={props.icon} />
    </button>
  );
}

/** An entry of the list. */
export function ChatSessionItem(props: ChatSessionItemProps): ReactNode {
  const { client, session, isCurrent, leaf, onOpen, onRenamed, onDeleted } = props;
  const [mode, setMode] = useState<Mode>('shown');
  const [failed, setFailed] = useState(false);
  const attempt = (work: Promise<unknown>) => {
    setFailed(false);
    work.catch(() => setFailed(true));
  };
  const rename = (title: string) => {
    setMode('shown');
    attempt(client.renameSession(session.id, title).then(onRenamed));
  };
  return (
    <li className="lectern-session">
      {mode === 'renaming' ? (
        <RenameForm title={session.title} onSave={rename} onClose={() => setMode('shown')} />
      ) : (
        <div className="lectern-session-line">
          <button
            type="button"
            className="lectern-session-open"
            aria-current={isCurrent ? 'true' : undefined}
            onClick={() => attempt(onOpen())}
          >
            <span dir="auto">{session.title}</span>
            <time dateTime={session.updatedAt}>{formatDay(session.updatedAt)}</time>
          </button>
          <ItemButton icon="edit" message={CHAT_MESSAGES.rename} onClick={() => setMode('renaming')} />
          <ItemButton
            icon="save"
            message={CHAT_MESSAGES.exportMarkdown}
            onClick={() => attempt(downloadSession(client, { ...session, leaf }))}
          />
          <ItemButton icon="delete" message={CHAT_MESSAGES.deleteConversation} onClick={() => setMode('deleting')} />
        </div>
      )}
      {mode === 'deleting' && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend beside the visible question
        <div role="group" className="lectern-confirm" aria-label={t(CHAT_MESSAGES.confirmDelete)}>
          <span>{t(CHAT_MESSAGES.confirmDelete)}</span>
          <button
            type="button"
            className="lectern-button"
            // biome-ignore lint/a11y/noAutofocus: what was asked for is answered here
            autoFocus
            onClick={() => {
              setMode('shown');
              attempt(client.deleteSession(session.id).then(onDeleted));
            }}
          >
            {t(CHAT_MESSAGES.delete)}
          </button>
          <button type="button" className="lectern-link-button" onClick={() => setMode('shown')}>
            {t(CHAT_MESSAGES.keep)}
          </button>
        </div>
      )}
      {failed && (
        <p className="lectern-quiet" role="alert">
          {t(CHAT_MESSAGES.changeFailed)}
        </p>
      )}
    </li>
  );
}
