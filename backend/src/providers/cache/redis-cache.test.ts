import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeClaims } from './claim-store.contract.ts';
import { createRedisClaims } from './redis-claims.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';
import { createRedisRateCounter } from './redis-rate-counter.ts';
import { createRedisStreamStore } from './redis-stream-store.ts';
import { describeStreamStore } from './stream-store.contract.ts';

const url = process.env['LECTERN_TEST_REDIS_URL'];
const silent = { info: () => undefined, warn: () => undefined };
const connect = (): RedisConnection => connectRedis({ url: url ?? '', logger: silent });

/** Runs a command as soon as the connection is there. */
async function untilReady(redis: RedisConnection): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return void (await redis.run((client) => client.ping()));
    } catch (error) {
      if (tries > 1_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

describe.skipIf(url === undefined)('with a Redis (npm run test:services)', () => {
  let redis: RedisConnection;
  beforeAll(async () => {
    redis = connect();
    await untilReady(redis);
  });
  afterAll(() => redis.close());

  describeStreamStore('streams in Redis', async () => {
    const second = connect();
    await untilReady(second);
    const options = { keptMs: 600_000 };
    const store = createRedisStreamStore({ redis, ...options });
    const other = createRedisStreamStore({ redis: second, ...options });
    return {
      store,
      other,
      // Redis keeps the time itself: what would have run out is taken away.
      expire: async () => {
        const keys = await redis.run((client) => client.keys('lectern:stream:*:events'));
        for (const key of keys) {
          const left = await redis.run((client) => client.pttl(key));
          if (left <= options.keptMs) await redis.run((client) => client.del(key));
        }
      },
      close: async () => {
        await Promise.all([store.close(), other.close(), second.close()]);
      },
    };
  });

  describeClaims('names in Redis', () => createRedisClaims(redis));

  it('a stream keeps for as long as it should, and so does the knowledge of it', async () => {
    const store = createRedisStreamStore({ redis, keptMs: 600_000 });
    const id = randomUUID();
    await store.write(id, { ownerId: null, at: 0, events: [{ name: 'done', data: '{}' }], ended: true });
    const left = (key: string) => redis.run((client) => client.pttl(`lectern:stream:{${id}}:${key}`));
    expect(await left('events')).toBeGreaterThan(590_000);
    expect(await left('events')).toBeLessThanOrEqual(600_000);
    expect(await left('head')).toBeGreaterThan(600_000);
    await store.close();
  });

  it('a stream whose process gives no sign any more is lost, with what was written', async () => {
    const dead = createRedisStreamStore({ redis, keptMs: 600_000, leaseMs: 50 });
    const reader = createRedisStreamStore({ redis, keptMs: 600_000 });
    const id = randomUUID();
    await dead.write(id, { ownerId: null, at: 0, events: [{ name: 'delta', data: '{}' }], ended: false });
    expect(await reader.read(id, 0, 1_000)).toMatchObject({ state: 'running' });
    await dead.close();
    await expect.poll(async () => (await reader.read(id, 0, 1_000))?.state).toBe('lost');
    expect((await reader.read(id, 0, 1_000))?.events).toHaveLength(1);
    await reader.close();
  });

  it('requests of all processes count together, in windows that end', async () => {
    const second = connect();
    await untilReady(second);
    const [here, there] = [createRedisRateCounter(redis), createRedisRateCounter(second)];
    const key = randomUUID();
    const hits = await Promise.all(Array.from({ length: 40 }, (_, at) => (at % 2 ? here : there).hit(key, 60_000)));
    expect(hits.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, at) => at + 1),
    );
    expect(Math.max(...hits.map(({ remainingMs }) => remainingMs))).toBeLessThanOrEqual(60_000);
    await here.hit(`${key}-short`, 1);
    await expect.poll(async () => (await here.hit(`${key}-short`, 1)).count).toBe(1);
    await second.close();
  });
});
