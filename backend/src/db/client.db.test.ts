import { sql } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../config/logging.ts';
import { type Database, type Db, openDatabase } from './client.ts';
import {
  CommitUnknownError,
  ConnectionLostError,
  errorCode,
  isConstraintError,
  NestedDatabaseUseError,
} from './database-errors.ts';
import { openTestDatabase } from './db.fixture.ts';
import { outsideTransaction } from './guarded-client.ts';
import { transaction } from './transaction.ts';

const counter = pgTable('counter', { id: integer().primaryKey(), label: text().notNull(), total: integer().notNull() });

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.sql.unsafe(
    'create table counter (id int primary key, label text not null unique, total int not null)',
  );
});

beforeEach(async () => {
  await database.db.delete(counter);
  await database.db.insert(counter).values({ id: 1, label: 'one', total: 0 });
});

afterAll(() => database.close());

describe('queries', () => {
  it('gives each of many concurrent callers its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, number) =>
        number % 5 === 0
          ? database.sql`insert into counter values (1, 'one', 0)`.catch((error: unknown) => errorCode(error))
          : database.sql.unsafe('select $1::int as number', [number]).then(([row]) => row?.['number']),
      ),
    );
    expect(answers).toEqual(answers.map((_, number) => (number % 5 === 0 ? '23505' : number)));
  });

  it('names the constraint that was broken, also through Drizzle', async () => {
    const error = await database.db
      .insert(counter)
      .values({ id: 2, label: 'one', total: 0 })
      .catch((reason: unknown) => reason);
    expect(isConstraintError(error, 'counter_label_key')).toBe(true);
    expect(isConstraintError(error, 'counter_pkey')).toBe(false);
  });

  it('carries large parameters and large results', async () => {
    const large = 'ä'.repeat(4_000_000);
    const [row] = await database.sql<{ length: number; same: string }[]>`
      select length(${large}::text) as length, ${large}::text as same`;
    expect(row?.length).toBe(large.length);
    expect(row?.same).toBe(large);
  });

  it('stores vectors', async () => {
    const [row] = await database.sql`select '[1,2,3]'::vector <-> '[1,2,4]'::vector as distance`;
    expect(row?.['distance']).toBe(1);
  });
});

