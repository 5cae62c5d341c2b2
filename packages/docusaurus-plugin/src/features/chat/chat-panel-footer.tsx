/** The lines at the panel's foot: who answers, how many answers are left, quotes only, and how to delete a conversation. */
import { type ReactNode, useState } from 'react';
import { plural, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { type AllowanceState, recipientsOf } from './chat-allowance.store.ts';
import type { ChatTurn } from './chat-conversation.ts';
import { QuotesOnlySwitch } from './chat-provider-notice.tsx';
import { providerName, renewal } from './chat-turn-notes.tsx';

/** What the foot needs. */
export interface ChatPanelFooterProps {
  readonly turns: readonly ChatTurn[];
  readonly state: AllowanceState;
  readonly onDelete: () => Promise<void>;
}

/** Who answers, and where questions go. */
export function whoAnswers({ allowance, quotesOnly }: AllowanceState, turns: readonly ChatTurn[]): string {
  const writer = allowance?.writer ?? turns.findLast(({ mode }) => mode !== undefined)?.writer;
  if (writer && !quotesOnly) return t(CHAT_MESSAGES.byWriter, { provider: providerName(writer.provider) });
  const embedder = quotesOnly ? null : allowance?.embedder;
  const where = embedder
    ? t(CHAT_MESSAGES.embedderNotice, { provider: providerName(embedder.provider) })
    : t(CHAT_MESSAGES.privacyHere);
  return `${t(CHAT_MESSAGES.byQuotes)} ${where}`;
}

/** What is left of written answers; when there is nothing, until when. */
function leftText(left: number): string {
  const time = left === 0 ? renewal() : '';
  return time === '' ? plural(CHAT_MESSAGES.answersLeft, left) : t(CHAT_MESSAGES.noneLeftUntil, { time });
}

function DeleteButton({ onDelete }: { onDelete: () => Promise<void> }): ReactNode {
  const [state, setState] = useState<'idle' | 'asks' | 'failed'>('idle');
  const remove = () => {
    onDelete().then(
      () => setState('idle'),
      () => setState('failed'),
    );
  };
  if (state !== 'asks') {
    return (
      <button type="button" className="lectern-link-button" onClick={() => setState('asks')}>
        {t(state === 'failed' ? CHAT_MESSAGES.deleteFailed : CHAT_MESSAGES.deleteConversation)}
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend beside the visible question
    <span role="group" className="lectern-confirm">
      {t(CHAT_MESSAGES.confirmDelete)}
      {/* biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone; focus must not be lost */}
      <button type="button" className="lectern-link-button" autoFocus onClick={remove}>
        {t(CHAT_MESSAGES.delete)}
      </button>
      <button type="button" className="lectern-link-button" onClick={() => setState('idle')}>
        {t(CHAT_MESSAGES.keep)}
      </button>
    </span>
  );
}

/** The panel's foot. */
export function ChatPanelFooter({ turns, state, onDelete }: ChatPanelFooterProps): ReactNode {
  const { allowance, quotesOnly } = state;
  const writes = allowance?.writer != null;
  const left = quotesOnly ? null : (allowance?.answersLeft ?? null);
  return (
    <footer className="lectern-panel-footer">
      <p>
        {whoAnswers(state, turns)} {writes && left !== null && leftText(left)}
      </p>
      {recipientsOf(allowance) !== '' && <QuotesOnlySwitch quotesOnly={quotesOnly} />}
      {turns.length > 0 && <DeleteButton onDelete={onDelete} />}
    </footer>
  );
}
