/** What becomes of segments, as an answer waits for it. */
import { HEARTBEAT_INTERVAL_MS } from '@lectern/contracts';
import type { SegmentOutcome } from './filling/translation-batch.ts';

/** What became of one segment. */
export interface Arrival {
  readonly hash: string;
  readonly outcome: SegmentOutcome;
  readonly costUsd: number;
}

/** Collects what arrives until one who reads takes it. */
export class Arrivals {
  #waiting: Arrival[] = [];
  #wake: () => void = () => undefined;

  readonly add = (hash: string, outcome: SegmentOutcome, costUsd: number): void => {
    this.#waiting.push({ hash, outcome, costUsd });
    this.#wake();
  };

  /** Ends the waiting of {@link next}. */
  readonly end = (): void => {
    this.#wake();
  };

  /** What has arrived; waits for the first, but not longer than connections stay open in silence: then nothing. */
  async next(silenceMs = HEARTBEAT_INTERVAL_MS): Promise<readonly Arrival[]> {
    if (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, silenceMs).unref();
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const arrived = this.#waiting;
    this.#waiting = [];
    return arrived;
  }
}
