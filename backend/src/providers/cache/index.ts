export type { ClaimStore } from './claim-store.port.ts';
export { createLayeredClaims, createMemoryClaims } from './memory-claims.ts';
export { createMemoryStreamStore } from './memory-stream-store.ts';
export { examineRedis, type RedisReport } from './redis-state.ts';
export { openSharedCache, type SharedCache } from './shared-cache.ts';
export {
  type StoredEvent,
  type StreamSlice,
  type StreamStore,
  StreamTooLongError,
  sizeOfEvent,
} from './stream-store.port.ts';
