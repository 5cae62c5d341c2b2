/** The one typed client of Lectern's HTTP interface: for the panel, the search box, and anyone's own components. */
import type {
  AllowanceResponse,
  BookResponse,
  ChatRequestInput,
  ChatResponse,
  ChatSession,
  ChatSessionDetail,
  ProofChallenge,
  SearchResponse,
} from '@lectern/contracts';
import { readChatStream, type StreamedChatEvent } from './chat-stream.ts';
import { ProtocolError } from './client-errors.ts';
import {
  type ChatSessionPage,
  isAllowance,
  isChatSession,
  isChatSessionDetail,
  isChatSessionPage,
  isProofChallenge,
} from './conversation-guards.ts';
import { type CallOptions, type ClientOptions, createTransport, type RequestParts } from './http-transport.ts';
import { isBookResponse, isChatResponse, isSearchResponse } from './response-guards.ts';

export type { StreamedChatEvent } from './chat-stream.ts';
export type { ChatSessionPage } from './conversation-guards.ts';
export type { CallOptions, ClientOptions } from './http-transport.ts';

/** What a question may be given besides its input. */
export interface AskOptions extends CallOptions {
  /** UUID of this question: sent again with the same body, it gives the same answer instead of a second one. */
  readonly idempotencyKey?: string | undefined;
}

/** Rating of an answer, as it is sent. */
export interface FeedbackInput {
  readonly rating: 'up' | 'down';
  /** Reasons, of the contracts' FEEDBACK_TAGS. */
  readonly tags?: readonly string[];
  /** The reader's own words, at most 1000 characters. */
  readonly note?: string;
}

/** What can be asked of the server. Every call may throw ApiError, NetworkError, ProtocolError or an `AbortError`. */
export interface LecternClient {
  /** The book's outline. */
  book(options?: CallOptions): Promise<BookResponse>;
  /** Sections that fit the words. */
  search(query: { q: string; locale?: string; limit?: number }, options?: CallOptions): Promise<SearchResponse>;
  /** An answer, whole. */
  ask(request: ChatRequestInput, options?: AskOptions): Promise<ChatResponse>;
  /** An answer as it is made; the last event is `done` or `error`. Leaving doesn't stop the answer. */
  askStream(request: ChatRequestInput, options?: AskOptions): AsyncGenerator<StreamedChatEvent, void, undefined>;
  /** What came of an answer after an event: its rest, live where it is still being made. @param lastEventId '' for all of it */
  resumeStream(
    messageId: string,
    lastEventId: string,
    options?: CallOptions,
  ): AsyncGenerator<StreamedChatEvent, void, undefined>;
  /** Stops an answer; nothing happens when it has ended. */
  stopStream(messageId: string, options?: CallOptions): Promise<void>;
  /** The reader's conversations, newest first. */
  sessions(page?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<ChatSessionPage>;
  /** A conversation with its messages, oldest first. */
  session(sessionId: string, options?: CallOptions): Promise<ChatSessionDetail>;
  /** Renames a conversation. @param title 1 to 120 characters */
  renameSession(sessionId: string, title: string, options?: CallOptions): Promise<ChatSession>;
  /** A conversation as a Markdown document. @param options `leaf`: the message that the wanted branch ends with; default: the last */
  exportSession(sessionId: string, options?: CallOptions & { leaf?: string | undefined }): Promise<string>;
  /** Deletes a conversation for good. */
  deleteSession(sessionId: string, options?: CallOptions): Promise<void>;
  /** Rates an answer; the last rating counts. */
  sendFeedback(messageId: string, feedback: FeedbackInput, options?: CallOptions): Promise<void>;
  /** What is left of the reader's limits, and who writes answers. */
  allowance(options?: CallOptions): Promise<AllowanceResponse>;
  /** A task whose solution lets a question through that was refused with PROOF_REQUIRED. */
  challenge(options?: CallOptions): Promise<ProofChallenge>;
}

/** Makes a client. Holds no state: sessions are the caller's to keep. */
export function createClient(options: ClientOptions = {}): LecternClient {
  const { send, json, silenceLimitMs } = createTransport(options);
  const id = encodeURIComponent;
  const keyHeader = (key: string | undefined) => (key === undefined ? {} : { headers: { 'idempotency-key': key } });

  async function* stream(
    path: string,
    parts: RequestParts,
    lastEventId = '',
  ): AsyncGenerator<StreamedChatEvent, void, undefined> {
    const response = await send(path, { ...parts, accept: 'text/event-stream' });
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream') || response.body === null) {
      throw new ProtocolError(`expected an event stream, got ${type || 'no content type'}`);
    }
    yield* readChatStream(response.body, { silenceLimitMs, lastEventId });
  }

  return {
    book: (call) => json('/book', { method: 'GET', ...call }, isBookResponse),
    search: (query, call) => json('/search', { method: 'GET', query, ...call }, isSearchResponse),
    ask: (request, call) =>
      json(
        '/chat',
        { method: 'POST', body: request, ...keyHeader(call?.idempotencyKey), signal: call?.signal },
        isChatResponse,
      ),
    askStream: (request, call) =>
      stream('/chat', { method: 'POST', body: request, ...keyHeader(call?.idempotencyKey), signal: call?.signal }),
    resumeStream: (messageId, lastEventId, call) =>
      stream(
        `/chat/streams/${id(messageId)}`,
        { method: 'GET', ...(lastEventId === '' ? {} : { headers: { 'last-event-id': lastEventId } }), ...call },
        lastEventId,
      ),
    stopStream: async (messageId, call) => {
      await send(`/chat/streams/${id(messageId)}`, { method: 'DELETE', ...call });
    },
    sessions: (page, call) => json('/chat/sessions', { method: 'GET', query: page ?? {}, ...call }, isChatSessionPage),
    session: (sessionId, call) =>
      json(`/chat/sessions/${id(sessionId)}`, { method: 'GET', ...call }, isChatSessionDetail),
    renameSession: (sessionId, title, call) =>
      json(`/chat/sessions/${id(sessionId)}`, { method: 'PATCH', body: { title }, ...call }, isChatSession),
    exportSession: async (sessionId, { leaf, signal } = {}) => {
      const path = `/chat/sessions/${id(sessionId)}/export`;
      return (await send(path, { method: 'GET', accept: 'text/markdown', query: { leaf }, signal })).text();
    },
    deleteSession: async (sessionId, call) => {
      await send(`/chat/sessions/${id(sessionId)}`, { method: 'DELETE', ...call });
    },
    sendFeedback: async (messageId, feedback, call) => {
      await send(`/chat/messages/${id(messageId)}/feedback`, { method: 'POST', body: feedback, ...call });
    },
    allowance: (call) => json('/me/allowance', { method: 'GET', ...call }, isAllowance),
    challenge: (call) => json('/chat/challenge', { method: 'POST', body: {}, ...call }, isProofChallenge),
  };
}
