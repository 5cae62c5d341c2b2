/** Runs one answer into a store, to an end that is always told. */
import type { ChatEvent, Problem } from '@lectern/contracts';
import type { StreamStore } from '../../../providers/cache/index.ts';
import { answerTurns } from './chat-stream-turns.ts';

/** An answer to be run. */
export interface AnswerSource {
  readonly messageId: string;
  /** Identity that alone may read and stop it; null: whoever knows the id, which only its asker was told. */
  readonly ownerId: string | null;
  /** Runs the answer; it ends soon after the signal is aborted, with `done` as its last event. */
  run(signal: AbortSignal): AsyncGenerator<ChatEvent>;
  /** What readers are told when the answer breaks off; the cause is for the log. */
  problemOf(error: unknown): Problem;
  /**
   * Called once when the answer has ended.
   * @param deserted true when it was stopped because its last reader will not come back
   */
  onEnd?(deserted: boolean): Promise<void>;
}

/** Time that an answer gets to end after it was told to, milliseconds. */
const END_WITHIN_MS = 10_000;

/** Runs an answer. The last event that is kept is `done` or `error`. Never rejects. */
export async function runAnswer(
  store: Pick<StreamStore, 'write'>,
  source: AnswerSource,
  signal: AbortSignal,
): Promise<void> {
  const { messageId, ownerId } = source;
  let at = 0;
  let ended = false;
  let spoken = false;
  const keep = async ({ event, data }: ChatEvent): Promise<void> => {
    const isLast = event === 'done' || event === 'error';
    const events = [{ name: event, data: JSON.stringify(data) }];
    await store.write(messageId, { ownerId, at, events, ended: isLast });
    at += 1;
    ended = isLast;
    spoken ||= event === 'delta';
  };
  const events = source.run(signal);
  const overdue = rejectAfterAbort(signal);
  try {
    while (!ended) {
      // From the lookup to its first words an answer goes straight on, or all would wait for the last; after them it
      // lets those who still wait for theirs go first.
      if (spoken) await answerTurns.take();
      const next = await Promise.race([events.next(), overdue.promise]);
      if (next.done) throw new TypeError('an answer ended without done');
      await keep(next.value);
    }
  } catch (error) {
    await keep({ event: 'error', data: { problem: source.problemOf(error) } });
  } finally {
    overdue.clear();
    // Not awaited: an answer that is stuck must not hold its stream open.
    events.return(undefined).catch(() => undefined);
  }
}

/** Rejects some time after the signal was aborted. */
function rejectAfterAbort(signal: AbortSignal): { readonly promise: Promise<never>; clear(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  // Looked at only while the answer runs.
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => reject(new Error('an answer did not end when it was told to')), END_WITHIN_MS).unref();
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  return {
    promise,
    clear: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', start);
    },
  };
}
