/**
 * Answers run on their own, and readers come and go: closing a connection ends no answer. One that nobody reads for a
 * while ends by itself. What was written is kept for a while: here, and, when there is one, in a store that other
 * processes read.
 */
import { ABANDON_AFTER_MS, type Problem } from '@lectern/contracts';
import { NotFoundError, ServiceUnavailableError } from '../../../config/app-error.ts';
import type { StreamSlice, StreamStore } from '../../../providers/cache/index.ts';
import { AnswerEnded } from '../chat.service.ts';
import { mirrorStream } from './chat-stream-mirror.ts';
import { followStream, type StreamFollower } from './chat-stream-reader.ts';
import { type AnswerSource, runAnswer } from './chat-stream-run.ts';

/** What the hub needs. */
export interface StreamHubOptions {
  /** This process' own store. */
  readonly own: StreamStore;
  /** Store that processes share. */
  readonly shared?: StreamStore | undefined;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal | undefined;
  /** How long an answer goes on without a reader, milliseconds; default {@link ABANDON_AFTER_MS}. */
  readonly abandonAfterMs?: number;
}

/** Which stream is wanted, and by whom. */
export interface StreamAccess {
  readonly messageId: string;
  /** Identity of who reads; null for a reader without one. */
  readonly readerId: string | null;
}

/** How a stream is opened. */
export interface OpenOptions extends StreamAccess {
  /** Events that the reader has already; default 0. */
  readonly from?: number;
  /** Called when the reader is too far behind: its connection is to be ended. */
  readonly onCut?: () => void;
  /** What the reader is told when the process that wrote the answer is gone. */
  readonly problemOf: (error: unknown) => Problem;
}

/** A reader of an answer. */
export interface AnswerReader extends Pick<StreamFollower, 'batches'> {
  /** Ends the reading; the answer goes on for a while. */
  close(): void;
  /** Says that nobody waits for what is read, nor comes back: when nobody else reads the answer, it stops now. */
  desert(): void;
}

/** Runs answers and lets readers in. */
export type StreamHub = ReturnType<typeof createStreamHub>;

