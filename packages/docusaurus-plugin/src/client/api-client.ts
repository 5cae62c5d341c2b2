/** The one typed client of Lectern's HTTP interface: for the panel, the search box, and anyone's own components. */
import type { BookResponse, ChatEvent, ChatRequestInput, ChatResponse, SearchResponse } from '@lectern/contracts';
import { readChatStream } from './chat-stream.ts';
import { ApiError, isAbort, NetworkError, ProtocolError } from './client-errors.ts';
import {
  type ChatSessionPage,
  isBookResponse,
  isChatResponse,
  isChatSessionPage,
  isSearchResponse,
  readProblem,
} from './response-guards.ts';

/** How the client reaches the server. */
export interface ClientOptions {
  /** Origin of the server, e.g. `https://ask.example`; empty (default): the page's own. */
  readonly baseUrl?: string;
  /** Path of the interface, `/api/v1` by default. */
  readonly basePath?: string;
  /** Stands in for the platform's fetch, e.g. in tests. */
  readonly fetch?: typeof globalThis.fetch;
  /** Headers added to each request, e.g. a bearer token for a server on another origin. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** What each call may be given besides its input. */
export interface CallOptions {
  /** Ends the request; the call then rejects with the platform's `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/** Rating of an answer, as it is sent. */
export interface FeedbackInput {
  readonly rating: 'up' | 'down';
  /** Reasons, at most 8. */
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
  ask(request: ChatRequestInput, options?: CallOptions): Promise<ChatResponse>;
  /** An answer as it is made; the last event is `done` or `error`. */
  askStream(request: ChatRequestInput, options?: CallOptions): AsyncGenerator<ChatEvent, void, undefined>;
  /** The reader's conversations, newest first. */
  sessions(page?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<ChatSessionPage>;
  /** Deletes a conversation for good. */
  deleteSession(sessionId: string, options?: CallOptions): Promise<void>;
  /** Rates an answer. */
  sendFeedback(messageId: string, feedback: FeedbackInput, options?: CallOptions): Promise<void>;
}

interface RequestParts extends CallOptions {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly accept?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** The query string with its `?`, undefined values left out; empty when nothing is left. */
function formatQuery(query: RequestParts['query'] = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value));
  return params.size > 0 ? `?${params}` : '';
}

/** Seconds of a Retry-After header in its delta form. @see RFC 9110 §10.2.3 */
function readRetryAfter(response: Response): number | undefined {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

async function toApiError(response: Response): Promise<ApiError> {
  // A proxy in between answers in HTML: then there is the status alone.
  const body: unknown = await response.json().catch(() => undefined);
  const problem = readProblem(body, response.status);
  const retryAfterSeconds = problem.retryAfterSeconds ?? readRetryAfter(response);
  const requestId = problem.requestId ?? response.headers.get('x-request-id') ?? '';
  return new ApiError({
    ...problem,
    status: response.status,
    requestId,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Makes a client. Holds no state: sessions are the caller's to keep. */
export function createClient(options: ClientOptions = {}): LecternClient {
  const root = `${(options.baseUrl ?? '').replace(/\/+$/, '')}${options.basePath ?? '/api/v1'}`;

  async function send(path: string, parts: RequestParts): Promise<Response> {
    const { method, query, body, signal } = parts;
    // Looked up at each call: `window.fetch` may be wrapped after this client was made, and must not be called unbound.
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    let response: Response;
    try {
      response = await fetch(`${root}${path}${formatQuery(query)}`, {
        method,
        headers: {
          accept: parts.accept ?? 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers?.(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      if (isAbort(cause)) throw cause;
      throw new NetworkError('the server could not be reached', { midway: false, cause });
    }
    if (!response.ok) throw await toApiError(response);
    return response;
  }

  async function json<T>(path: string, parts: RequestParts, isExpected: (value: unknown) => value is T): Promise<T> {
    const response = await send(path, parts);
    const body = await readJson(response);
    if (!isExpected(body)) throw new ProtocolError(`unexpected answer of ${parts.method} ${path}`);
    return body;
  }

  const id = encodeURIComponent;
  return {
    book: (call) => json('/book', { method: 'GET', ...call }, isBookResponse),
    search: (query, call) => json('/search', { method: 'GET', query, ...call }, isSearchResponse),
    ask: (request, call) => json('/chat', { method: 'POST', body: request, ...call }, isChatResponse),
    async *askStream(request, call) {
      const parts: RequestParts = { method: 'POST', accept: 'text/event-stream', body: request, ...call };
      const response = await send('/chat', parts);
      const type = response.headers.get('content-type') ?? '';
      if (!type.startsWith('text/event-stream') || response.body === null) {
        throw new ProtocolError(`expected an event stream, got ${type || 'no content type'}`);
      }
      yield* readChatStream(response.body);
    },
    sessions: (page, call) => json('/chat/sessions', { method: 'GET', query: page ?? {}, ...call }, isChatSessionPage),
    deleteSession: async (sessionId, call) => {
      await send(`/chat/sessions/${id(sessionId)}`, { method: 'DELETE', ...call });
    },
    sendFeedback: async (messageId, feedback, call) => {
      await send(`/chat/messages/${id(messageId)}/feedback`, { method: 'POST', body: feedback, ...call });
    },
  };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new ProtocolError('the answer is not JSON', cause);
  }
}
