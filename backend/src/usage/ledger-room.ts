/**
 * Waiting for room below a limit. Calls that run hold the most they can cost, and give back what they did not take. So
 * when many come at once, those that would be refused wait a moment for those that run; otherwise a burst would use a
 * part of a limit only. Where nothing runs, nothing is waited for. Only calls of this process are known here: the limit
 * itself is kept by the database.
 */

/** Calls that run, and those that wait for them, by the key of a running sum. */
export interface Room {
  /** Closings of calls until now. */
  readonly closings: number;
  /** A call was granted that counts in these sums. */
  opened(keys: readonly string[]): void;
  /** It was booked or given back: the first that waits for each of the sums may try again. */
  closed(keys: readonly string[]): void;
  /** Somebody who waited was granted: there may be room for the next one too. */
  pass(key: string): void;
  /**
   * Waits until it is worth to try again.
   * @param closings what {@link closings} was before the attempt that was refused
   * @param deadline when waiting is over, as `performance.now()` counts
   * @returns false when it is over, or nothing runs that could make room
   */
  next(key: string, closings: number, deadline: number): Promise<boolean>;
}

type Waiter = (again: boolean) => void;

/** Makes it. */
export function createRoom(): Room {
  const running = new Map<string, number>();
  const waiting = new Map<string, Waiter[]>();
  let closings = 0;
  const pass = (key: string): void => waiting.get(key)?.[0]?.(true);
  return {
    get closings() {
      return closings;
    },
    opened(keys) {
      for (const key of keys) running.set(key, (running.get(key) ?? 0) + 1);
    },
    closed(keys) {
      closings += 1;
      for (const key of keys) {
        const left = (running.get(key) ?? 0) - 1;
        if (left > 0) {
          running.set(key, left);
          pass(key);
          continue;
        }
        running.delete(key);
        // Nobody is left who could wake them later.
        while (waiting.has(key)) pass(key);
      }
    },
    pass,
    next(key, seen, deadline) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return Promise.resolve(false);
      // The last call that ran may have made room while the attempt was on its way.
      if (!running.has(key)) return Promise.resolve(closings !== seen);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const queue = waiting.get(key) ?? [];
      const leave: Waiter = (again) => {
        clearTimeout(timer);
        queue.splice(queue.indexOf(leave), 1);
        if (queue.length === 0) waiting.delete(key);
        resolve(again);
      };
      const timer = setTimeout(leave, leftMs, false);
      queue.push(leave);
      waiting.set(key, queue);
      return promise;
    },
  };
}
