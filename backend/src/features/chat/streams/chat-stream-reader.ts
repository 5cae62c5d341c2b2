/**
 * Follows a stream in a store: what is kept, then what comes. A reader takes from the store at its own pace, so that it
 * holds nothing in memory and slows nobody; one that is left too far behind is cut, and may resume.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HEARTBEAT_INTERVAL_MS } from '@lectern/contracts';
import { type StoredEvent, type StreamSlice, type StreamStore, sizeOfEvent } from '../../../providers/cache/index.ts';

/** An event with its place: the `<seq>` of its id. */
export interface SequencedEvent extends StoredEvent {
  /** From 1, without gaps. */
  readonly sequence: number;
}

/** How a stream is followed. */
export interface FollowOptions {
  readonly store: Pick<StreamStore, 'read' | 'watch'>;
  readonly messageId: string;
  /** Events that the reader has already. */
  readonly from: number;
  /** Called when the reader is too far behind: its connection is to be ended. */
  readonly onCut: () => void;
  /** The event that ends a stream whose writer is gone. */
  readonly lostEvent: () => StoredEvent;
  /** How often the store is looked at without being told to, milliseconds; default: at each heartbeat. */
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
}

/** A reader of a stream. */
export interface StreamFollower {
  /** Events as they come, and null whenever nothing came for a while. Ends with the stream. */
  readonly batches: AsyncGenerator<readonly SequencedEvent[] | null>;
  /** Ends the reading. */
  close(): void;
}

/** Bytes of events that a reader may leave unread while more are written. */
export const MAX_BEHIND_BYTES = 256 * 1024;
/** A reader that takes nothing for so long while there is something is cut, milliseconds. */
export const MAX_STALL_MS = 60_000;
/** Bytes that are read at once. */
const BATCH_BYTES = 32 * 1024;
/**
 * After its first words an answer is sent in pieces this far apart at least, milliseconds: each one costs a write and a
 * packet, and nobody sees words come faster.
 */
const PIECES_APART_MS = 20;
/** A store that is away, or has lost the stream, may be back within this time, milliseconds. */
const OUTAGE_MS = 10_000;

/** Follows a stream. */
export function followStream(options: FollowOptions): StreamFollower {
  const { store, messageId, onCut, lostEvent, heartbeatMs = HEARTBEAT_INTERVAL_MS } = options;
  const pollMs = Math.min(options.pollMs ?? heartbeatMs, heartbeatMs);
  let place = options.from;
  /** Bytes and events of the stream when the reading began: they do not count as left behind. */
  let begun: { readonly bytes: number; readonly length: number } | undefined;
  /** Bytes that were written and taken since. */
  let written = 0;
  let taken = 0;
  let changed = false;
  let closed = false;
  let wake = (): void => undefined;
  let lastTakenAt = Date.now();
  let readableAt = Date.now();
  let waiting = false;
  let gathering = false;
  let spoken = false;

  const cutWhenBehind = (): void => {
    const stalled = !waiting && Date.now() - lastTakenAt > MAX_STALL_MS;
    if (closed || gathering || (written - taken <= MAX_BEHIND_BYTES && !stalled)) return;
    close();
    onCut();
  };
  const unwatch = store.watch(messageId, (bytes) => {
    if (begun) written = Math.max(written, bytes - begun.bytes);
    changed = true;
    cutWhenBehind();
    wake();
  });
  const stallTimer = setInterval(cutWhenBehind, heartbeatMs).unref();

  function close(): void {
    if (closed) return;
    closed = true;
    unwatch();
    clearInterval(stallTimer);
    wake();
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      waiting = true;
      const timer = setTimeout(() => wake(), pollMs).unref();
      wake = () => {
        waiting = false;
        clearTimeout(timer);
        resolve();
      };
      if (changed || closed) wake();
    });

  const pieceIsDue = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, lastTakenAt + PIECES_APART_MS - Date.now()).unref();
      wake = () => {
        if (!closed) return;
        clearTimeout(timer);
        resolve();
      };
    });

  /** What is written within one turn of the event loop, or a moment, is sent at once, not word by word. */
  const gather = async (): Promise<void> => {
    if (!changed || closed) return;
    gathering = true;
    await (spoken && Date.now() - lastTakenAt < PIECES_APART_MS ? pieceIsDue() : nextTurn());
    gathering = false;
  };

  const take = (slice: StreamSlice): SequencedEvent[] => {
    begun ??= { bytes: slice.bytes, length: slice.length };
    written = Math.max(written, slice.bytes - begun.bytes);
    lastTakenAt = Date.now();
    const first = place;
    place += slice.events.length;
    spoken ||= slice.events.some(({ name }) => name === 'delta');
    return slice.events.map((event, at) => {
      if (begun && first + at >= begun.length) taken += sizeOfEvent(event);
      return { ...event, sequence: first + at + 1 };
    });
  };

  /** What is kept; undefined while the store is away, or has lost the stream. */
  const look = async (): Promise<StreamSlice | undefined> => {
    changed = false;
    const slice = await store.read(messageId, place, BATCH_BYTES).catch(() => undefined);
    if (slice === undefined || slice.state === 'expired') return undefined;
    readableAt = Date.now();
    return slice;
  };

  async function* read(): AsyncGenerator<readonly SequencedEvent[] | null> {
    let spokeAt = Date.now();
    while (!closed) {
      const slice = await look();
      if (slice !== undefined && slice.events.length > 0) yield take(slice);
      else if (slice?.state === 'ended') return;
      else if (slice?.state === 'lost' || Date.now() - readableAt > OUTAGE_MS) {
        yield [{ ...lostEvent(), sequence: place + 1 }];
        return;
      } else {
        await pause();
        await gather();
        if (closed || Date.now() - spokeAt < heartbeatMs) continue;
        yield null;
      }
      spokeAt = Date.now();
    }
  }

  const batches = (async function* () {
    try {
      yield* read();
    } finally {
      close();
    }
  })();
  return { batches, close };
}
