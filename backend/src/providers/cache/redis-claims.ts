/** Names that all processes share. */
import { z } from 'zod';
import type { ClaimStore } from './claim-store.port.ts';
import { defineRedisScript, REDIS_PREFIX, type RedisConnection } from './redis-connection.ts';

/** SET with NX and GET together needs Redis 7. KEYS name. ARGV value, time. */
const CLAIM = defineRedisScript(`
local taken = redis.call('GET', KEYS[1])
if taken then return taken end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
`);

const replySchema = z.string().nullable();
const keyOf = (name: string): string => `${REDIS_PREFIX}claim:${name}`;

/** Makes the store. */
export const createRedisClaims = (redis: RedisConnection): ClaimStore => ({
  claim: async (name, value, ttlMs) => replySchema.parse(await redis.runScript(CLAIM, [keyOf(name)], [value, ttlMs])),
  find: (name) => redis.run((client) => client.get(keyOf(name))),
  async put(name, value, ttlMs) {
    await redis.run((client) => client.set(keyOf(name), value, 'PX', ttlMs));
  },
  async release(name) {
    await redis.run((client) => client.del(keyOf(name)));
  },
});
