/**
 * Shares the event loop: work is done in short slices, one for each turn of the loop, so that what came in meanwhile is
 * looked at between them. Questions that a hundred readers ask at once are looked up one after the other; what an answer
 * does after its first words waits for them too.
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

/** How turns are made. */
export interface LoopTurnsOptions {
  /** Leaves a turn that is busy with other work to it. */
  readonly givesWay: boolean;
  /** Calls back after what has come in by now was looked at. */
  readonly nextTurn?: (callback: () => void) => unknown;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** Makes turns of their own; a process needs one for each kind of work. */
export function createLoopTurns({
  givesWay,
  nextTurn = setImmediate,
  now = () => performance.now(),
}: LoopTurnsOptions): LoopTurns {
  const waiting: (() => void)[] = [];
  let sliceEnd: number | undefined;
  let slicedAt = 0;
  /** When work of ours was seen last in this turn. */
  let seenAt = 0;

  const pass = (): void => {
    const time = now();
    const isBusy = givesWay && time - seenAt > BUSY_MS && time - slicedAt < LONGEST_WAIT_MS;
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

/** The turns of questions that are to be looked up. */
export const questionTurns: LoopTurns = createLoopTurns({ givesWay: false });
/** The turns of answers that have begun. */
export const answerTurns: LoopTurns = createLoopTurns({ givesWay: true });