interface Running {
  readonly controller: AbortController;
  readonly ownerId: string | null;
  /** Settles when it is written to its end. */
  ended: Promise<void>;
  readers: number;
  /** Its last reader left and will not come back. */
  deserted: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** How often a store that other processes write to is looked at without being told to, milliseconds. */
const SHARED_POLL_MS = 1_000;
/** How often a reader of another process' answer says that it is there, milliseconds. */
const ATTEND_MS = 10_000;
const RETRY_SECONDS = 2;

/** Makes the hub. */
export function createStreamHub({ own, shared, cut, abandonAfterMs = ABANDON_AFTER_MS }: StreamHubOptions) {
  const running = new Map<string, Running>();
  /** Answers and their copies, until both are done. */
  const unfinished = new Set<Promise<void>>();
  const closing = new AbortController();

  const stopHere = (id: string): void => running.get(id)?.controller.abort(new AnswerEnded('stopped'));
  shared?.onStop(stopHere);
  const cutAll = (): void => {
    for (const { controller } of running.values()) controller.abort();
  };
  cut?.addEventListener('abort', cutAll, { once: true });

  const follow = (work: Promise<void>): void => {
    const followed = work.finally(() => unfinished.delete(followed));
    unfinished.add(followed);
  };

  /** Ends an answer that nobody reads for a while. Readers at other processes count, too. */
  const awaitReader = (id: string, answer: Running): void => {
    clearTimeout(answer.timer);
    const look = async (): Promise<void> => {
      const attended = shared ? await shared.attended(id).catch(() => false) : false;
      if (answer.readers > 0) return;
      if (attended) awaitReader(id, answer);
      else answer.controller.abort(new AnswerEnded('abandoned'));
    };
    answer.timer = setTimeout(() => void look(), abandonAfterMs).unref();
  };

  /** Runs an answer until its end, read or not. */
  const start = (source: AnswerSource): void => {
    const { messageId, ownerId } = source;
    const answer: Running = {
      controller: new AbortController(),
      ownerId,
      ended: Promise.resolve(),
      readers: 0,
      deserted: false,
      timer: undefined,
    };
    running.set(messageId, answer);
    const begun = own.write(messageId, { ownerId, at: 0, events: [], ended: false });
    const run = async (): Promise<void> => {
      await begun;
      await runAnswer(own, source, answer.controller.signal);
      clearTimeout(answer.timer);
      running.delete(messageId);
      await source.onEnd?.(answer.deserted);
    };
    answer.ended = run();
    follow(answer.ended);
    if (cut?.aborted) answer.controller.abort();
    const onStop = () => stopHere(messageId);
    if (shared) follow(mirrorStream({ own, shared, messageId, onStop, closing: closing.signal }));
    awaitReader(messageId, answer);
  };

  /** @throws STREAM_NOT_FOUND, and OVERLOADED while the shared store is away */
  const find = async ({ messageId, readerId }: StreamAccess): Promise<{ store: StreamStore; slice: StreamSlice }> => {
    const mine = await own.read(messageId, 0, 0);
    let found = mine && { store: own, slice: mine };
    if (shared && (mine === undefined || mine.state === 'expired')) {
      const theirs = await shared.read(messageId, 0, 0).catch((cause: unknown) => {
        if (mine) return undefined;
        throw new ServiceUnavailableError('OVERLOADED', { retryAfterSeconds: RETRY_SECONDS, cause });
      });
      if (theirs) found = { store: shared, slice: theirs };
    }
    const readable = found && (found.slice.ownerId === null || found.slice.ownerId === readerId);
    // Somebody else's stream does not exist.
    if (!found || !readable) throw new NotFoundError('STREAM_NOT_FOUND');
    return found;
  };

  /**
   * Reads an answer, here or from another process: what is kept of it, and what comes.
   * @throws STREAM_NOT_FOUND, STREAM_EXPIRED, and OVERLOADED while the shared store is away
   */
  const open = async (options: OpenOptions): Promise<AnswerReader> => {
    const { messageId, from = 0, onCut = () => undefined, problemOf } = options;
    const { store, slice } = await find(options);
    if (slice.state === 'expired') throw new NotFoundError('STREAM_EXPIRED');
    const isOwn = store === own;
    const answer = isOwn ? running.get(messageId) : undefined;
    if (answer) {
      answer.readers += 1;
      clearTimeout(answer.timer);
    }
    const attend = () => void store.attend(messageId).catch(() => undefined);
    const attending = isOwn ? undefined : setInterval(attend, ATTEND_MS).unref();
    if (!isOwn) attend();
    let closed = false;
    const leave = (deserted = false): void => {
      if (closed) return;
      closed = true;
      clearInterval(attending);
      if (!answer) return;
      answer.readers -= 1;
      if (answer.readers > 0 || !running.has(messageId)) return;
      answer.deserted = deserted;
      if (deserted) stopHere(messageId);
      else awaitReader(messageId, answer);
    };
    const lostEvent = () => {
      const lost = new ServiceUnavailableError('STREAM_CUT');
      return { name: 'error', data: JSON.stringify({ problem: problemOf(lost) }) };
    };
    const pollMs = isOwn ? {} : { pollMs: SHARED_POLL_MS };
    const follower = followStream({ store, messageId, from, onCut, lostEvent, ...pollMs });
    const batches = (async function* () {
      try {
        yield* follower.batches;
      } finally {
        leave();
      }
    })();
    return {
      batches,
      close() {
        leave();
        follower.close();
      },
      desert: () => leave(true),
    };
  };

  /**
   * Stops an answer, wherever it runs; one that has ended already is left as it is.
   * @throws STREAM_NOT_FOUND, and OVERLOADED while the shared store is away
   */
  const stop = async (access: StreamAccess): Promise<void> => {
    const { store, slice } = await find(access);
    if (slice.state !== 'running') return;
    if (store === own) return stopHere(access.messageId);
    await store.askToStop(access.messageId).catch((cause: unknown) => {
      throw new ServiceUnavailableError('OVERLOADED', { retryAfterSeconds: RETRY_SECONDS, cause });
    });
  };

  /** Stops all answers that run here for an owner, and waits until they are written. */
  const stopOwned = async (ownerId: string): Promise<void> => {
    const owned = [...running].filter(([, answer]) => answer.ownerId === ownerId);
    for (const [id] of owned) stopHere(id);
    await Promise.allSettled(owned.map(([, { ended }]) => ended));
  };

  return {
    start,
    open,
    stop,
    stopOwned,
    /** Number of answers that run here. */
    get running(): number {
      return running.size;
    },
    /** Waits until no answer runs and all are copied, as far as the shared store can be reached. */
    async drain(): Promise<void> {
      closing.abort();
      while (unfinished.size > 0) await Promise.all(unfinished);
    },
  };
}
