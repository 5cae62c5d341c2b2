/** Streams in the memory of this process. */
import {
  ATTENDANCE_MS,
  MAX_STREAM_BYTES,
  type StoredEvent,
  type StreamSlice,
  type StreamStore,
  StreamTooLongError,
  type StreamWrite,
  type StreamWritten,
  sizeOfEvent,
} from './stream-store.port.ts';

/** Limits of the store. */
export interface MemoryStreamStoreOptions {
  /** How long a stream is kept after its end, milliseconds. */
  readonly keptMs: number;
  /** Limit of one stream, bytes; default {@link MAX_STREAM_BYTES}. */
  readonly maxStreamBytes?: number;
  /** Limit of all streams that have ended, bytes; the one that ended first is dropped first. Default 32 MB. */
  readonly maxEndedBytes?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

interface Stream {
  readonly ownerId: string | null;
  readonly events: StoredEvent[];
  bytes: number;
  /** undefined while it runs. */
  endedAt?: number;
  stopAsked: boolean;
  attendedAt: number;
}

/** Text takes up to twice as much in memory as it is counted for. */
const DEFAULT_ENDED_BYTES = 32 * 1024 * 1024;
/** Streams that are not kept any more are told from those that never were, as long as this many. */
const MOST_EXPIRED = 10_000;

/** Makes the store. */
export function createMemoryStreamStore(options: MemoryStreamStoreOptions): StreamStore {
  const { keptMs, maxStreamBytes = MAX_STREAM_BYTES, maxEndedBytes = DEFAULT_ENDED_BYTES, now = Date.now } = options;
  const running = new Map<string, Stream>();
  /** In the order of their end. */
  const ended = new Map<string, Stream>();
  const expired = new Map<string, string | null>();
  const watchers = new Map<string, Set<(bytes: number) => void>>();
  const stopListeners = new Set<(id: string) => void>();
  let endedBytes = 0;

  const expire = (id: string, stream: Stream): void => {
    ended.delete(id);
    endedBytes -= stream.bytes;
    expired.set(id, stream.ownerId);
    const [first] = expired.keys();
    if (expired.size > MOST_EXPIRED && first !== undefined) expired.delete(first);
  };

  const sweep = (): void => {
    const time = now();
    for (const [id, stream] of ended) {
      if (endedBytes <= maxEndedBytes && (stream.endedAt ?? time) + keptMs > time) return;
      expire(id, stream);
    }
  };

  const find = (id: string): Stream | undefined => {
    sweep();
    return running.get(id) ?? ended.get(id);
  };

  const begin = (id: string, ownerId: string | null): Stream => {
    const stream: Stream = { ownerId, events: [], bytes: 0, stopAsked: false, attendedAt: Number.NEGATIVE_INFINITY };
    running.set(id, stream);
    return stream;
  };

  const finish = (id: string, stream: Stream): void => {
    running.delete(id);
    stream.endedAt = now();
    ended.set(id, stream);
    endedBytes += stream.bytes;
    sweep();
  };

  const add = (id: string, { ownerId, at, events, ended: isLast }: StreamWrite): StreamWritten => {
    const stream = find(id) ?? begin(id, ownerId);
    const fresh = at > stream.events.length ? [] : events.slice(stream.events.length - at);
    if (stream.endedAt !== undefined || at > stream.events.length) {
      return { held: stream.events.length, stopAsked: stream.stopAsked };
    }
    const added = fresh.reduce((sum, event) => sum + sizeOfEvent(event), 0);
    // The end has to be told, whatever its size.
    if (!isLast && stream.bytes + added > maxStreamBytes) throw new StreamTooLongError(`the stream ${id} is too long`);
    stream.events.push(...fresh);
    stream.bytes += added;
    if (isLast) finish(id, stream);
    if (isLast || fresh.length > 0) for (const onChange of watchers.get(id) ?? []) onChange(stream.bytes);
    return { held: stream.events.length, stopAsked: stream.stopAsked };
  };

  const look = (id: string, from: number, maxBytes: number): StreamSlice | undefined => {
    const stream = find(id);
    if (stream) {
      const { ownerId, events, bytes, endedAt } = stream;
      const state = endedAt === undefined ? 'running' : 'ended';
      return { ownerId, state, events: sliceOf(events, from, maxBytes), length: events.length, bytes };
    }
    const ownerId = expired.get(id);
    return ownerId === undefined ? undefined : { ownerId, state: 'expired', events: [], length: 0, bytes: 0 };
  };

  return {
    write: async (id, write) => add(id, write),
    read: async (id, from, maxBytes) => look(id, from, maxBytes),
    watch(id, onChange) {
      const own = watchers.get(id) ?? new Set();
      watchers.set(id, own.add(onChange));
      return () => {
        own.delete(onChange);
        if (own.size === 0 && watchers.get(id) === own) watchers.delete(id);
      };
    },
    async attend(id) {
      const stream = running.get(id);
      if (stream) stream.attendedAt = now();
    },
    attended: async (id) => now() - (running.get(id)?.attendedAt ?? Number.NEGATIVE_INFINITY) < ATTENDANCE_MS,
    async askToStop(id) {
      const stream = running.get(id);
      if (!stream) return;
      stream.stopAsked = true;
      for (const listener of stopListeners) listener(id);
    },
    onStop(listener) {
      stopListeners.add(listener);
      return () => stopListeners.delete(listener);
    },
    async close() {
      watchers.clear();
      stopListeners.clear();
    },
  };
}

/** Events from a place on that fit into so many bytes; one at least. */
function sliceOf(events: readonly StoredEvent[], from: number, maxBytes: number): StoredEvent[] {
  const slice: StoredEvent[] = [];
  let bytes = 0;
  for (let at = from; at < events.length; at += 1) {
    const event = events[at];
    if (event === undefined) break;
    bytes += sizeOfEvent(event);
    if (bytes > maxBytes && slice.length > 0) break;
    slice.push(event);
  }
  return slice;
}
