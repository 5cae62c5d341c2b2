/** Counts requests of all processes together. The shape is that of middleware/rate-counter.ts. */
import { z } from 'zod';
import { defineRedisScript, REDIS_PREFIX, type RedisConnection } from './redis-connection.ts';

/** The window begins with the first hit. A counter without an end, left by whatever, gets one. KEYS key. ARGV window. */
const HIT = defineRedisScript(`
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { count, left }
`);

const replySchema = z.tuple([z.number(), z.number()]);

/** Makes the counter; a hit rejects while Redis is away. */
export const createRedisRateCounter = (redis: RedisConnection) => ({
  async hit(key: string, windowMs: number): Promise<{ readonly count: number; readonly remainingMs: number }> {
    const reply = await redis.runScript(HIT, [`${REDIS_PREFIX}rate:${key}`], [windowMs]);
    const [count, remainingMs] = replySchema.parse(reply);
    return { count, remainingMs };
  },
});
