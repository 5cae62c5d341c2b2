/**
 * The one door to Google: its client makes requests and reads answers, this sends them. So a request can be aborted, an
 * answer is bounded, a redirect carries no key away, and a Retry-After is seen, of which the client says nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import { readConnectionError } from '../provider-fault.ts';
import { faultOfGoogleResponse, GoogleFault } from './google-fault.ts';

/** One call of the client. */
interface GoogleCall {
  readonly signal: AbortSignal;
  /** Why there is no answer: the client wraps what it is thrown in errors of its own. */
  fault?: unknown;
}

/** Sends requests of the client. */
export interface GoogleDoor {
  readonly fetch: typeof globalThis.fetch;
  /**
   * Makes a call of the client whose requests go through the door.
   * @throws GoogleFault for all but an answer
   */
  call<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T>;
}

/** Most that one answer may hold: 30,000 code points of text, escaped. */
const LARGEST_RESPONSE_BYTES = 4 * 1024 * 1024;
/** Of an error's text, for the log at debug level. */
const LOGGED_CHARACTERS = 500;

/** Makes the door. */
export function createGoogleDoor(logger: Logger): GoogleDoor {
  const calls = new AsyncLocalStorage<GoogleCall>();
  return {
    fetch: async (input, init) => {
      const call = calls.getStore();
      const signals = [init?.signal, call?.signal].filter((signal) => signal instanceof AbortSignal);
      try {
        return await send(input, { ...init, signal: AbortSignal.any(signals) }, logger);
      } catch (error) {
        if (call !== undefined) call.fault = error;
        throw error;
      }
    },
    async call(signal, ask) {
      const call: GoogleCall = { signal };
      try {
        return await calls.run(call, ask);
      } catch (error) {
        if (signal.aborted) throw new GoogleFault('aborted', 'the call was ended', { billable: true });
        throw call.fault instanceof GoogleFault ? call.fault : faultOfClient(error);
      }
    },
  };
}

async function send(input: string | URL | Request, init: RequestInit, logger: Logger): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
    throw init.signal?.aborted ? error : faultOfConnection(error);
  });
  const body = await readBounded(response).catch((error: unknown) => {
    throw error instanceof GoogleFault || init.signal?.aborted
      ? error
      : new GoogleFault('broken', 'the answer broke off', { billable: response.ok });
  });
  if (!response.ok) {
    if (logger.isLevelEnabled('debug')) {
      logger.debug({ status: response.status, providerText: body.slice(0, LOGGED_CHARACTERS) }, 'provider refused');
    }
    throw faultOfGoogleResponse(response.status, body, response.headers.get('retry-after'));
  }
  if (!isJson(body)) throw new GoogleFault('broken', 'no JSON', { billable: true });
  return new Response(body, { status: response.status, headers: { 'content-type': 'application/json' } });
}

async function readBounded(response: Response): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.byteLength;
    if (bytes > LARGEST_RESPONSE_BYTES) throw new GoogleFault('broken', 'the answer is too large', { billable: true });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function faultOfConnection(error: unknown): GoogleFault {
  const { code, mayHaveArrived } = readConnectionError(error);
  return new GoogleFault('unavailable', code, { billable: mayHaveArrived });
}

/** What the client throws of its own: an answer of another shape, or a key file that it cannot use. */
function faultOfClient(error: unknown): GoogleFault {
  const detail = error instanceof Error ? error.name : 'an error of the client';
  return new GoogleFault('broken', detail, { billable: true });
}
