/** Where the process stands between start and end. */

/** Phases in their order. */
export type LifecyclePhase = 'starting' | 'ready' | 'stopping';

/** The phase of the process; readiness depends on it, long answers end by it. */
export interface Lifecycle {
  readonly phase: LifecyclePhase;
  /** Aborted when the process begins to stop: what has no end of its own ends then. */
  readonly stopping: AbortSignal;
  /** Aborted when the grace time is over: what still runs is cut. */
  readonly cut: AbortSignal;
  /** Everything is loaded. */
  markReady(): void;
  /** No new work. */
  markStopping(): void;
  /** The grace time is over. */
  markCut(): void;
}

/** Makes the lifecycle of a process that has just started. */
export function createLifecycle(): Lifecycle {
  let phase: LifecyclePhase = 'starting';
  const stopping = new AbortController();
  const cut = new AbortController();
  return {
    get phase() {
      return phase;
    },
    stopping: stopping.signal,
    cut: cut.signal,
    markReady() {
      if (phase === 'starting') phase = 'ready';
    },
    markStopping() {
      phase = 'stopping';
      stopping.abort();
    },
    markCut() {
      this.markStopping();
      cut.abort();
    },
  };
}
