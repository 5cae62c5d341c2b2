/** Counts requests in windows of time: the port behind the rate limits, and its adapter in memory. */

/** State of one counter after a hit. */
export interface RateCount {
  /** Hits in the running window, this one included. */
  readonly count: number;
  /** Milliseconds until the window ends. */
  readonly remainingMs: number;
}

/** Counts hits; shared by all processes when it is backed by Redis. */
export interface RateCounter {
  /**
   * Counts one hit for a key.
   * @param key route group and address
   * @param windowMs length of the window that begins with the first hit, milliseconds
   */
  hit(key: string, windowMs: number): Promise<RateCount>;
}

const MOST_KEYS = 20_000;

/**
 * Counts in this process. At most 20,000 addresses are held; the oldest windows are dropped first.
 * @param now milliseconds since 1970
 */
export function createMemoryRateCounter(now: () => number = Date.now): RateCounter {
  const windows = new Map<string, { count: number; endsAt: number }>();
  return {
    async hit(key, windowMs) {
      const time = now();
      let window = windows.get(key);
      if (window === undefined || window.endsAt <= time) {
        windows.delete(key);
        window = { count: 0, endsAt: time + windowMs };
        windows.set(key, window);
        const oldest = windows.keys().next();
        if (windows.size > MOST_KEYS && oldest.done !== true) windows.delete(oldest.value);
      }
      window.count += 1;
      return { count: window.count, remainingMs: window.endsAt - time };
    },
  };
}

/** Counts in `first`; while that one fails, in `second`, so that an outage does not lift the limits. */
export function withFallback(first: RateCounter, second: RateCounter): RateCounter {
  return {
    hit: (key, windowMs) => first.hit(key, windowMs).catch(() => second.hit(key, windowMs)),
  };
}
