/** The one door to providers: goes to the address of the settings and nowhere else, and lets in only what is an answer. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import { readConnectionError, readRetryAfter } from '../provider-fault.ts';
import { kindOfStatus, LlmFault } from './llm-fault.ts';

/**
 * Told of the head of a response, for the call in whose course it comes: some of the SDK's models wait for the first event
 * too before they give anything back.
 */
export const onResponse = new AsyncLocalStorage<() => void>();

/** A fetch as the SDK takes it. */
export type ProviderFetch = typeof globalThis.fetch;

/** Most that one response may hold: an answer of 8,000 tokens in single events takes about 3 MB. */
const LARGEST_RESPONSE_BYTES = 8 * 1024 * 1024;
/** Of an error's text, for the log at debug level. */
const LOGGED_CHARACTERS = 500;

/**
 * Makes the fetch of a provider.
 * @throws LlmFault from the fetch, for all but a successful response
 */
export function createProviderFetch(logger: Logger): ProviderFetch {
  return async (input, init) => {
    // A redirect would carry the prompt and the key to an address that nobody has set.
    const response = await fetch(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
      throw init?.signal?.aborted ? error : faultOfConnection(error);
    });
    onResponse.getStore()?.();
    if (!response.ok) throw await faultOfResponse(response, logger);
    if (response.headers.get('content-type')?.includes('text/html')) {
      await response.body?.cancel();
      throw new LlmFault('broken', 'a page instead of an answer', { billable: false });
    }
    return bounded(response);
  };
}

function faultOfConnection(error: unknown): LlmFault {
  const { code, mayHaveArrived } = readConnectionError(error);
  return new LlmFault('unavailable', code, { billable: mayHaveArrived });
}

async function faultOfResponse(response: Response, logger: Logger): Promise<LlmFault> {
  const { status, headers } = response;
  if (logger.isLevelEnabled('debug')) {
    const text = await bounded(response)
      .text()
      .catch(() => '');
    logger.debug({ status, providerText: text.slice(0, LOGGED_CHARACTERS) }, 'provider refused');
  } else await response.body?.cancel();
  return new LlmFault(kindOfStatus(status), `HTTP ${status}`, {
    billable: false,
    retryAfterMs: readRetryAfter(headers.get('retry-after')),
  });
}

/** The response, which breaks off when it is too long. */
function bounded(response: Response): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= LARGEST_RESPONSE_BYTES) controller.enqueue(chunk);
      else controller.error(new LlmFault('broken', 'the answer is too large', { billable: true }));
    },
  });
  return new Response(response.body.pipeThrough(counter), { status: response.status, headers: response.headers });
}
