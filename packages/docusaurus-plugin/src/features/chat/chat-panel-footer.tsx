/** The line at the panel's foot: who answers, where questions go, and how to delete them. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ChatController } from './chat-controller.ts';
import type { ChatConversation } from './chat-reducer.ts';

/** Who made the last answer, and where questions go. */
function whoAnswers({ turns }: ChatConversation): string {
  return turns.findLast(({ mode }) => mode !== undefined)?.mode === 'llm'
    ? `${t(CHAT_MESSAGES.byModel)} ${t(CHAT_MESSAGES.privacyService)}`
    : `${t(CHAT_MESSAGES.byQuotes)} ${t(CHAT_MESSAGES.privacyHere)}`;
}

/** The panel's foot. */
export function ChatPanelFooter(props: { conversation: ChatConversation; controller: ChatController }): ReactNode {
  const { conversation, controller } = props;
  const [failed, setFailed] = useState(false);
  const remove = () => {
    setFailed(false);
    controller.deleteConversation().catch(() => setFailed(true));
  };
  return (
    <footer className="lectern-panel-footer">
      <p>{whoAnswers(conversation)}</p>
      {conversation.turns.length > 0 && (
        <button type="button" className="lectern-link-button" onClick={remove}>
          {t(failed ? CHAT_MESSAGES.deleteFailed : CHAT_MESSAGES.deleteConversation)}
        </button>
      )}
    </footer>
  );
}