describe('transactions', () => {
  it('isolates concurrent read-modify-write', async () => {
    await Promise.all(
      Array.from({ length: 40 }, () =>
        transaction(database.db, async (tx) => {
          const [row] = await tx.select().from(counter).for('update');
          await tx.update(counter).set({ total: (row?.total ?? 0) + 1 });
        }),
      ),
    );
    expect(await database.db.select().from(counter)).toEqual([{ id: 1, label: 'one', total: 40 }]);
  });

  it('keeps nothing of a failed transaction, and all of those beside it', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        transaction(database.db, async (tx) => {
          await tx.insert(counter).values({ id: 100 + index, label: `row ${index}`, total: index });
          if (index % 2 === 1) throw new Error('abandoned');
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(20);
    expect(await database.db.$count(counter)).toBe(21);
  });

  it('rolls back to where a nested transaction began', async () => {
    await transaction(database.db, async (tx) => {
      await tx.update(counter).set({ total: 7 });
      await expect(
        transaction(tx, async (nested) => {
          await nested.update(counter).set({ total: 8 });
          throw new Error('nested');
        }),
      ).rejects.toThrow('nested');
    });
    expect(await database.db.select({ total: counter.total }).from(counter)).toEqual([{ total: 7 }]);
  });

  it('throws when the root database is used inside, and is free again after', async () => {
    const late = Promise.withResolvers<void>();
    let afterwards: Promise<unknown> = Promise.resolve();
    await transaction(database.db, async (tx) => {
      await tx.execute(sql`select 1`);
      await expect(database.db.select().from(counter)).rejects.toMatchObject({
        cause: expect.any(NestedDatabaseUseError),
      });
      expect(() => database.sql`select 1`).toThrow(NestedDatabaseUseError);
      afterwards = late.promise.then(() => database.db.$count(counter));
    });
    late.resolve();
    expect(await afterwards).toBe(1);
  });

  it('reports a constraint that is checked at the commit', async () => {
    await database.sql.unsafe(
      'create table if not exists child (parent int references counter(id) deferrable initially deferred)',
    );
    await expect(database.sql`insert into child values (${99})`).rejects.toMatchObject({ code: '23503' });
    await expect(database.sql`select 1 as one`).resolves.toMatchObject([{ one: 1 }]);
    await database.sql.unsafe('drop table child');
  });
});

// The embedded database has no connection that could be ended from outside; embedded-database.test.ts ends its worker.
describe.runIf(process.env['LECTERN_TEST_DATABASE_URL'])('a connection that is lost', () => {
  const end = (pid: number) => database.sql`select pg_terminate_backend(${pid}, 5000)`;
  const readPid = async (tx: Db): Promise<number> => {
    const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    return row?.pid ?? 0;
  };

  it.each([
    ['while the transaction does something else', async (_tx: Db, lost: Promise<unknown>) => void (await lost)],
    [
      'during a statement',
      async (tx: Db) => void (await tx.execute(sql`select pg_sleep(30)`).catch(() => tx.$count(counter))),
    ],
    [
      'inside a nested transaction',
      async (tx: Db) => void (await tx.transaction((nested) => nested.execute(sql`select pg_sleep(30)`))),
    ],
  ])('%s: fails the transaction, and nothing else', async (_when, work) => {
    const pid = Promise.withResolvers<number>();
    const lost = pid.promise.then(end);
    const attempt = database.db
      .transaction(async (tx) => {
        await tx.update(counter).set({ total: 5 });
        pid.resolve(await readPid(tx));
        await work(tx, lost);
        await tx.update(counter).set({ total: 6 });
      })
      .catch((error: unknown) => error);
    expect(await attempt).toBeInstanceOf(ConnectionLostError);
    await lost;
    expect(await database.db.select({ total: counter.total }).from(counter)).toEqual([{ total: 0 }]);
  });

  it('before the commit: the transaction is done again, and kept once', async () => {
    let attempts = 0;
    await transaction(database.db, async (tx) => {
      attempts += 1;
      await tx.update(counter).set({ total: sql`${counter.total} + 1` });
      const pid = await readPid(tx);
      if (attempts === 1) await outsideTransaction(() => end(pid));
    });
    expect(attempts).toBe(2);
    expect(await database.db.select({ total: counter.total }).from(counter)).toEqual([{ total: 1 }]);
  });

  it('during the commit: nobody claims to know, and it is not done again', async () => {
    await database.sql.unsafe(`create function end_session() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
    await database.sql.unsafe(`create constraint trigger ends_session after update on counter
      deferrable initially deferred for each row execute function end_session()`);
    let attempts = 0;
    const attempt = transaction(database.db, async (tx) => {
      attempts += 1;
      await tx.update(counter).set({ total: 9 });
    });
    await expect(attempt).rejects.toBeInstanceOf(CommitUnknownError);
    expect(attempts).toBe(1);
    await database.sql.unsafe('drop function end_session() cascade');
  });

  it('under a statement that only reads: it is answered over another connection', async () => {
    const locked = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const holder = transaction(database.db, async (tx) => {
      await tx.execute(sql`lock table counter in access exclusive mode`);
      locked.resolve();
      await done.promise;
    });
    await locked.promise;
    const read = database.db.select().from(counter);
    const answer = read.then((rows) => rows.length);
    await expect
      .poll(async () => {
        const ended = await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
          where wait_event_type = 'Lock' and datname = current_database()`;
        return ended.length;
      })
      .toBe(1);
    done.resolve();
    await holder;
    expect(await answer).toBe(1);
  });

  it('stops a statement that takes too long', async () => {
    const url = new URL(process.env['LECTERN_TEST_DATABASE_URL'] ?? '');
    const timeouts = { statementMs: 50, lockMs: 20, idleInTransactionMs: 60 };
    const hasty = await openDatabase({ url: url.href, dataDir: '.', logger: silentLogger(), timeouts });
    await expect(hasty.sql`select pg_sleep(10)`).rejects.toMatchObject({ code: '57014' });
    const idle = hasty.db.transaction(async (tx) => {
      const pid = await readPid(tx);
      await expect
        .poll(() => database.sql`select from pg_stat_activity where pid = ${pid}`.then(({ length }) => length))
        .toBe(0);
    });
    await expect(idle).rejects.toBeInstanceOf(ConnectionLostError);
    const patient = hasty.openClient({ max: 1, unlimited: true });
    expect(await patient`select current_setting('statement_timeout') as limit`).toMatchObject([{ limit: '0' }]);
    await patient.end();
    await hasty.close();
  });

  it('listens again, and says that something may have been missed', async () => {
    const heard = Promise.withResolvers<string>();
    const again = Promise.withResolvers<void>();
    const stop = await database.listen('lectern_lost', heard.resolve, again.resolve);
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where query ilike 'listen%' and datname = current_database()`;
    await again.promise;
    await database.notify('lectern_lost', 'back');
    expect(await heard.promise).toBe('back');
    await stop();
  });
});

describe('notifications', () => {
  it('reach every listener, those of a transaction when it commits', async () => {
    const heard: string[] = [];
    const all = Promise.withResolvers<void>();
    const onNotification = (payload: string): void => {
      heard.push(payload);
      if (payload === 'end') all.resolve();
    };
    const stop = await database.listen('lectern_test', onNotification);
    await database.notify('lectern_test', 'plain');
    await transaction(database.db, (tx) => database.notify('lectern_test', 'committed', tx));
    await transaction(database.db, async (tx) => {
      await database.notify('lectern_test', 'lost', tx);
      throw new Error('rolled back');
    }).catch(() => undefined);
    await database.notify('lectern_test', 'end');
    await all.promise;
    expect(heard).toEqual(['plain', 'committed', 'end']);
    await stop();
  });
});

describe('the way to the database', () => {
  it('answers a ping', async () => {
    await expect(database.ping()).resolves.toBeUndefined();
  });

  it('opens further clients on the same data', async () => {
    const client = database.openClient({ max: 1 });
    expect(await client`select total from counter`).toMatchObject([{ total: 0 }]);
    await client.end();
  });
});
