/** A local server that speaks OpenAI's API: what answers, embeds, fails and bills as a provider does. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ZodError } from 'zod';
import { answerChat, type ScriptedAnswer } from './openai-chat.ts';
import { embeddingsResponse } from './openai-embeddings.ts';
import { failsAtOnce, refuse } from './openai-fault-replies.ts';
import type { OpenAiFault } from './openai-faults.ts';
import { answerFromPassages } from './openai-passage-answer.ts';
import { createRequestLog, type OpenRecord, type ProviderBill, type RequestRecord } from './openai-record.ts';
import { type ChatRequest, embeddingsBodySchema, readChatRequest } from './openai-request.ts';
import { cached, countO200k, type TokenCounter } from './openai-tokens.ts';

/** What the server does with what it is asked; both may be exchanged while it runs. */
export interface OpenAiScript {
  /** Default: sentences copied from the prompt's passages. */
  readonly answer?: (request: ChatRequest) => ScriptedAnswer;
  /**
   * A fault for every answer, or one for each. Of embeddings only `status`, `reset`, `html`, `redirect` and a `hold` of
   * the headers are possible; their request is then undefined.
   */
  readonly fault?: OpenAiFault | ((request: ChatRequest | undefined) => OpenAiFault | undefined) | undefined;
}

/** How the server is started. */
export interface OpenAiServerOptions extends OpenAiScript {
  /** Key that callers must bear; default `sk-test`; null: none is asked for. */
  readonly apiKey?: string | null;
  /** Models that there are; default: any. */
  readonly models?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
  /** Pause between the pieces of an answer, for people who look on; default 0. */
  readonly paceMs?: number;
  /** Default: o200k_base. A cheaper one makes benchmarks lighter. */
  readonly countTokens?: TokenCounter;
  /** Requests whose records are kept; default 10,000. */
  readonly keepRequests?: number;
}

/** The running server. */
export interface OpenAiServer {
  /** With `/v1`, for LLM_BASE_URL. */
  readonly baseUrl: string;
  /** The last requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** All that was billed since the start, by model. */
  bill(): ReadonlyMap<string, ProviderBill>;
  /** Resolves when that many requests have come since the start. */
  arrived(count: number): Promise<void>;
  /** Says what is done from now on; what is left out goes back to its default. */
  script(script: OpenAiScript): void;
  /** Stops, and cuts what is still open. */
  close(): Promise<void>;
}

/** Key that the server asks for when none is given. */
export const TEST_API_KEY = 'sk-test';
const KNOWN_MODELS = ['gpt-4o-mini', 'gpt-4o', 'text-embedding-3-small', 'text-embedding-3-large'];
const KEEP_REQUESTS = 10_000;
const LARGEST_BODY_BYTES = 20_000_000;

/** Starts the server on the loopback address. */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const { apiKey = TEST_API_KEY, models, paceMs = 0 } = options;
  const count = cached(options.countTokens ?? countO200k);
  const log = createRequestLog(options.keepRequests ?? KEEP_REQUESTS);
  let script: OpenAiScript = options;
  const faultFor = (request: ChatRequest | undefined) =>
    typeof script.fault === 'function' ? script.fault(request) : script.fault;

  const chat = async (open: OpenRecord, response: ServerResponse): Promise<void> => {
    const request = readChatRequest(open.record.body, open.record.headers);
    open.record.model = request.model;
    if (models !== undefined && !models.includes(request.model)) return refuse(open, response, 404);
    await answerChat({
      request,
      response,
      open,
      fault: faultFor(request),
      answer: (script.answer ?? answerFromPassages)(request),
      count,
      pace: () => (paceMs > 0 ? delay(paceMs) : undefined),
    });
  };

  const embeddings = async (open: OpenRecord, response: ServerResponse): Promise<void> => {
    const body = embeddingsBodySchema.parse(open.record.body);
    open.record.model = body.model;
    if (models !== undefined && !models.includes(body.model)) return refuse(open, response, 404);
    if (await failsAtOnce(faultFor(undefined), open, response)) return;
    const answer = embeddingsResponse(body, count);
    open.record.billed = { inputTokens: answer.usage.prompt_tokens, cachedInputTokens: 0, outputTokens: 0 };
    open.record.reported = answer.usage;
    sendJson(open, response, answer);
  };

  const route = async (open: OpenRecord, response: ServerResponse): Promise<void> => {
    const { method, path, headers } = open.record;
    if (apiKey !== null && headers.authorization !== `Bearer ${apiKey}`) return refuse(open, response, 401);
    if (method === 'POST' && path === '/v1/chat/completions') return chat(open, response);
    if (method === 'POST' && path === '/v1/embeddings') return embeddings(open, response);
    if (method !== 'GET' || !/^\/v1\/models(\/|$)/.test(path)) return refuse(open, response, 404);
    const fault = faultFor(undefined);
    if (await failsAtOnce(fault, open, response)) return;
    const list = (models ?? KNOWN_MODELS).map((id) => ({ id, object: 'model', created: 0, owned_by: 'local' }));
    if (path === '/v1/models') return sendJson(open, response, { object: 'list', data: list });
    const found = list.find(({ id }) => path === `/v1/models/${encodeURIComponent(id)}`);
    return found === undefined ? refuse(open, response, 404) : sendJson(open, response, found);
  };

  const server = createServer((message, response) => {
    void handle(message, response, log.open, route);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests: log.records,
    bill: log.bill,
    arrived: log.arrived,
    script(next) {
      script = next;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Route = (open: OpenRecord, response: ServerResponse) => Promise<void>;

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  openRecord: (request: Pick<RequestRecord, 'method' | 'path' | 'headers' | 'body'>) => OpenRecord,
  route: Route,
): Promise<void> {
  const body = await readBody(message).catch(() => undefined);
  const { method = '', url = '', headers } = message;
  const open = openRecord({ method, path: url, headers, body: parseJson(body) });
  try {
    await route(open, response);
  } catch (error) {
    refuse(open, response, error instanceof ZodError ? 400 : 500);
  }
}

function sendJson(open: OpenRecord, response: ServerResponse, value: unknown): void {
  open.record.status = 200;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  open.finish('complete');
}

async function readBody(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of message) {
    const buffer = Buffer.from(part);
    bytes += buffer.length;
    if (bytes > LARGEST_BODY_BYTES) throw new Error('The body is too large.');
    parts.push(buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined || text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
