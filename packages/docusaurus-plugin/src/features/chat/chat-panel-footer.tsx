/** The line at the panel's foot: who answers, where questions go, and how to delete them. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ChatController } from './chat-controller.ts';
import type { ChatConversation } from './chat-reducer.ts';

/** Who made the last answer. */
function whoAnswers({ turns }: ChatConversation): string {
  return t(
    turns.findLast(({ mode }) => mode !== undefined)?.mode === 'llm' ? CHAT_MESSAGES.byModel : CHAT_MESSAGES.byQuotes,
  );
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
      <p>
        {whoAnswers(conversation)} · {t(CHAT_MESSAGES.privacy)}
      </p>
      {conversation.turns.length > 0 && (
        <button type="button" className="lectern-link-button" onClick={remove}>
          {t(failed ? CHAT_MESSAGES.deleteFailed : CHAT_MESSAGES.deleteConversation)}
        </button>
      )}
    </footer>
  );
}
