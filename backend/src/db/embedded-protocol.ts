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

/** Sent by the thread: it serves, or it ends and why. */
export type EmbeddedWorkerMessage = { readonly type: 'ready' } | { readonly type: 'failed'; readonly reason: string };
