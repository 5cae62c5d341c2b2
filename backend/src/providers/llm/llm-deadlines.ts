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
  /** Why it is aborted; undefined while it is not. */
  why(): 'aborted' | 'timeout' | undefined;
  /** A request is sent. */
  asked(): void;
  /** The head of the response has come. */
  answered(): void;
  /** A token has come. */
  spoke(): void;
  /** Ends the watch, and with it whatever of the call still runs. */
  close(): void;
}

/** Begins to watch over a call. */
export function watchDeadlines(timeouts: LlmTimeouts, caller: AbortSignal): Deadlines {
  const ended = new AbortController();
  const began = performance.now();
  let late = false;
  const expire = () => {
    late = true;
    ended.abort();
  };
  const answer = setTimeout(expire, timeouts.answerMs);
  let step: NodeJS.Timeout | undefined;
  let stall: NodeJS.Timeout | undefined;
  const arm = (dueMs: number) => {
    clearTimeout(step);
    step = setTimeout(expire, Math.max(0, dueMs));
  };
  return {
    signal: AbortSignal.any([caller, ended.signal]),
    why: () => (late ? 'timeout' : caller.aborted ? 'aborted' : undefined),
    asked: () => arm(Math.min(timeouts.headersMs, timeouts.firstTokenMs)),
    answered: () => arm(began + timeouts.firstTokenMs - performance.now()),
    spoke() {
      if (stall !== undefined) {
        // Cheaper than a new timer, and it is done for each token.
        stall.refresh();
        return;
      }
      clearTimeout(step);
      stall = setTimeout(expire, timeouts.stallMs);
    },
    close() {
      for (const timer of [answer, step, stall]) clearTimeout(timer);
      ended.abort();
    },
  };
}
