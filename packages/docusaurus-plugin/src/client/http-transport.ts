/** Sends requests to Lectern's HTTP interface and turns what comes back into values or the client's own errors. */
import { ApiError, isAbort, NetworkError, ProtocolError } from './client-errors.ts';
import { readProblem } from './response-guards.ts';

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
  /** Waited for before each request that changes something, e.g. until there is an identity to store it under. */
  readonly prepare?: () => Promise<void>;
  /** Milliseconds without a byte after which a connection counts as dropped; default {@link SILENCE_LIMIT_MS}. */
  readonly silenceLimitMs?: number;
}

/** What each call may be given besides its input. */
export interface CallOptions {
  /** Ends the request; the call then rejects with the platform's `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/** A request. */
export interface RequestParts extends CallOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** true: the request outlives the page, e.g. what is kept as a reader leaves; its body is at most 64 kB. */
  readonly keepalive?: boolean | undefined;
}

/** Milliseconds of silence that mean a dropped connection: the server says something every 15 seconds. */
export const SILENCE_LIMIT_MS = 40_000;

/** The way to the server. */
export interface HttpTransport {
  /** Milliseconds without a byte after which a connection counts as dropped. */
  readonly silenceLimitMs: number;
  /** Sends a request. @throws ApiError for a problem, NetworkError when nothing answers in time */
  readonly send: (path: string, parts: RequestParts) => Promise<Response>;
  /** Sends a request and checks the JSON of its answer. @throws ProtocolError when it is something else */
  readonly json: <T>(path: string, parts: RequestParts, isExpected: (value: unknown) => value is T) => Promise<T>;
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

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new ProtocolError('the answer is not JSON', cause);
  }
}

/** Makes the way to the server. */
export function createTransport(options: ClientOptions): HttpTransport {
  const root = `${(options.baseUrl ?? '').replace(/\/+$/, '')}${options.basePath ?? '/api/v1'}`;
  const silenceLimitMs = options.silenceLimitMs ?? SILENCE_LIMIT_MS;

  async function send(path: string, parts: RequestParts): Promise<Response> {
    const { method, query, body, signal, keepalive = false } = parts;
    if (method !== 'GET') await options.prepare?.();
    // Looked up at each call: `window.fetch` may be wrapped after this client was made, and must not be called unbound.
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    const ended = new AbortController();
    const end = () => ended.abort(signal?.reason);
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      ended.abort();
    }, silenceLimitMs);
    let response: Response;
    try {
      response = await fetch(`${root}${path}${formatQuery(query)}`, {
        method,
        headers: {
          accept: parts.accept ?? 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...parts.headers,
          ...options.headers?.(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        keepalive,
        signal: ended.signal,
      });
    } catch (cause) {
      if (isAbort(cause) && !silent) throw cause;
      throw new NetworkError('the server could not be reached', { midway: false, cause });
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw await toApiError(response);
    return response;
  }

  return {
    silenceLimitMs,
    send,
    async json(path, parts, isExpected) {
      const body = await readJson(await send(path, parts));
      if (!isExpected(body)) throw new ProtocolError(`unexpected answer of ${parts.method} ${path}`);
      return body;
    },
  };
}
