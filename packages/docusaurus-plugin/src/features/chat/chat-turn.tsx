/** A question with its answer in each of its states. */
import type { Notice } from '@lectern/contracts';
import { type ReactNode, useState } from 'react';
import { type Message, plural, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { ChatAnswer } from './chat-answer.tsx';
import { ChatFailureNote } from './chat-failure.tsx';
import { distinctPlaces, placeLabel } from './chat-places.ts';
import { type ChatTurn as Turn, viewOf } from './chat-reducer.ts';
import { ChatNearest, ChatSources } from './chat-sources.tsx';
import { readableTex } from './chat-tex.ts';
import { ChatTurnActions } from './chat-turn-actions.tsx';

const MAX_WAITING_NAMES = 4;

const NOTICES: Readonly<Partial<Record<Notice, Message>>> = {
  provider_failed: CHAT_MESSAGES.noticeProviderFailed,
  budget_spent: CHAT_MESSAGES.noticeBudgetSpent,
  low_confidence: CHAT_MESSAGES.noticeLowConfidence,
  locale_fallback: CHAT_MESSAGES.noticeLocaleFallback,
};

/** What a turn may ask of the panel. */
export interface ChatTurnProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly onAsk: (question: string) => void;
  readonly onRetry: () => void;
  readonly onRate: (rating: 'up' | 'down', tags?: readonly string[]) => Promise<void>;
  readonly onFollow: () => void;
}

/** What is said while an answer is looked for; the names come with the first event. */
export function waitingText(turn: Pick<Turn, 'context'>): string {
  const count = distinctPlaces(turn.context, turn.context.length).length;
  return count === 0 ? t(CHAT_MESSAGES.looking) : plural(CHAT_MESSAGES.lookingInSections, count);
}

function Waiting({ turn }: { turn: Turn }): ReactNode {
  const places = distinctPlaces(turn.context, MAX_WAITING_NAMES);
  return (
    <div className="lectern-waiting">
      <p>{waitingText(turn)}</p>
      {places.length > 0 && (
        <ul>
          {places.map((place) => (
            <li key={place.id}>{placeLabel(place)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is said when the book has no answer: the server's words, which know about the scope, before the author's and ours. */
export function refusalText(turn: Pick<Turn, 'text'>): string {
  return turn.text.trim() || siteSettings().book.refusal || t(CHAT_MESSAGES.notCovered);
}

function NotCovered({ turn, onRate, onFollow }: Pick<ChatTurnProps, 'turn' | 'onRate' | 'onFollow'>): ReactNode {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <p className="lectern-not-covered">{refusalText(turn)}</p>
      <ChatNearest context={turn.context} onFollow={onFollow} />
      {turn.rating === 'down' ? (
        <p className="lectern-quiet">{t(CHAT_MESSAGES.toldAuthor)}</p>
      ) : (
        <button
          type="button"
          className="lectern-link-button"
          onClick={() => void onRate('down', ['not_covered']).catch(() => setFailed(true))}
        >
          {t(failed ? CHAT_MESSAGES.ratingFailed : CHAT_MESSAGES.tellAuthor)}
        </button>
      )}
    </>
  );
}

/** One quiet line on why an answer is not what it could be; a quotation says itself when it is only the closest. */
function noticeText({ notice, mode }: Turn): string {
  if (notice === undefined || (notice === 'low_confidence' && mode === 'extractive')) return '';
  const message = NOTICES[notice];
  return message === undefined ? '' : t(message);
}

function Answer(props: ChatTurnProps): ReactNode {
  const { turn, onFollow, onRetry, onRate } = props;
  const view = viewOf(turn);
  const notice = noticeText(turn);
  const ended = view !== 'answering' && view !== 'waiting';
  if (view === 'waiting') return <Waiting turn={turn} />;
  if (view === 'notCovered') return <NotCovered turn={turn} onRate={onRate} onFollow={onFollow} />;
  return (
    <>
      {turn.text !== '' && <ChatAnswer turn={turn} onFollow={onFollow} />}
      {notice !== '' && ended && <p className="lectern-quiet">{notice}</p>}
      {view === 'stopped' && <p className="lectern-quiet">{t(CHAT_MESSAGES.stopped)}</p>}
      {turn.failure && (
        <ChatFailureNote
          failure={turn.failure}
          question={turn.question}
          hasBegun={turn.messageId !== undefined}
          onRetry={onRetry}
        />
      )}
      {/* In a quotation every citation stands under its own quote. */}
      {ended && turn.mode !== 'extractive' && <ChatSources citations={turn.citations} onFollow={onFollow} />}
      {ended && view !== 'offline' && !turn.failure && (
        <ChatTurnActions turn={turn} onRetry={onRetry} onRate={onRate} />
      )}
    </>
  );
}

/** A question with its answer. */
export function ChatTurn(props: ChatTurnProps): ReactNode {
  const { turn, isLast, onAsk } = props;
  const { scope } = turn;
  return (
    <article className="lectern-turn" data-turn={turn.id} data-view={viewOf(turn)}>
      <div className="lectern-question">
        {scope.type === 'selection' && (
          <blockquote dir="auto" className="lectern-question-passage">
            {readableTex(scope.text)}
          </blockquote>
        )}
        <h3 dir="auto">{turn.question}</h3>
      </div>
      <Answer {...props} />
      {isLast && turn.status === 'done' && turn.suggestions.length > 0 && (
        <QuestionList title={t(CHAT_MESSAGES.nextQuestions)} questions={turn.suggestions} onAsk={onAsk} />
      )}
    </article>
  );
}

/** Questions that can be asked by a click. */
export function QuestionList(props: {
  readonly title: string;
  readonly questions: readonly string[];
  readonly onAsk: (question: string) => void;
}): ReactNode {
  return (
    <section className="lectern-questions">
      <h3>{props.title}</h3>
      <ul>
        {props.questions.map((question) => (
          <li key={question}>
            <button type="button" dir="auto" onClick={() => props.onAsk(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
