/** The panel's head: the book's name, the conversations, a new one, close. */
import type { ReactNode } from 'react';
import { type Message, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { Icon, type IconName } from './chat-icons.tsx';
import { closePanel } from './chat-panel.store.ts';

/** What the head needs. */
export interface PanelHeaderProps {
  readonly canRestart: boolean;
  readonly listIsOpen: boolean;
  readonly onRestart: () => void;
  readonly onToggleList: () => void;
}

function HeaderButton(props: {
  icon: IconName;
  message: Message;
  hint?: string;
  pressed?: boolean;
  onClick: () => void;
}): ReactNode {
  const name = t(props.message);
  return (
    <button
      type="button"
      className="lectern-icon-button"
      title={name + (props.hint ?? '')}
      aria-label={name}
      aria-expanded={props.pressed}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** The panel's head. */
export function PanelHeader({ canRestart, listIsOpen, onRestart, onToggleList }: PanelHeaderProps): ReactNode {
  return (
    <header className="lectern-panel-header">
      <h2 id="lectern-panel-title">{siteSettings().book.name || t(CHAT_MESSAGES.title)}</h2>
      <HeaderButton icon="history" message={CHAT_MESSAGES.conversations} pressed={listIsOpen} onClick={onToggleList} />
      {canRestart && <HeaderButton icon="restart" message={CHAT_MESSAGES.newConversation} onClick={onRestart} />}
      <HeaderButton icon="close" message={CHAT_MESSAGES.close} hint=" (Esc)" onClick={() => closePanel()} />
    </header>
  );
}
