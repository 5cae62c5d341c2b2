/** Runs answers: sends a question or takes a stream up, follows it to its end, and says what came of it. No React, no DOM. */
import type { ChatRequestInput } from '@lectern/contracts';
import type { LecternClient } from '../../client/api-client.ts';
import { ApiError, isAbort, NetworkError } from '../../client/client-errors.ts';
import { type ChatConversation, type ChatFailure, type ChatTurn, findTurn } from './chat-conversation.ts';
import { followAnswer } from './chat-follow.ts';
import { type ChatAction, failureKind } from './chat-reducer.ts';
import { answerFields } from './chat-stored-conversation.ts';

/** The part of the client that running an answer needs. */
export type AnswerClient = Pick<LecternClient, 'askStream' | 'resumeStream' | 'stopStream' | 'session' | 'challenge'>;

/** What running answers needs. */
export interface ChatRunsOptions {
  readonly client: AnswerClient;
  readonly read: () => ChatConversation;
  readonly dispatch: (action: ChatAction) => void;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly solveProof: (
    challenge: Awaited<ReturnType<AnswerClient['challenge']>>,
    signal: AbortSignal,
  ) => Promise<string>;
  readonly createKey: () => string;
}

interface Run {
  readonly abort: AbortController;
  /** The reader wants it stopped; the server is told as soon as the answer's id is known. */
  stopWanted: boolean;
  /** Proofs made so far. */
  proofs: number;
}

/** Proofs that are made for one question: a server that wants more has other reasons to refuse. */
const MAX_PROOFS = 2;

function toFailure(error: unknown): ChatFailure {
  if (error instanceof ApiError) {
    const { status, code, requestId, retryAfterSeconds } = error;
    return { kind: failureKind(status, code), code, requestId, retryAfterSeconds };
  }
  return { kind: error instanceof NetworkError ? 'offline' : kindOfProof(error), code: '', requestId: '' };
}

/** A browser that can't make the proof is left with what the server said first, too many questions, and why that is so. */
function kindOfProof(error: unknown): ChatFailure['kind'] {
  // By name: the class comes with the code that makes proofs, which is loaded on use.
  if (!(error instanceof Error) || error.name !== 'ProofFailedError') return 'error';
  return Reflect.get(error, 'reason') === 'insecure' ? 'insecure' : 'limit';
}

const isGone = (error: unknown) => error instanceof ApiError && (error.status === 404 || error.status === 410);
const hasCode = (error: unknown, code: string) => error instanceof ApiError && error.code === code;

/** What is sent when the server doesn't know the conversation, or the message that the question follows, any more. */
function withoutHistory(request: ChatRequestInput, error: unknown): ChatRequestInput | undefined {
  const { sessionId, parentMessageId, ...rest } = request;
  if (hasCode(error, 'SESSION_NOT_FOUND') && sessionId !== undefined) return rest;
  if (hasCode(error, 'MESSAGE_NOT_FOUND') && parentMessageId !== undefined) {
    return sessionId === undefined ? rest : { ...rest, sessionId };
  }
  return undefined;
}

