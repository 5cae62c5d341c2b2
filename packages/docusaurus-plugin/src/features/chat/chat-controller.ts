/** A conversation: asks, stops, asks again, edits, rates, opens, deletes. No React, no DOM. */
import type { ChatRequestInput, ScopeInput } from '@lectern/contracts';
import type { LecternClient } from '../../client/api-client.ts';
import { createExternalStore } from '../../client/external-store.ts';
import { createUuid } from '../../client/uuid.ts';
import {
  answerBefore,
  type ChatConversation,
  type ChatTurn,
  EMPTY_CONVERSATION,
  findTurn,
  isRunning,
} from './chat-conversation.ts';
import { pauseUntilOnline } from './chat-follow.ts';
import { type ChatAction, reduceChat } from './chat-reducer.ts';
import { type AnswerClient, type ChatRunsOptions, createChatRuns } from './chat-runs.ts';
import { conversationOf } from './chat-stored-conversation.ts';

/** What a conversation needs. */
export interface ChatControllerOptions {
  readonly client: AnswerClient & Pick<LecternClient, 'sendFeedback' | 'deleteSession'>;
  /** A conversation to go on with, e.g. from session storage; an answer under way is followed after {@link ChatController.resume}. */
  readonly initial?: ChatConversation | undefined;
  /** Stands in for the waits between tries. */
  readonly pause?: ChatRunsOptions['pause'];
  /** Stands in for the proof of work. */
  readonly solveProof?: ChatRunsOptions['solveProof'];
}

/** A question to ask. */
export interface ChatQuestion {
  readonly question: string;
  readonly scope: ScopeInput;
  /** The reader's locale, BCP 47. */
  readonly locale?: string | undefined;
  /** true: no model is asked. */
  readonly quotesOnly?: boolean | undefined;
}

/** What the reader decides anew when a question is asked again. */
export type AskingChoice = Pick<ChatQuestion, 'locale' | 'quotesOnly'>;

/** Why an answer was good or bad. */
export interface RatingReasons {
  /** Of the contracts' FEEDBACK_TAGS. */
  readonly tags?: readonly string[];
  /** At most 1000 characters. */
  readonly note?: string;
}

/** A running conversation. */
export interface ChatController {
  readonly getSnapshot: () => ChatConversation;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks after the turns that are shown; an answer still under way is stopped first. Resolves when the answer has ended, however it ended. */
  readonly ask: (question: ChatQuestion) => Promise<void>;
  /** Stops the answer under way, here and on the server; what came stays. */
  readonly stop: () => void;
  /** Answers the question of a turn again: as a branch beside the first answer, or in the place of one that failed. */
  readonly retry: (turnId: string, choice?: AskingChoice) => Promise<void>;
  /** Asks another question in the place of a turn's, as a branch. */
  readonly edit: (turnId: string, question: string, choice?: AskingChoice) => Promise<void>;
  /** Shows the branch of a turn. */
  readonly select: (turnId: string) => void;
  /** Rates an answer; rejects when the server couldn't take it. */
  readonly rate: (turnId: string, rating: 'up' | 'down', reasons?: RatingReasons) => Promise<void>;
  /** Goes on following answers that were under way, e.g. after a reload. */
  readonly resume: () => void;
  /** Takes over what another tab knows of this conversation, and follows its running answers. */
  readonly adopt: (conversation: ChatConversation) => void;
  /** Opens a conversation of the server's list; rejects when it can't be read. */
  readonly open: (sessionId: string) => Promise<void>;
  /** Starts a new conversation; the old one, and an answer under way, stay on the server. */
  readonly clear: () => void;
  /** Deletes the conversation here and on the server. */
  readonly deleteConversation: () => Promise<void>;
}

