/** A question with its answer in each of its states. */
import { memo, type ReactNode, useState } from 'react';
import { plural, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import { ChatAnswer } from './chat-answer.tsx';
import { ChatContextList } from './chat-context-list.tsx';
import { isRunning, type ChatTurn as Turn } from './chat-conversation.ts';
import { ChatFailureNote } from './chat-failure.tsx';
import type { Rate } from './chat-feedback.tsx';
import { distinctPlaces, placeLabel } from './chat-places.ts';
import { type Branch, ChatQuestion } from './chat-question.tsx';
import { viewOf } from './chat-reducer.ts';
import { ChatNearest, ChatOriginals, ChatSources } from './chat-sources.tsx';
import { ChatTurnActions } from './chat-turn-actions.tsx';
import { ChatTurnNotes, holdText } from './chat-turn-notes.tsx';

const MAX_WAITING_NAMES = 4;

/** What turns may ask of the panel; the same object for all of them, for as long as the panel is there. */
export interface TurnActions {
  readonly ask: (question: string) => void;
  readonly retry: (turnId: string) => void;
  readonly edit: (turnId: string, question: string) => void;
  readonly select: (turnId: string) => void;
  readonly rate: (turnId: string, ...rating: Parameters<Rate>) => Promise<void>;
  /** A link to the book was followed. */
  readonly follow: () => void;
}

/** What a turn needs. */
export interface ChatTurnProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly actions: TurnActions;
  readonly branchNumber: number;
  readonly branchCount: number;
  readonly previousBranch: string | undefined;
  readonly nextBranch: string | undefined;
}

/** What is said while an answer is looked for; the names come with the first event. */
export function waitingText(turn: Pick<Turn, 'context' | 'hold'>): string {
  const hold = holdText(turn);
  if (hold !== '') return hold;
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

function NotCovered({ turn, actions }: Pick<ChatTurnProps, 'turn' | 'actions'>): ReactNode {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <p className="lectern-not-covered">{refusalText(turn)}</p>
      <ChatNearest context={turn.context} onFollow={actions.follow} />
      {turn.rating === 'down' ? (
        <p className="lectern-quiet">{t(CHAT_MESSAGES.toldAuthor)}</p>
      ) : (
        <button
          type="button"
          className="lectern-link-button"
          onClick={() => void actions.rate(turn.id, 'down', { tags: ['incomplete'] }).catch(() => setFailed(true))}
        >
          {t(failed ? CHAT_MESSAGES.ratingFailed : CHAT_MESSAGES.tellAuthor)}
        </button>
      )}
    </>
  );
}

function Answer({ turn, actions }: Pick<ChatTurnProps, 'turn' | 'actions'>): ReactNode {
  const view = viewOf(turn);
  if (view === 'waiting') return <Waiting turn={turn} />;
  if (view === 'notCovered') return <NotCovered turn={turn} actions={actions} />;
  const ended = view !== 'answering';
  const hold = ended ? '' : holdText(turn);
  const isWhole = ended && turn.failure === undefined;
  return (
    <>
      {turn.text !== '' && <ChatAnswer turn={turn} onFollow={actions.follow} />}
      {hold !== '' && <p className="lectern-quiet">{hold}</p>}
      {turn.failure && (
        <ChatFailureNote
          failure={turn.failure}
          question={turn.question}
          hasBegun={turn.messageId !== undefined}
          onRetry={() => actions.retry(turn.id)}
        />
      )}
      {ended && <ChatTurnNotes turn={turn} />}
      {/* In a quotation every citation stands under its own quote. */}
      {ended && turn.mode !== 'extractive' && <ChatSources citations={turn.citations} onFollow={actions.follow} />}
      {ended && turn.mode === 'extractive' && <ChatOriginals citations={turn.citations} onFollow={actions.follow} />}
      {isWhole && <ChatContextList turn={turn} onFollow={actions.follow} />}
      {isWhole && (
        <ChatTurnActions
          turn={turn}
          onRetry={() => actions.retry(turn.id)}
          onRate={(rating, reasons) => actions.rate(turn.id, rating, reasons)}
        />
      )}
    </>
  );
}

/** A question with its answer; drawn again only when something of it has changed. */
export const ChatTurn = memo(function ChatTurn(props: ChatTurnProps): ReactNode {
  const { turn, isLast, actions, branchNumber, branchCount, previousBranch, nextBranch } = props;
  const branch: Branch = { number: branchNumber, count: branchCount, previous: previousBranch, next: nextBranch };
  return (
    <article className="lectern-turn" data-turn={turn.id} data-view={viewOf(turn)}>
      <ChatQuestion
        question={turn.question}
        scope={turn.scope}
        branch={branch}
        canEdit={!isRunning(turn)}
        onEdit={(question) => actions.edit(turn.id, question)}
        onSelect={actions.select}
      />
      <Answer turn={turn} actions={actions} />
      {isLast && turn.status === 'done' && turn.suggestions.length > 0 && (
        <QuestionList title={t(CHAT_MESSAGES.nextQuestions)} questions={turn.suggestions} onAsk={actions.ask} />
      )}
    </article>
  );
});

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
