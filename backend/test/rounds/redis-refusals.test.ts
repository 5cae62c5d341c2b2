/** What is said of a Redis that is there and cannot be used, or loses what it is given; and that limits go on. Real servers. */
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryRateCounter, withFallback } from '../../src/middleware/rate-counter.ts';
import { examineRedis, openSharedCache, type SharedCache } from '../../src/providers/cache/index.ts';
import { startRedis } from '../services/redis-service.ts';
import { exchange, type Service } from '../services/service-process.ts';

const FULL = ['--maxmemory', '1000kb', '--maxmemory-policy', 'noeviction'];
const SWORN = ['--requirepass', 'right'];
const PROCESSES_MS = 60_000;

// In the run with services only: it starts servers of its own.
describe.skipIf(process.env['LECTERN_TEST_REDIS_URL'] === undefined)('a Redis', { timeout: PROCESSES_MS }, () => {
  const services: Service[] = [];
  const caches: SharedCache[] = [];
  afterEach(async () => {
    await Promise.all(caches.splice(0).map((cache) => cache.close()));
    for (const service of services.splice(0).toReversed()) await service.stop();
  });

  const start = async (settings: readonly string[] = []): Promise<string> => {
    const service = await startRedis(undefined, settings);
    services.push(service);
    return service.url;
  };
  const open = (url: string) => {
    const lines: string[] = [];
    const tell = (fields: object, text?: string): void => {
      lines.push(`${text} ${JSON.stringify(fields)}`);
    };
    const cache = openSharedCache({ url, keptMs: 60_000, logger: { info: tell, warn: tell } });
    caches.push(cache);
    return { cache, lines, counter: withFallback(cache.rates, createMemoryRateCounter()) };
  };
  const told = (lines: readonly string[], count: number) =>
    expect.poll(() => lines.length, { timeout: 10_000 }).toBe(count);

  it.each([
    ['with another password', SWORN, (url: string) => url.replace('//', '//:hunter2@'), /refuses the password/],
    ['that asks for a password', SWORN, (url: string) => url, /asks for a password/],
    ['without TLS', [], (url: string) => url.replace('redis:', 'rediss:'), /\bTLS\b/],
    ['whose memory is full', FULL, (url: string) => url, /memory is full/],
  ])('%s: limits count on, one line in the log, the same in doctor', async (_which, settings, address, reason) => {
    const url = address(await start(settings));
    const { cache, lines, counter } = open(url);
    const counts = [];
    for (let hit = 0; hit < 20; hit += 1) counts.push((await counter.hit('reader', 60_000)).count);
    expect(counts).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    await told(lines, 1);
    expect(lines[0]).toMatch(reason);
    expect(lines.join()).not.toContain('hunter2');
    expect(await cache.trouble()).toBeDefined();
    const report = await examineRedis(url);
    expect(`${report.failure?.reason}. ${report.failure?.mend}`).toMatch(reason);
  });

  it('that is a read-only replica is told as one', async () => {
    const port = new URL(await start()).port;
    const url = await start(['--replicaof', '127.0.0.1', port]);
    const { lines, counter } = open(url);
    await expect.poll(async () => (await examineRedis(url)).failure?.reason).toMatch(/read-only replica/);
    expect((await counter.hit('reader', 60_000)).count).toBe(1);
    await expect.poll(() => lines.join()).toMatch(/read-only replica/);
  });

  it('that evicts is used, and told of once', async () => {
    const url = await start(['--maxmemory', '8mb', '--maxmemory-policy', 'allkeys-lru']);
    const { cache, lines } = open(url);
    await told(lines, 1);
    expect(lines[0]).toMatch(/maxmemory-policy allkeys-lru.*noeviction/);
    expect(await cache.trouble()).toMatch(/evicts/);
    expect(await examineRedis(url)).toMatchObject({ warnings: [{ mend: expect.stringContaining('noeviction') }] });
    await cache.rates.hit('reader', 60_000);
    expect((await cache.rates.hit('reader', 60_000)).count).toBe(2);
  });

  it('that has room again is used again, and counts nothing twice', async () => {
    const url = await start(FULL);
    const { cache, lines, counter } = open(url);
    await told(lines, 1);
    expect((await counter.hit('reader', 60_000)).count).toBe(1);
    await exchange(Number(new URL(url).port), 'CONFIG SET maxmemory 0\r\n');
    await expect.poll(() => cache.trouble()).toBeUndefined();
    expect(lines.at(-1)).toMatch(/^Redis is back/);
    expect((await cache.rates.hit('reader', 60_000)).count).toBe(1);
    expect((await counter.hit('reader', 60_000)).count).toBe(2);
  });
});
