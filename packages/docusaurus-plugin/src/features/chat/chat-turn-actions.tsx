/** What can be done with a finished answer: copy, ask again, rate. */
import { type ReactNode, useState } from 'react';
import { t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ChatTurn } from './chat-conversation.ts';
import { ChatFeedback, type Rate } from './chat-feedback.tsx';
import { Icon } from './chat-icons.tsx';
import { parseAnswer, plainAnswer } from './chat-markdown.ts';
import { citationsByMarker, placeLabel } from './chat-places.ts';

/** What the actions need. */
export interface ChatTurnActionsProps {
  readonly turn: ChatTurn;
  readonly onRetry: () => void;
  readonly onRate: Rate;
}

/** The answer for the clipboard: its text, and where each number points. */
export function answerForClipboard(turn: Pick<ChatTurn, 'text' | 'citations' | 'mode'>, base: string): string {
  const byMarker = citationsByMarker(turn.citations);
  const text = plainAnswer(
    turn.text,
    parseAnswer(turn.text, new Set(byMarker.keys()), { formulas: turn.mode === 'llm' }),
    true,
  );
  const sources = turn.citations.map(
    (citation) => `[${citation.marker}] ${placeLabel(citation)}: ${new URL(citation.url, base).href}`,
  );
  return [text, ...sources].join('\n').trim();
}

function CopyButton({ turn }: { turn: ChatTurn }): ReactNode {
  const [state, setState] = useState<'copy' | 'copied' | 'copyFailed'>('copy');
  const copy = () =>
    // Without a secure context there is no clipboard: `navigator.clipboard` is undefined on plain http.
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(answerForClipboard(turn, window.location.href)))
      .then(
        () => setState('copied'),
        () => setState('copyFailed'),
      );
  return (
    <button type="button" className="lectern-action" onClick={() => void copy()} onBlur={() => setState('copy')}>
      <Icon name="copy" />
      <span aria-live="polite">{t(CHAT_MESSAGES[state])}</span>
    </button>
  );
}

/** Copy, ask again, rate. */
export function ChatTurnActions({ turn, onRetry, onRate }: ChatTurnActionsProps): ReactNode {
  return (
    <div className="lectern-actions">
      <CopyButton turn={turn} />
      <button type="button" className="lectern-action" onClick={onRetry}>
        <Icon name="retry" />
        <span>{t(CHAT_MESSAGES.retry)}</span>
      </button>
      {turn.messageId !== undefined && <ChatFeedback turn={turn} onRate={onRate} />}
    </div>
  );
}
