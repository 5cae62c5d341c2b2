/**
 * Shares the event loop between answers that have begun and questions that have not: what an answer does after its first
 * words is done in short slices, one for each turn of the loop and none in a busy one, so that what came in meanwhile goes
 * first.
 */

/** Gives turns. */
export interface LoopTurns {
  /** Something to wait for; undefined when there is time now. */
  take(): Promise<void> | undefined;
}

/** How long a turn’s slice is, milliseconds: what is begun in it may take longer. */
const SLICE_MS = 2;
/** A turn in which other work took longer than this is left to it, milliseconds … */
const BUSY_MS = 1;
/** … but nobody waits longer than this for the next slice, milliseconds. */
const LONGEST_WAIT_MS = 25;

/**
 * Makes turns of their own; a process needs one for all, {@link loopTurns}.
 *
 * @param nextTurn - calls back after what has come in by now was looked at
 * @param now - milliseconds
 */
export function createLoopTurns(
  nextTurn: (callback: () => void) => unknown = setImmediate,
  now: () => number = () => performance.now(),
): LoopTurns {
  const waiting: (() => void)[] = [];
  let sliceEnd: number | undefined;
  let slicedAt = 0;
  /** When work of ours was seen last in this turn. */
  let seenAt = 0;

  const pass = (): void => {
    const time = now();
    const isBusy = time - seenAt > BUSY_MS && time - slicedAt < LONGEST_WAIT_MS;
    seenAt = time;
    if (isBusy && waiting.length > 0) {
      nextTurn(pass);
      return;
    }
    const next = waiting.shift();
    sliceEnd = next ? time + SLICE_MS : undefined;
    slicedAt = time;
    if (!next) return;
    nextTurn(pass);
    next();
  };

  return {
    take() {
      const time = now();
      if (sliceEnd === undefined) {
        sliceEnd = time + SLICE_MS;
        nextTurn(pass);
        slicedAt = time;
      }
      seenAt = time;
      return time < sliceEnd ? undefined : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** The turns of this thread's event loop. */
export const loopTurns: LoopTurns = createLoopTurns();
