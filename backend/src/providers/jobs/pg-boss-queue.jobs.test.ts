import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../db/client.ts';
import type { DatabaseLogger } from '../../db/database-logger.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { transaction } from '../../db/transaction.ts';
import type { JobDefinition, JobQueue } from './job-queue.port.ts';
import { createPgBossQueue } from './pg-boss-queue.ts';

const Numbered = z.object({ number: z.number() });
type Numbered = z.infer<typeof Numbered>;

let database: Database;
let queue: JobQueue;
let names = 0;
const errors: unknown[] = [];
const logger: DatabaseLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (...entry: unknown[]) => void errors.push(entry),
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  errors.length = 0;
  queue = createPgBossQueue({ database, logger });
  await queue.start();
});
afterEach(() => queue.stop());

/** Collects what was handled and tells when enough was. */
function collect(count: number): { handle: JobDefinition<Numbered>['handle']; seen: number[]; done: Promise<void> } {
  const seen: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    seen,
    done: promise,
    handle: async ({ number }) => {
      seen.push(number);
      if (seen.length === count) resolve();
    },
  };
}

const newName = (): string => `test-${names++}`;

describe('sending', () => {
  it('runs each job once', async () => {
    const name = newName();
    const { handle, seen, done } = collect(20);
    await queue.define({ name, data: Numbered, handle, concurrency: 4 });
    await Promise.all(Array.from({ length: 20 }, (_, number) => queue.send(name, { number })));
    await done;
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, number) => number));
    expect(errors).toEqual([]);
  });

  it('runs what was sent before the kind had a worker', async () => {
    const name = newName();
    const first = collect(1);
    await queue.define({ name, data: Numbered, handle: first.handle });
    await queue.send(name, { number: 7 }, { delaySeconds: 1 });
    await queue.stop();
    queue = createPgBossQueue({ database, logger });
    const second = collect(1);
    await queue.define({ name, data: Numbered, handle: second.handle });
    await queue.start();
    await second.done;
    expect([first.seen, second.seen]).toEqual([[], [7]]);
  });

  it('refuses data that do not fit', async () => {
    const name = newName();
    await queue.define({ name, data: Numbered, handle: async () => undefined });
    await expect(queue.send(name, { number: 'seven' })).rejects.toThrow(z.ZodError);
  });

  it('sends with a transaction only when that commits', async () => {
    const name = newName();
    const { handle, seen, done } = collect(1);
    await queue.define({ name, data: Numbered, handle });
    await transaction(database.db, async (tx) => {
      await queue.send(name, { number: 1 }, { through: tx });
      throw new Error('rolled back');
    }).catch(() => undefined);
    await transaction(database.db, (tx) => queue.send(name, { number: 2 }, { through: tx }));
    await done;
    expect(seen).toEqual([2]);
  });
});

describe('unique kinds', () => {
  it('let one job wait and one run per key', async () => {
    const name = newName();
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const finished = collect(3);
    await queue.define({
      name,
      data: Numbered,
      unique: true,
      concurrency: 2,
      handle: async (data, run) => {
        started.resolve();
        await release.promise;
        await finished.handle(data, run);
      },
    });
    await queue.send(name, { number: 1 }, { key: 'a' });
    await started.promise;
    expect(await queue.send(name, { number: 2 }, { key: 'a' })).toEqual(expect.any(String));
    expect(await queue.send(name, { number: 3 }, { key: 'a' })).toBeUndefined();
    expect(await queue.send(name, { number: 4 }, { key: 'b' })).toEqual(expect.any(String));
    release.resolve();
    await finished.done;
    expect(finished.seen.toSorted((a, b) => a - b)).toEqual([1, 2, 4]);
  });
});

describe('failing', () => {
  it('runs a failed job again and counts the attempts', async () => {
    const name = newName();
    const attempts: number[] = [];
    const done = Promise.withResolvers<void>();
    await queue.define({
      name,
      data: Numbered,
      handle: async (_data, { attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('first time');
        done.resolve();
      },
    });
    await queue.send(name, { number: 1 });
    await done.promise;
    expect(attempts).toEqual([1, 2]);
    expect(errors).toHaveLength(1);
  });

  it('gives a job back that was running when its process stopped', async () => {
    const name = newName();
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    await queue.define({
      name,
      data: Numbered,
      handle: async (_data, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve());
        started.resolve();
        await aborted.promise;
        throw new Error('aborted');
      },
    });
    await queue.send(name, { number: 5 });
    await started.promise;
    await queue.stop({ graceMs: 100 });
    await aborted.promise;
    queue = createPgBossQueue({ database, logger });
    const again = collect(1);
    await queue.define({ name, data: Numbered, handle: again.handle });
    await queue.start();
    await again.done;
    expect(again.seen).toEqual([5]);
  });
});

describe('stopping', () => {
  it('waits for the job that runs', async () => {
    const name = newName();
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let finished = false;
    await queue.define({
      name,
      data: Numbered,
      handle: async () => {
        started.resolve();
        await release.promise;
        finished = true;
      },
    });
    await queue.send(name, { number: 1 });
    await started.promise;
    const stopped = queue.stop();
    release.resolve();
    await stopped;
    expect(finished).toBe(true);
  });
});

describe('schedules', () => {
  it('are kept once per key and can be ended', async () => {
    const name = newName();
    await queue.define({ name, data: Numbered, handle: async () => undefined });
    await queue.schedule(name, '5 4 * * *', { number: 1 }, { key: 'nightly' });
    await queue.schedule(name, '6 4 * * *', { number: 2 }, { key: 'nightly', timeZone: 'Europe/Berlin' });
    const read = () => database.sql`select cron, timezone, data from jobs.schedule where name = ${name}`;
    expect(await read()).toMatchObject([{ cron: '6 4 * * *', timezone: 'Europe/Berlin' }]);
    await queue.unschedule(name, 'nightly');
    expect(await read()).toHaveLength(0);
  });
});
