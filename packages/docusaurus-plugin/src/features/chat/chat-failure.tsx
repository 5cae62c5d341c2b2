/** Says what went wrong, and offers the way on. */
import type { ReactNode } from 'react';
import { plural, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ChatFailure } from './chat-conversation.ts';
import { panelStore } from './chat-panel.store.ts';

/** What happened, in words for the reader. */
export function failureText(failure: ChatFailure, hasBegun: boolean): string {
  switch (failure.kind) {
    case 'offline':
      return t(hasBegun ? CHAT_MESSAGES.failedMidway : CHAT_MESSAGES.failedOffline);
    case 'lost':
      return t(CHAT_MESSAGES.failedLost);
    case 'limit':
      return failure.retryAfterSeconds === undefined
        ? t(CHAT_MESSAGES.failedLimit)
        : plural(CHAT_MESSAGES.failedLimitSeconds, failure.retryAfterSeconds);
    case 'insecure':
      return t(CHAT_MESSAGES.failedInsecure);
    case 'changed':
      return t(CHAT_MESSAGES.failedChanged);
    case 'selection':
      return t(CHAT_MESSAGES.failedSelection);
    case 'error':
      return t(CHAT_MESSAGES.failedError);
  }
}

/** Loads the new version of the chapter; the question waits in the input, without the passage of the old version. */
function reloadWith(question: string): void {
  panelStore.patch({ draft: question, scope: { type: 'chapter' } });
  window.location.reload();
}

/** The failure of a turn with its retry. */
export function ChatFailureNote(props: {
  failure: ChatFailure;
  question: string;
  hasBegun: boolean;
  onRetry: () => void;
}): ReactNode {
  const { failure, question, hasBegun, onRetry } = props;
  const isChanged = failure.kind === 'changed';
  return (
    <div className="lectern-failure">
      <p>{failureText(failure, hasBegun)}</p>
      {failure.kind === 'error' && failure.requestId !== '' && (
        <p className="lectern-quiet">{t(CHAT_MESSAGES.requestId, { id: failure.requestId })}</p>
      )}
      <button type="button" className="lectern-button" onClick={isChanged ? () => reloadWith(question) : onRetry}>
        {t(isChanged ? CHAT_MESSAGES.reload : CHAT_MESSAGES.retry)}
      </button>
    </div>
  );
}
