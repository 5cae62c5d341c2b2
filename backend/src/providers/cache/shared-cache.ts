/** All that processes share through one Redis. */
import type { Logger } from 'pino';
import type { ClaimStore } from './claim-store.port.ts';
import { createRedisClaims } from './redis-claims.ts';
import { connectRedis } from './redis-connection.ts';
import { createRedisRateCounter } from './redis-rate-counter.ts';
import { explainRedisFailure, isRefusal, PROBE_KEY, PROBE_MS, readRedisState } from './redis-state.ts';
import { createRedisStreamStore } from './redis-stream-store.ts';
import type { StreamStore } from './stream-store.port.ts';

/** What processes share. */
export interface SharedCache {
  readonly streams: StreamStore;
  readonly claims: ClaimStore;
  readonly rates: ReturnType<typeof createRedisRateCounter>;
  /** What keeps Redis from being used, as a plain line; undefined when nothing does. */
  trouble(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** What it needs. */
export interface SharedCacheOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** How long a stream is kept after its end, milliseconds. */
  readonly keptMs: number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Opens it; a Redis that is away is waited for in the background. */
export function openSharedCache({ url, keptMs, logger }: SharedCacheOptions): SharedCache {
  const redis = connectRedis({ url, logger });
  const streams = createRedisStreamStore({ redis, keptMs });
  return {
    streams,
    claims: createRedisClaims(redis),
    rates: createRedisRateCounter(redis),
    trouble: async () => {
      try {
        await redis.store(PROBE_KEY, '1', PROBE_MS);
        const { warnings } = await redis.run(readRedisState);
        return warnings[0]?.reason;
      } catch (error) {
        return isRefusal(error) ? explainRedisFailure(error).reason : 'it does not answer';
      }
    },
    async close() {
      await streams.close();
      await redis.close();
    },
  };
}
