/** Runs a conversation: asks, stops, retries, rates. No React, no DOM. */
import type { ScopeInput } from '@lectern/contracts';
import type { LecternClient } from '../../client/api-client.ts';
import { ApiError, isAbort, NetworkError } from '../../client/client-errors.ts';
import { createExternalStore } from '../../client/external-store.ts';
import {
  type ChatAction,
  type ChatConversation,
  type ChatFailure,
  EMPTY_CONVERSATION,
  failureKind,
  isRunning,
  reduceChat,
} from './chat-reducer.ts';

/** What a conversation needs. */
export interface ChatControllerOptions {
  readonly client: Pick<LecternClient, 'askStream' | 'sendFeedback' | 'deleteSession'>;
  /** A conversation to go on with, e.g. from session storage. */
  readonly initial?: ChatConversation | undefined;
}

/** A question to ask. */
export interface ChatQuestion {
  readonly question: string;
  readonly scope: ScopeInput;
  /** The reader's locale, BCP 47. */
  readonly locale?: string | undefined;
}

/** A running conversation. */
export interface ChatController {
  readonly getSnapshot: () => ChatConversation;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks; an answer still under way is stopped first. Resolves when the answer has ended, however it ended. */
  readonly ask: (question: ChatQuestion) => Promise<void>;
  /** Stops the answer under way; what came stays. */
  readonly stop: () => void;
  /** Asks the question of a turn again, in its place. */
  readonly retry: (turnId: string) => Promise<void>;
  /** Rates an answer; rejects when the server couldn't take it. */
  readonly rate: (turnId: string, rating: 'up' | 'down', tags?: readonly string[]) => Promise<void>;
  /** Starts a new conversation; the old one stays on the server. */
  readonly clear: () => void;
  /** Deletes the conversation here and on the server. */
  readonly deleteConversation: () => Promise<void>;
}

function toFailure(error: unknown): ChatFailure {
  if (error instanceof ApiError) {
    const { status, code, requestId, retryAfterSeconds } = error;
    return { kind: failureKind(status, code), code, requestId, retryAfterSeconds };
  }
  return { kind: error instanceof NetworkError ? 'offline' : 'error', code: '', requestId: '' };
}

let lastTurn = 0;
/** Unique inside the tab and after a reload, also where crypto.randomUUID isn't there (plain http). */
const createTurnId = () => `${Date.now().toString(36)}-${++lastTurn}`;

/** Makes a conversation. */
export function createChatController({ client, initial }: ChatControllerOptions): ChatController {
  const store = createExternalStore(initial ?? EMPTY_CONVERSATION);
  const dispatch = (action: ChatAction) => store.set(reduceChat(store.getSnapshot(), action));
  let running: { turnId: string; abort: AbortController } | undefined;

  function stop(): void {
    if (!running) return;
    const { turnId, abort } = running;
    running = undefined;
    dispatch({ type: 'stopped', turnId });
    // The server ends an answer whose reader has left.
    abort.abort();
  }

  async function run(question: ChatQuestion, replaces?: string): Promise<void> {
    stop();
    const turnId = createTurnId();
    const abort = new AbortController();
    running = { turnId, abort };
    const { turns, sessionId } = store.getSnapshot();
    const parent = replaces === undefined ? undefined : turnBefore(turns, replaces)?.messageId;
    dispatch({ type: 'asked', turnId, question: question.question, scope: question.scope, replaces });
    const request = {
      question: question.question,
      scope: question.scope,
      ...(sessionId === null ? {} : { sessionId }),
      ...(parent === undefined ? {} : { parentMessageId: parent }),
      ...(question.locale === undefined ? {} : { locale: question.locale }),
    };
    try {
      for await (const event of client.askStream(request, { signal: abort.signal })) {
        dispatch({ type: 'event', turnId, event });
      }
    } catch (error) {
      if (!isAbort(error) && !abort.signal.aborted) dispatch({ type: 'failed', turnId, failure: toFailure(error) });
    } finally {
      if (running?.turnId === turnId) running = undefined;
    }
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    ask: (question) => run(question),
    stop,
    async retry(turnId) {
      const turn = store.getSnapshot().turns.find(({ id }) => id === turnId);
      if (turn && !isRunning(turn)) await run({ question: turn.question, scope: turn.scope }, turnId);
    },
    async rate(turnId, rating, tags = []) {
      const turn = store.getSnapshot().turns.find(({ id }) => id === turnId);
      if (turn?.messageId === undefined) return;
      await client.sendFeedback(turn.messageId, { rating, tags });
      dispatch({ type: 'rated', turnId, rating });
    },
    clear() {
      stop();
      dispatch({ type: 'cleared' });
    },
    async deleteConversation() {
      stop();
      const { sessionId } = store.getSnapshot();
      if (sessionId !== null) await client.deleteSession(sessionId);
      dispatch({ type: 'cleared' });
    },
  };
}

function turnBefore(turns: ChatConversation['turns'], turnId: string) {
  return turns[turns.findIndex(({ id }) => id === turnId) - 1];
}
