/** A local server that speaks OpenAI's API (and streams in Anthropic's and Google's): it answers, embeds, fails and bills as a provider does. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ZodError } from 'zod';
import { listenLocally, readJsonBody } from '../local-server/local-server.ts';
import { createAnthropicWriter, readAnthropicRequest } from './anthropic-protocol.ts';
import { createGoogleWriter, matchGoogleRoute, readGoogleRequest } from './google-protocol.ts';
import { answerChat, type ScriptedAnswer } from './openai-chat.ts';
import { createCompletionWriter } from './openai-chunks.ts';
import { embeddingsResponse } from './openai-embeddings.ts';
import { failsAtOnce, refuse } from './openai-fault-replies.ts';
import type { OpenAiFault } from './openai-faults.ts';
import { answerFromPassages } from './openai-passage-answer.ts';
import { createRequestLog, type OpenRecord, type ProviderBill, type RequestRecord } from './openai-record.ts';
import { type ChatRequest, embeddingsBodySchema, readChatRequest } from './openai-request.ts';
import { cached, countO200k, type TokenCounter } from './openai-tokens.ts';
import type { AnswerWriter } from './stream-writer.ts';

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
  /** With `/v1`, for LLM_BASE_URL; Anthropic's protocol is spoken there too. */
  readonly baseUrl: string;
  /** The same server in Google's protocol. */
  readonly googleBaseUrl: string;
  /** The last requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** All that was billed since the start, by model. */
  readonly bill: () => ReadonlyMap<string, ProviderBill>;
  /** Resolves when that many requests have come since the start. */
  arrived(count: number): Promise<void>;
  /** Says what is done from now on; what is left out goes back to its default. */
  script(script: OpenAiScript): void;
  /** Stops, and cuts what is still open. */
  readonly close: () => Promise<void>;
}

/** Key that the server asks for when none is given. */
export const TEST_API_KEY = 'sk-test';
const KNOWN_MODELS = ['gpt-4o-mini', 'gpt-4o', 'text-embedding-3-small', 'text-embedding-3-large'];
const KEEP_REQUESTS = 10_000;

/** Starts the server on the loopback address. */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const { apiKey = TEST_API_KEY, models, paceMs = 0 } = options;
  const count = cached(options.countTokens ?? countO200k);
  const log = createRequestLog(options.keepRequests ?? KEEP_REQUESTS);
  let script: OpenAiScript = options;
  const faultFor = (request: ChatRequest | undefined) =>
    typeof script.fault === 'function' ? script.fault(request) : script.fault;

  const chat: Answerer = async (request, writer, open, response) => {
    open.record.model = request.model;
    if (models !== undefined && !models.includes(request.model)) return refuse(open, response, 404);
    await answerChat({
      request,
      response,
      open,
      fault: faultFor(request),
      answer: (script.answer ?? answerFromPassages)(request),
      count,
      writer,
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
    const { method, path, headers, body } = open.record;
    if (apiKey !== null && keyOf(headers) !== apiKey) return refuse(open, response, 401);
    const prompt = method === 'POST' ? readPrompt(path, body, headers) : undefined;
    if (prompt !== undefined) return chat(prompt.request, prompt.writer, open, response);
    if (method === 'POST' && path === '/v1/embeddings') return embeddings(open, response);
    if (method !== 'GET') return refuse(open, response, 404);
    if (await failsAtOnce(faultFor(undefined), open, response)) return;
    const list = listModels(path, models ?? KNOWN_MODELS);
    return list === undefined ? refuse(open, response, 404) : sendJson(open, response, list);
  };

  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    void handle(message, response, log.open, route);
  };
  const server = await listenLocally(listener, options.port);
  return {
    baseUrl: `http://127.0.0.1:${server.port}/v1`,
    googleBaseUrl: `http://127.0.0.1:${server.port}/v1beta`,
    requests: log.records,
    bill: log.bill,
    arrived: log.arrived,
    script(next) {
      script = next;
    },
    close: server.close,
  };
}

type Answerer = (
  request: ChatRequest,
  writer: AnswerWriter,
  open: OpenRecord,
  response: ServerResponse,
) => Promise<void>;
type Route = (open: OpenRecord, response: ServerResponse) => Promise<void>;

/** A prompt in any of the protocols; undefined when the path is of none. @throws ZodError */
function readPrompt(
  path: string,
  body: unknown,
  headers: IncomingHttpHeaders,
): { request: ChatRequest; writer: AnswerWriter } | undefined {
  const google = matchGoogleRoute(path);
  if (google !== undefined) {
    return { request: readGoogleRequest(google, body, headers), writer: createGoogleWriter(google.model) };
  }
  if (path === '/v1/messages') {
    const request = readAnthropicRequest(body, headers);
    return { request, writer: createAnthropicWriter(request.model) };
  }
  if (path !== '/v1/chat/completions') return undefined;
  const request = readChatRequest(body, headers);
  return { request, writer: createCompletionWriter(request.model, request.includeUsage) };
}

/** The models, or one, in OpenAI's or Google's words. */
function listModels(path: string, models: readonly string[]): object | undefined {
  const list = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'local' }));
  if (/^\/v1\/models(\?|$)/.test(path)) return { object: 'list', data: list };
  if (/^\/v1beta\/models(\?|$)/.test(path)) return { models: models.map((id) => ({ name: `models/${id}` })) };
  return list.find(({ id }) => path === `/v1/models/${encodeURIComponent(id)}`);
}

/** The key, where each protocol puts it. */
function keyOf(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-api-key'] ?? headers['x-goog-api-key'];
  return typeof own === 'string' ? own : headers.authorization?.replace(/^Bearer /, '');
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  openRecord: (request: Pick<RequestRecord, 'method' | 'path' | 'headers' | 'body'>) => OpenRecord,
  route: Route,
): Promise<void> {
  const body = await readJsonBody(message);
  const { method = '', url = '', headers } = message;
  const open = openRecord({ method, path: url, headers, body });
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
