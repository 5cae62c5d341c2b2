/** Neon's API v2 over HTTP: checks what comes, and tries again what is safe to try again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { type changeSchema, type Operation, operationAnswerSchema } from './neon-answers.ts';
import { NeonError } from './neon-error.ts';

/** Where Neon's API is. */
export const NEON_API = 'https://console.neon.tech/api/v2';

const REQUEST_TIMEOUT_MS = 30_000;
/** A branch of some size takes a minute or two; a lock is held as long. */
const MAX_TRIES = 60;
const PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 60_000;
/** Longest answer that is read, bytes: a page of branches is far smaller. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** How to reach the API. */
export interface NeonClientOptions {
  readonly apiKey: string;
  /** Default: {@link NEON_API}. */
  readonly baseUrl?: string;
  /** Waits; tests don't. */
  readonly pause?: (ms: number) => Promise<void>;
  /** Told why it waits. */
  readonly onWait?: (reason: string) => void;
}

/** A request. */
export interface NeonRequest<Answer> {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Path below the API's base. */
  readonly path: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  /** What it is for, for messages: `list the branches`. */
  readonly purpose: string;
}

/** The API. */
export class NeonClient {
  readonly #options: NeonClientOptions;

  constructor(options: NeonClientOptions) {
    this.#options = options;
  }

  /**
   * Sends a request until it is answered. A lock (423) or too many requests (429) mean that nothing was done, so these
   * are sent again; a server's fault only where asking twice changes nothing.
   *
   * @throws NeonError
   */
  async send<Answer>(request: NeonRequest<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(request);
      if (response?.ok) return readAnswer(request, response);
      const status = response?.status ?? 0;
      const safe = status === 423 || status === 429 || (request.method === 'GET' && (status === 0 || status >= 500));
      if (!safe || attempt === MAX_TRIES) throw await explain(request, response);
      await response?.body?.cancel();
      this.#options.onWait?.(WAITS[status] ?? 'Neon does not answer');
      await this.#pause(pauseMs(response, attempt));
    }
  }

  /** Sends a request that changes something, and waits until that is done. */
  async change<Answer extends z.infer<typeof changeSchema>>(
    projectId: string,
    request: NeonRequest<Answer>,
  ): Promise<Answer> {
    const answer = await this.send(request);
    for (const operation of answer.operations) await this.#finish(projectId, operation, request.purpose);
    return answer;
  }

  async #finish(projectId: string, first: Operation, purpose: string): Promise<void> {
    let operation = first;
    for (let attempt = 1; !isFinished(operation, purpose); attempt++) {
      if (attempt === MAX_TRIES) {
        throw new NeonError(
          `Neon has not managed to ${purpose} (${operation.action}) in time. Run the script again later.`,
        );
      }
      this.#options.onWait?.(`Neon works on ${operation.action}`);
      await this.#pause(PAUSE_MS);
      const path = `/projects/${projectId}/operations/${encodeURIComponent(operation.id)}`;
      const answer = await this.send({ method: 'GET', path, answer: operationAnswerSchema, purpose });
      operation = answer.operation;
    }
  }

  async #fetch({ method, path, body }: NeonRequest<unknown>): Promise<Response | undefined> {
    const { apiKey, baseUrl = NEON_API } = this.#options;
    try {
      return await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // The key goes to Neon and nowhere else.
        redirect: 'error',
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
    } catch {
      return undefined;
    }
  }

  async #pause(ms: number): Promise<void> {
    await (this.#options.pause ?? delay)(ms);
  }
}

const WAITS: Readonly<Record<number, string>> = {
  423: 'another operation is in progress',
  429: 'too many requests',
};

/** RFC 9110 §10.2.3: Retry-After in seconds; without it a pause that grows. */
function pauseMs(response: Response | undefined, attempt: number): number {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  const ms = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : PAUSE_MS * Math.min(attempt, 5);
  return Math.min(ms, MAX_PAUSE_MS);
}

function isFinished({ status, action }: Operation, purpose: string): boolean {
  if (status === 'failed' || status === 'error' || status === 'cancelled') {
    throw new NeonError(
      `Neon could not ${purpose}: its operation ${action} ended as ${status}. Look into Neon's console.`,
    );
  }
  return status === 'finished' || status === 'skipped';
}

async function readAnswer<Answer>({ answer, purpose }: NeonRequest<Answer>, response: Response): Promise<Answer> {
  const parsed = answer.safeParse(await readJson(response));
  if (parsed.success) return parsed.data;
  throw new NeonError(`Neon answered in a form that this script doesn't know (to ${purpose}). It may need an update.`);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) return undefined;
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

async function explain({ purpose, path }: NeonRequest<unknown>, response: Response | undefined): Promise<NeonError> {
  const project = /^\/projects\/([^/?]+)/.exec(path)?.[1] ?? '';
  if (!response) {
    return new NeonError(`Neon can't be reached (to ${purpose}). Check the network, and run the script again.`);
  }
  const detail = describeRefusal(await readJson(response));
  switch (response.status) {
    case 401:
      return new NeonError(
        'Neon refuses the key. Set NEON_API_KEY to one that was made in its console and not revoked.',
      );
    case 403:
      return new NeonError(`The key may not ${purpose}${detail}. Use a key of this project.`);
    case 404:
      return new NeonError(`Neon knows no project ${project}, or the key may not see it. Correct --project.`);
    case 423:
      return new NeonError(`The project ${project} is still busy (to ${purpose}). Run the script again later.`);
    case 429:
      return new NeonError('Neon still refuses so many requests. Run the script again later.');
    default:
      return new NeonError(
        `Neon answered ${response.status} (to ${purpose})${detail}. ${response.status >= 500 ? 'Run the script again: it goes on where it stopped.' : ''}`.trim(),
      );
  }
}

/** Neon's own words, short and without anything that looks like an address. */
function describeRefusal(body: unknown): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  if (typeof message !== 'string' || /:\/\//.test(message)) return '';
  const line = message.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 200);
  return `: ${line.replace(/[.\s]+$/, '')}`;
}
