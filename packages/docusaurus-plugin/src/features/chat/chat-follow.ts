/** Follows an answer to its end over connections that may drop. No React, no DOM. */
import type { ChatRequestInput } from '@lectern/contracts';
import type { LecternClient, StreamedChatEvent } from '../../client/api-client.ts';
import { ApiError, isAbort, NetworkError, ProtocolError } from '../../client/client-errors.ts';

/** Where following begins. */
export interface AnswerStart {
  /** What was, or is to be, asked; undefined when only the stream is known. */
  readonly sent?: { readonly request: ChatRequestInput; readonly idempotencyKey: string } | undefined;
  /** The answer's id, once known. */
  readonly messageId?: string | undefined;
  /** The last event that came; undefined: none yet. */
  readonly lastEventId?: string | undefined;
}

/** What following needs. */
export interface FollowOptions {
  readonly client: Pick<LecternClient, 'askStream' | 'resumeStream'>;
  readonly signal: AbortSignal;
  /** Waits before the next try. @throws the platform's `AbortError` */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told when the connection has dropped and is taken up again. */
  readonly onLost: () => void;
}

/** Tries without a new event before giving up: with the waits between them about half a minute. */
const MAX_TRIES = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** true for what may be better in a moment: the connection, or a server (or its proxy) that is being restarted. */
function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.status === 429 || error.status === 408;
  return error instanceof NetworkError || error instanceof ProtocolError;
}

/**
 * The events of an answer up to `done` or `error`. Once the question has reached the server, a dropped connection is
 * taken up again after the last event that came; before the first event the question is sent again under its key, which
 * gives the same answer.
 *
 * @throws ApiError, NetworkError, ProtocolError when the question didn't reach the server, or when it can't be taken up.
 */
export async function* followAnswer(
  start: AnswerStart,
  { client, signal, pause, onLost }: FollowOptions,
): AsyncGenerator<StreamedChatEvent, void, undefined> {
  let { messageId, lastEventId } = start;
  let tries = 0;
  let reached = messageId !== undefined;
  while (true) {
    try {
      const events = open();
      for await (const event of events) {
        tries = 0;
        reached = true;
        lastEventId = event.id;
        if (event.event === 'meta') messageId = event.data.messageId;
        yield event;
        if (event.event === 'done' || event.event === 'error') return;
      }
    } catch (error) {
      // A question that never reached the server is the reader's to send again: they are told at once.
      const passes = isPassing(error) && (reached || (error instanceof NetworkError && error.midway));
      if (signal.aborted || isAbort(error) || !passes || ++tries > MAX_TRIES) throw error;
    }
    onLost();
    await pause(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS), signal);
  }

  function open() {
    if (messageId !== undefined) return client.resumeStream(messageId, lastEventId ?? '', { signal });
    const { sent } = start;
    if (!sent) throw new NetworkError('nothing is known of the answer', { midway: false });
    return client.askStream(sent.request, { signal, idempotencyKey: sent.idempotencyKey });
  }
}

/** Waits, but no longer than until the network is back. */
export function pauseUntilOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', onOnline);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onOnline = end(resolve);
    const onAbort = end(() => reject(new DOMException('the wait was ended', 'AbortError')));
    const timer = setTimeout(end(resolve), ms);
    globalThis.addEventListener?.('online', onOnline);
    signal.addEventListener('abort', onAbort);
  });
}
