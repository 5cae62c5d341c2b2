export type { ClaimStore } from './claim-store.port.ts';
export { createLayeredClaims, createMemoryClaims } from './memory-claims.ts';
export { createMemoryStreamStore } from './memory-stream-store.ts';
export { createRedisClaims } from './redis-claims.ts';
export { connectRedis, type RedisConnection } from './redis-connection.ts';
export { createRedisRateCounter } from './redis-rate-counter.ts';
export { createRedisStreamStore } from './redis-stream-store.ts';
export {
  type StoredEvent,
  type StreamSlice,
  type StreamStore,
  StreamTooLongError,
  sizeOfEvent,
} from './stream-store.port.ts';