/** Makes the runner of a conversation's answers. */
export function createChatRuns({ client, read, dispatch, pause, solveProof, createKey }: ChatRunsOptions) {
  const runs = new Map<string, Run>();

  async function followTurn(turn: ChatTurn, run: Run): Promise<void> {
    const { signal } = run.abort;
    const onLost = () => dispatch({ type: 'updated', turnId: turn.id, fields: { hold: 'lost' } });
    for await (const event of followAnswer(turn, { client, signal, pause, onLost })) {
      if (run.stopWanted) {
        if (event.event !== 'meta') continue;
        // The answer began after the reader had stopped it; the conversation is known now.
        const { messageId } = event.data;
        dispatch({ type: 'event', turnId: turn.id, event });
        dispatch({ type: 'updated', turnId: turn.id, fields: { messageId } });
        return tellStop(messageId);
      }
      dispatch({ type: 'event', turnId: turn.id, event });
    }
  }

  /** What to send after a refusal, where something else may be let through; undefined where not. */
  async function afterRefusal(error: unknown, turn: ChatTurn, run: Run): Promise<ChatRequestInput | undefined> {
    const request = turn.sent?.request;
    if (request === undefined || turn.messageId !== undefined || run.stopWanted) return undefined;
    if (!hasCode(error, 'PROOF_REQUIRED')) return withoutHistory(request, error);
    if (run.proofs++ === MAX_PROOFS) return undefined;
    const { signal } = run.abort;
    dispatch({ type: 'updated', turnId: turn.id, fields: { hold: 'checking' } });
    return { ...request, proof: await solveProof(await client.challenge({ signal }), signal) };
  }

  /** Asks, and once more where the server first wants a proof, or doesn't know the history any more. */
  async function ask(turnId: string, run: Run): Promise<void> {
    for (let turn = findTurn(read(), turnId); turn; turn = findTurn(read(), turnId)) {
      try {
        return await followTurn(turn, run);
      } catch (error) {
        const request = await afterRefusal(error, findTurn(read(), turnId) ?? turn, run);
        if (!request) throw error;
        resend(turnId, request);
      }
    }
  }

  /** Another body needs another key. */
  function resend(turnId: string, request: ChatRequestInput): void {
    dispatch({
      type: 'updated',
      turnId,
      fields: { hold: undefined, sent: { request, idempotencyKey: createKey() } },
    });
  }

  /** Reads what the server has kept of an answer whose stream can't be followed. @returns false when there is nothing */
  async function readKept(turn: ChatTurn, signal: AbortSignal): Promise<boolean> {
    const { sessionId } = read();
    if (sessionId === null || turn.messageId === undefined) return false;
    const { messages } = await client.session(sessionId, { signal });
    const answer = messages.find(({ id }) => id === turn.messageId);
    if (!answer) return false;
    // Questions that follow were in the stream: an answer read later goes without.
    dispatch({ type: 'updated', turnId: turn.id, fields: answerFields(answer) });
    return true;
  }

  async function settle(turnId: string, error: unknown, signal: AbortSignal): Promise<void> {
    const turn = findTurn(read(), turnId);
    if (!turn) return;
    const kept = await readKept(turn, signal).catch(() => false);
    if (kept || signal.aborted) return;
    const lost = isGone(error) && turn.messageId !== undefined;
    dispatch({ type: 'failed', turnId, failure: lost ? { kind: 'lost', code: '', requestId: '' } : toFailure(error) });
  }

  async function tellStop(messageId: string): Promise<void> {
    // Tried twice; an answer that nobody reads ends by itself.
    await client.stopStream(messageId).catch(() => client.stopStream(messageId).catch(() => undefined));
  }

  return {
    /** Runs a turn to its end, however it ends. */
    async run(turnId: string): Promise<void> {
      if (runs.has(turnId)) return;
      const run: Run = { abort: new AbortController(), stopWanted: false, proofs: 0 };
      runs.set(turnId, run);
      try {
        await ask(turnId, run);
      } catch (error) {
        if (isAbort(error) || run.stopWanted || run.abort.signal.aborted) return;
        await settle(turnId, error, run.abort.signal);
      } finally {
        if (runs.get(turnId) === run) runs.delete(turnId);
      }
    },

    /** Stops what runs, here and on the server; what came stays. */
    stop: (): void => {
      for (const [turnId, run] of runs) {
        runs.delete(turnId);
        run.stopWanted = true;
        const messageId = findTurn(read(), turnId)?.messageId;
        dispatch({ type: 'stopped', turnId });
        if (messageId === undefined) continue;
        run.abort.abort();
        void tellStop(messageId);
      }
    },

    /** Follows nothing any more; the answers go on on the server. */
    leave(): void {
      for (const run of runs.values()) run.abort.abort();
      runs.clear();
    },
  };
}
