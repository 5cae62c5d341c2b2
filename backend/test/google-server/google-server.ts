/** A local server that speaks Google Cloud Translation, v2 and v3 over REST: it translates, bends, fails and bills as Google does. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { createArrivals, listenLocally, readJsonBody } from '../local-server/local-server.ts';
import type { GoogleServerFault } from './google-faults.ts';
import { translateHtml } from './google-translation.ts';
import { createTestServiceAccount, type TestServiceAccount } from './service-account.ts';

/** What the server does with what it is asked; it may be exchanged while it runs. */
export interface GoogleScript {
  /** Default: {@link translateHtml}. */
  readonly translate?: (html: string, target: string) => string;
  /** A fault for every answer, or one for each by its number from 1. */
  readonly fault?: GoogleServerFault | ((request: number) => GoogleServerFault | undefined) | undefined;
}

/** One request, as the server saw it. */
export interface GoogleRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly texts: readonly string[];
  readonly target: string;
  /** Resource name of the glossary; undefined: none. */
  readonly glossary: string | undefined;
  /** Code points that are billed; 0 for one that was refused. */
  billed: number;
  /** Whether the client left before the answer. */
  left: boolean;
}

/** The running server. */
export interface GoogleServer {
  /** For GOOGLE_TRANSLATE_ENDPOINT. */
  readonly endpoint: string;
  readonly apiKey: string;
  readonly account: TestServiceAccount;
  /** All requests, oldest first. */
  readonly requests: readonly GoogleRequest[];
  /** Code points that were billed since the start. */
  billed(): number;
  /** Resolves when that many requests have come since the start. */
  arrived(count: number): Promise<void>;
  script(script: GoogleScript): void;
  close(): Promise<void>;
}

/** Key that v2 asks for. */
export const TEST_GOOGLE_KEY = 'test-google-key';
/** The one glossary that there is. */
export const TEST_GLOSSARY = 'robotics';
/** In every error: it must turn up nowhere else. */
export const GOOGLE_ERROR_TEXT = 'the-words-of-google';

const LIMITS = { v2: 128, v3: 1024 } as const;
const MOST_CODE_POINTS = 30_000;
const v2Body = z.object({
  q: z.array(z.string()),
  target: z.string().min(2),
  source: z.string(),
  format: z.literal('html'),
});
const v3Body = z.object({
  contents: z.array(z.string()),
  targetLanguageCode: z.string().min(2),
  sourceLanguageCode: z.string(),
  mimeType: z.literal('text/html'),
  glossaryConfig: z.object({ glossary: z.string() }).optional(),
});

interface Asked {
  readonly version: 'v2' | 'v3';
  readonly texts: readonly string[];
  readonly target: string;
  readonly glossary?: string | undefined;
}

/** Starts the server on the loopback address. */
export async function startGoogleServer(first: GoogleScript = {}): Promise<GoogleServer> {
  const account = createTestServiceAccount();
  const requests: GoogleRequest[] = [];
  const arrivals = createArrivals();
  let script = first;

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '', headers } = message;
    const asked = readAsked(url, await readJsonBody(message));
    const { texts = [], target = '', glossary } = asked ?? {};
    const request: GoogleRequest = { path: url, headers, texts, target, glossary, billed: 0, left: false };
    requests.push(request);
    response.once('close', () => {
      request.left = !response.writableFinished;
    });
    arrivals.add();
    const refusal = refusalOf(asked, headers, account);
    if (asked === undefined || refusal !== undefined) {
      refuse(response, refusal?.status ?? 400, refusal?.reason ?? 'invalid');
      return;
    }
    const { fault, translate = translateHtml } = script;
    const own = typeof fault === 'function' ? fault(requests.length) : fault;
    if (own !== undefined && (await failsAtOnce(own, response))) return;
    request.billed = countCodePoints(texts);
    const translations = texts.map((text) => ({ translatedText: translate(text, target) }));
    if (own?.kind === 'one_less') translations.pop();
    send(response, answerOf(asked, translations), own);
  };

  const server = await listenLocally((message, response) => {
    handle(message, response).catch(() => refuse(response, 500, 'internal'));
  });
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    apiKey: TEST_GOOGLE_KEY,
    account,
    requests,
    billed: () => requests.reduce((sum, { billed }) => sum + billed, 0),
    arrived: arrivals.arrived,
    script(next) {
      script = next;
    },
    close: server.close,
  };
}

const countCodePoints = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Array.from(text).length, 0);

/** What is asked, in either version; undefined when it is neither. */
function readAsked(path: string, body: unknown): Asked | undefined {
  if (path.startsWith('/language/translate/v2')) {
    const { data } = v2Body.safeParse(body);
    return data && { version: 'v2', texts: data.q, target: data.target };
  }
  if (!/^\/v3\/projects\/test-project\/locations\/[\w-]+:translateText/.test(path)) return undefined;
  const { data } = v3Body.safeParse(body);
  if (data === undefined) return undefined;
  const glossary = data.glossaryConfig?.glossary;
  return { version: 'v3', texts: data.contents, target: data.targetLanguageCode, glossary };
}

const isAllowed = ({ version }: Asked, headers: IncomingHttpHeaders, account: TestServiceAccount): boolean =>
  version === 'v2' ? headers['x-goog-api-key'] === TEST_GOOGLE_KEY : account.accepts(headers.authorization);

function refusalOf(
  asked: Asked | undefined,
  headers: IncomingHttpHeaders,
  account: TestServiceAccount,
): { status: number; reason: string } | undefined {
  if (asked === undefined) return { status: 400, reason: 'invalid' };
  const { version, texts, glossary } = asked;
  if (!isAllowed(asked, headers, account)) return { status: version === 'v2' ? 403 : 401, reason: 'forbidden' };
  if (texts.length > LIMITS[version]) return { status: 400, reason: 'too many texts' };
  if (countCodePoints(texts) > MOST_CODE_POINTS) return { status: 400, reason: 'text too long' };
  const isUnknown = glossary !== undefined && !glossary.endsWith(`/locations/us-central1/glossaries/${TEST_GLOSSARY}`);
  return isUnknown ? { status: 404, reason: 'no such glossary' } : undefined;
}

function answerOf({ version, glossary }: Asked, translations: { translatedText: string }[]): object {
  if (version === 'v2') return { data: { translations } };
  return glossary === undefined ? { translations } : { translations, glossaryTranslations: translations };
}

function refuse(response: ServerResponse, status: number, reason: string, headers: Record<string, string> = {}): void {
  if (response.headersSent) return;
  const error = { code: status, message: `${GOOGLE_ERROR_TEXT}: ${reason}`, errors: [{ reason, domain: 'global' }] };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }));
}

/** Faults that show in the place of an answer. */
async function failsAtOnce(fault: GoogleServerFault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'hold':
      await fault.until;
      return response.destroyed;
    case 'status':
      refuse(
        response,
        fault.status,
        fault.reason ?? 'failed',
        fault.retryAfter ? { 'retry-after': fault.retryAfter } : {},
      );
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${GOOGLE_ERROR_TEXT}</html>`);
      return true;
    case 'redirect':
      response.writeHead(302, { location: fault.location }).end();
      return true;
    default:
      return false;
  }
}

function send(response: ServerResponse, answer: object, fault: GoogleServerFault | undefined): void {
  const text = JSON.stringify(answer);
  const half = text.slice(0, Math.floor(text.length / 2));
  if (fault?.kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    // What was written must leave first: a cut in the middle is seen as such only after the beginning.
    response.write(half, () => response.socket?.destroy());
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(fault?.kind === 'malformed' ? half : text);
}
