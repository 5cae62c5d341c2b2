/** Where the events of answers are kept, so that a reader whose connection broke goes on where it was. */

/** One event as it is kept. */
export interface StoredEvent {
  readonly name: string;
  /** JSON. */
  readonly data: string;
}

/** What a process that writes an answer adds to it. */
export interface StreamWrite {
  /** Identity that may read the stream; null: whoever knows its id. */
  readonly ownerId: string | null;
  /** Place of the first of `events`; places count from 0. What is kept from there on already is not written twice. */
  readonly at: number;
  readonly events: readonly StoredEvent[];
  /** Whether these are the last ones. */
  readonly ended: boolean;
}

/** What a write came to. */
export interface StreamWritten {
  /**
   * Events that are kept now. Less than `at` when the store has lost some, and nothing was written then: the writer
   * goes on from here.
   */
  readonly held: number;
  /** Whether somebody asked to stop the answer. */
  readonly stopAsked: boolean;
}

/** What is kept of a stream. */
export interface StreamSlice {
  readonly ownerId: string | null;
  /**
   * `running`: more may come. `ended`: the last event is kept. `lost`: more should have come, but the process that
   * wrote it is gone. `expired`: the events are not kept any more.
   */
  readonly state: 'running' | 'ended' | 'lost' | 'expired';
  /** Events from the place that was asked for, as many as fit. */
  readonly events: readonly StoredEvent[];
  /** Events of the stream in all. */
  readonly length: number;
  /** Size of all events of the stream, bytes; see {@link sizeOfEvent}. */
  readonly bytes: number;
}

/** Keeps streams for some time. Every call but `watch`, `onStop` and `close` may reject while the store is away. */
export interface StreamStore {
  /** Adds events. @throws StreamTooLongError when the stream would grow above its limit */
  write(id: string, write: StreamWrite): Promise<StreamWritten>;
  /**
   * Reads from a place on; at most about `maxBytes` of events, and one event at least when there is one.
   * @returns undefined when the stream is not known
   */
  read(id: string, from: number, maxBytes: number): Promise<StreamSlice | undefined>;
  /**
   * Tells when a stream has grown or ended, with the size of all its events in bytes. A call may be lost while the
   * store is away: who waits looks by itself now and then. @returns ends it
   */
  watch(id: string, onChange: (bytes: number) => void): () => void;
  /** Tells the process that writes the stream that somebody reads it, for half a minute. */
  attend(id: string): Promise<void>;
  /** Whether somebody has attended in the last half minute. */
  attended(id: string): Promise<boolean>;
  /** Asks the process that writes the stream to stop. */
  askToStop(id: string): Promise<void>;
  /** Hears of streams that are to be stopped. @returns ends it */
  onStop(listener: (id: string) => void): () => void;
  /** Lets go of timers and connections of its own. */
  close(): Promise<void>;
}

/** A stream is above its limit. */
export class StreamTooLongError extends Error {
  override readonly name = 'StreamTooLongError';
}

/** How long somebody who attends counts as a reader, milliseconds. */
export const ATTENDANCE_MS = 30_000;
/** Limit of one stream: several times the longest answer that a model is asked for. */
export const MAX_STREAM_BYTES = 2 * 1024 * 1024;
/** What an event costs beside its text. */
const EVENT_OVERHEAD_BYTES = 64;

/** Size of an event as the limits count it, bytes: about what it takes in memory and over the wire. */
export const sizeOfEvent = ({ name, data }: StoredEvent): number => name.length + data.length + EVENT_OVERHEAD_BYTES;
