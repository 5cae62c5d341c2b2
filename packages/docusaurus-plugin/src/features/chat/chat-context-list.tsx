/** What an answer was made from: every passage, as it was sent. */
import type { Passage } from '@lectern/contracts';
import type { ReactNode } from 'react';
import { plural } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { followPlace } from './chat-answer.tsx';
import type { ChatTurn } from './chat-conversation.ts';
import { placeLabel } from './chat-places.ts';

function ContextPassage({ passage, onFollow }: { passage: Passage; onFollow: () => void }): ReactNode {
  return (
    <li>
      <a
        className="lectern-context-place"
        dir="auto"
        href={passage.url}
        onClick={(event) => followPlace(event, { url: passage.url }, onFollow)}
      >
        {placeLabel(passage)}
      </a>
      {/* Byte for byte: nothing is trimmed, and no formula is made readable. */}
      <p className="lectern-context-text" dir="auto" lang={passage.locale}>
        {passage.text}
      </p>
    </li>
  );
}

/** The list, closed at first. */
export function ChatContextList(props: { turn: Pick<ChatTurn, 'context' | 'mode'>; onFollow: () => void }): ReactNode {
  const { turn, onFollow } = props;
  const { context, mode } = turn;
  if (context.length === 0) return null;
  const title = mode === 'llm' ? CHAT_MESSAGES.contextSent : CHAT_MESSAGES.contextRead;
  return (
    <details className="lectern-context">
      <summary>{plural(title, context.length)}</summary>
      <ol>
        {context.map((passage) => (
          <ContextPassage key={passage.id} passage={passage} onFollow={onFollow} />
        ))}
      </ol>
    </details>
  );
}
