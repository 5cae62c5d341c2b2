/** The time-outs of one call. */

/** How long each part of a call may take, milliseconds. */
export interface LlmTimeouts {
  /** From the call to the head of the response, connecting included. */
  readonly headersMs: number;
  /** From the call to the first token. */
  readonly firstTokenMs: number;
  /** From one token to the next. */
  readonly stallMs: number;
  /** From the call to its end, a retry included. */
  readonly answerMs: number;
}

/** Watches over one call. */
export interface Deadlines {
  /** Aborted by the caller or by a time-out; it reaches the provider. */
  readonly signal: AbortSignal;
  /** Why it is aborted, with a few words of ours; undefined while it is not. */
  why(): { readonly kind: 'aborted' | 'timeout'; readonly detail: string } | undefined;
  /** A request is sent. */
  asked(): void;
  /** The head of the response has come. */
  readonly answered: () => void;
  /** A token has come, and is worked on: the provider is not waited for. */
  pause(): void;
  /** The provider is waited for again. */
  resume(): void;
  /** Ends the watch, and with it whatever of the call still runs. */
  close(): void;
}

/** Begins to watch over a call. */
export function watchDeadlines(timeouts: LlmTimeouts, caller: AbortSignal): Deadlines {
  const ended = new AbortController();
  const began = performance.now();
  let late: string | undefined;
  const expire = (detail: string) => {
    late = detail;
    ended.abort();
  };
  // What a slow reader takes is not the provider's silence.
  const silent = () => {
    if (!paused) expire('silent in the middle');
  };
  const answer = setTimeout(expire, timeouts.answerMs, 'the answer took too long');
  let step: NodeJS.Timeout | undefined;
  let stall: NodeJS.Timeout | undefined;
  let paused = false;
  const arm = (dueMs: number, detail: string) => {
    clearTimeout(step);
    step = setTimeout(expire, Math.max(0, dueMs), detail);
  };
  return {
    signal: AbortSignal.any([caller, ended.signal]),
    why() {
      if (late !== undefined) return { kind: 'timeout', detail: late };
      return caller.aborted ? { kind: 'aborted', detail: 'by the caller' } : undefined;
    },
    asked: () => arm(Math.min(timeouts.headersMs, timeouts.firstTokenMs), 'no response'),
    answered: () => arm(began + timeouts.firstTokenMs - performance.now(), 'no first token'),
    pause() {
      paused = true;
      clearTimeout(step);
    },
    resume() {
      paused = false;
      // Cheaper than a new timer, and it is done for each token; one that has run out begins again.
      if (stall !== undefined) stall.refresh();
      else stall = setTimeout(silent, timeouts.stallMs);
    },
    close() {
      for (const timer of [answer, step, stall]) clearTimeout(timer);
      ended.abort();
    },
  };
}