/** Makes a conversation. */
export function createChatController(options: ChatControllerOptions): ChatController {
  const { client, initial, pause = pauseUntilOnline } = options;
  const solveProof =
    options.solveProof ??
    (async (challenge, signal) => (await import('./chat-proof.ts')).solveProof(challenge, signal));
  const store = createExternalStore(initial ?? EMPTY_CONVERSATION);
  const read = store.getSnapshot;
  const dispatch = (action: ChatAction) => store.set(reduceChat(read(), action));
  const runs = createChatRuns({ client, read, dispatch, pause, solveProof, createKey: createUuid });
  const turnOf = (turnId: string) => findTurn(read(), turnId);

  interface Asked extends ChatQuestion {
    readonly parentId: string | null;
    /** The message that the question follows, or the question that is answered again. */
    readonly parentMessageId?: string | null | undefined;
    readonly questionId?: string | undefined;
    readonly replaces?: string;
  }

  async function start(asked: Asked): Promise<void> {
    const { question, scope, locale, quotesOnly, parentId, questionId, replaces } = asked;
    const { sessionId } = read();
    const parentMessageId = asked.parentMessageId ?? answerBefore(read(), parentId) ?? null;
    const request: ChatRequestInput = {
      question,
      scope,
      ...(sessionId === null ? {} : { sessionId, parentMessageId }),
      ...(locale === undefined ? {} : { locale }),
      ...(quotesOnly ? { quotesOnly } : {}),
    };
    const id = createUuid();
    const sent = { request, idempotencyKey: createUuid() };
    dispatch({ type: 'asked', turn: { id, parentId, question, scope, quotesOnly, questionId, sent }, replaces });
    await runs.run(id);
  }

  /** The server's id of a turn's question, which the stream doesn't tell; undefined when it knows none. */
  async function findQuestionId({ messageId, questionId }: ChatTurn): Promise<string | undefined> {
    const { sessionId } = read();
    if (questionId !== undefined || sessionId === null || messageId === undefined) return questionId;
    const { messages } = await client.session(sessionId);
    return messages.find(({ id }) => id === messageId)?.parentMessageId ?? undefined;
  }

  function followRunning(): void {
    for (const turn of read().turns) {
      if (!isRunning(turn)) continue;
      if (turn.messageId === undefined && turn.sent === undefined) dispatch({ type: 'stopped', turnId: turn.id });
      else void runs.run(turn.id);
    }
  }

  return {
    getSnapshot: read,
    subscribe: store.subscribe,
    ask(question) {
      runs.stop();
      return start({ ...question, parentId: read().active });
    },
    stop: runs.stop,
    async retry(turnId, choice = {}) {
      const turn = turnOf(turnId);
      if (!turn || isRunning(turn)) return;
      runs.stop();
      const { question, scope, parentId } = turn;
      // Without the question's id it is asked anew: the same to the reader.
      const questionId = await findQuestionId(turn).catch(() => undefined);
      const failed = turn.status === 'failed' || turn.messageId === undefined;
      const again = { question, scope, parentId, questionId, parentMessageId: questionId, ...choice };
      await start(failed ? { ...again, replaces: turnId } : again);
    },
    async edit(turnId, question, choice = {}) {
      const turn = turnOf(turnId);
      if (!turn) return;
      runs.stop();
      await start({ question, scope: turn.scope, parentId: turn.parentId, ...choice });
    },
    select: (turnId) => dispatch({ type: 'selected', turnId }),
    async rate(turnId, rating, { tags = [], note = '' } = {}) {
      const turn = turnOf(turnId);
      if (turn?.messageId === undefined) return;
      await client.sendFeedback(turn.messageId, { rating, tags, ...(note === '' ? {} : { note }) });
      dispatch({ type: 'updated', turnId, fields: { rating } });
    },
    resume: followRunning,
    adopt(conversation) {
      dispatch({ type: 'merged', conversation });
      followRunning();
    },
    async open(sessionId) {
      const conversation = conversationOf(await client.session(sessionId));
      runs.leave();
      dispatch({ type: 'opened', conversation });
    },
    clear() {
      runs.leave();
      dispatch({ type: 'cleared' });
    },
    async deleteConversation() {
      runs.stop();
      const { sessionId } = read();
      if (sessionId !== null) await client.deleteSession(sessionId);
      dispatch({ type: 'cleared' });
    },
  };
}
