/** What the main thread and the thread of the embedded database say to each other. */

/** Given to the thread when it starts. */
export interface EmbeddedWorkerData {
  /** PGlite's data directory. */
  readonly directory: string;
  /** Unix socket or named pipe to listen on. */
  readonly socketPath: string;
  /** Ready-made data directory (a gzipped tarball) to begin with; only for a new directory. */
  readonly templatePath?: string | undefined;
  readonly idleInTransactionMs: number;
}

/** Sent to the thread: give a sign of life, or roll back what is open, write everything and end. */
export type EmbeddedWorkerCommand = 'ping' | 'stop';

/** Sent by the thread: it serves, it is alive, or it ends and why. */
export type EmbeddedWorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'pong' }
  | { readonly type: 'failed'; readonly reason: string };

/** How long the thread may give no sign of life. */
export interface ServerLimits {
  /** Milliseconds between two pings. */
  readonly pingMs?: number;
  /** Pings in a row after which a thread that answered none of them is ended. */
  readonly mostUnanswered?: number;
  /** Milliseconds that the thread has to open the database, recovery included. */
  readonly bootMs?: number;
  /** Milliseconds that the thread has to end by itself when it is stopped. */
  readonly stopMs?: number;
}
