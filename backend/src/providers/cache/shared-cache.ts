/** All that processes share through one Redis. */
import type { Logger } from 'pino';
import type { ClaimStore } from './claim-store.port.ts';
import { createRedisClaims } from './redis-claims.ts';
import { connectRedis } from './redis-connection.ts';
import { createRedisRateCounter } from './redis-rate-counter.ts';
import { createRedisStreamStore } from './redis-stream-store.ts';
import type { StreamStore } from './stream-store.port.ts';

/** What processes share. */
export interface SharedCache {
  readonly streams: StreamStore;
  readonly claims: ClaimStore;
  readonly rates: ReturnType<typeof createRedisRateCounter>;
  /** @throws while Redis is away */
  ping(): Promise<void>;
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
    ping: async () => void (await redis.run((client) => client.ping())),
    async close() {
      await streams.close();
      await redis.close();
    },
  };
}
