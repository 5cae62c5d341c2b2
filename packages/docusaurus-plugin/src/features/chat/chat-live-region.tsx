/** Tells screen readers what happens: finished sentences of the answer, never tokens. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { plural, t } from '../../client/messages.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { type ChatTurn, isRunning } from './chat-conversation.ts';
import { failureText } from './chat-failure.tsx';
import { viewOf } from './chat-reducer.ts';
import { finishedText } from './chat-speech.ts';
import { refusalText, waitingText } from './chat-turn.tsx';
import { endingText, holdText, noticeText } from './chat-turn-notes.tsx';

/** What is said besides the answer's own text, by state. */
function statusText(turn: ChatTurn): string {
  switch (viewOf(turn)) {
    case 'waiting':
      return waitingText(turn);
    case 'answering':
      return holdText(turn);
    case 'notCovered':
      return turn.text === '' ? refusalText(turn) : '';
    case 'stopped':
      return endingText(turn);
    case 'limit':
    case 'offline':
    case 'error':
      return turn.failure ? failureText(turn.failure, turn.messageId !== undefined) : '';
    default:
      return endedText(turn);
  }
}

/** What is said of an answer at its end: that it is whole, and what stands under it. */
function endedText(turn: ChatTurn): string {
  const unsupported = turn.unsupported.length;
  return [
    t(CHAT_MESSAGES.answerReady),
    unsupported === 0 ? '' : plural(CHAT_MESSAGES.unsupportedSummary, unsupported),
    noticeText(turn),
    endingText(turn),
  ]
    .filter((line) => line !== '')
    .join(' ');
}

interface Spoken {
  turnId: string;
  offset: number;
  status: string;
}

/** The polite live region; nothing is said about answers that were there before the panel was. */
export function ChatLiveRegion({ turn }: { turn: ChatTurn | undefined }): ReactNode {
  const [lines, setLines] = useState<readonly string[]>([]);
  const spoken = useRef<Spoken | null>(null);
  useEffect(() => {
    if (!turn) return;
    const isNew = spoken.current?.turnId !== turn.id;
    if (isNew && !isRunning(turn)) {
      spoken.current = { turnId: turn.id, offset: turn.text.length, status: statusText(turn) };
      return;
    }
    const before = isNew || !spoken.current ? { turnId: turn.id, offset: 0, status: '' } : spoken.current;
    const finished = finishedText(turn.text, before.offset, !isRunning(turn), { formulas: turn.mode === 'llm' });
    const status = statusText(turn);
    spoken.current = { turnId: turn.id, offset: finished.spoken, status };
    const added = [finished.text, status === before.status ? '' : status].filter((line) => line !== '');
    if (isNew) setLines(added);
    else if (added.length > 0) setLines((said) => [...said, ...added]);
  }, [turn]);
  return (
    <div className="lectern-visually-hidden" role="log" aria-live="polite">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said stays where it is
        <p key={index}>{line}</p>
      ))}
    </div>
  );
}
