/** What is said between the server and the process that runs a local model. */

/** What the process is started with. */
export interface LocalModelData {
  readonly directory: string;
  readonly dtype: 'q8' | 'fp32';
  readonly pooling: 'mean' | 'cls';
}

/** What the process is told: first what to load; then texts to embed, ready as the model reads them. */
export type LocalOrder =
  | { readonly type: 'load'; readonly data: LocalModelData }
  | { readonly type: 'embed'; readonly id: number; readonly texts: readonly string[] };

/** What the process says: once that it is ready or why not, then an answer to each request. */
export type LocalReply =
  | { readonly type: 'ready' }
  | { readonly type: 'missing'; readonly what: 'library' | 'model' }
  | { readonly type: 'vectors'; readonly id: number; readonly numbers: Float32Array; readonly count: number }
  | { readonly type: 'failed'; readonly id: number };
