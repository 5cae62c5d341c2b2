import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATABASE_SOCKET, locateSocket } from './data-directory.ts';
import { errorCode, isConnectionError } from './database-errors.ts';
import type { DatabaseLogger } from './database-logger.ts';
import { type EmbeddedBackend, openEmbedded } from './embedded-database.ts';
import type { ServerLimits } from './embedded-protocol.ts';

const IDLE_MS = 300;
const logger: DatabaseLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

let dataDir: string;
let backend: EmbeddedBackend;
let sql: Sql;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lectern-embedded-'));
  backend = await openEmbedded({ dataDir, logger, idleInTransactionMs: IDLE_MS });
  sql = backend.connect({ max: 6 });
  await sql.unsafe('create table item (id int primary key)');
});
beforeEach(() => sql`delete from item`);
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await backend.close();
  await rm(dataDir, { recursive: true, force: true });
});

const countItems = async (): Promise<number> => {
  const [row] = await sql<{ total: number }[]>`select count(*)::int as total from item`;
  return row?.total ?? -1;
};

describe('a statement that PGlite would not survive', () => {
  it.each(['copy item from stdin', 'select 1; copy item from stdin', 'COPY item FROM STDIN'])(
    'refuses %j and lives on',
    async (statement) => {
      await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '0A000' });
      expect(await countItems()).toBe(0);
    },
  );

  it('fails the transaction around it', async () => {
    const attempt = sql.begin(async (tx) => {
      await tx`insert into item values (1)`;
      await tx.unsafe('copy item from stdin').catch(() => undefined);
      await tx`insert into item values (2)`;
    });
    await expect(attempt).rejects.toMatchObject({ code: '0A000' });
    expect(await countItems()).toBe(0);
  });

  it('takes text that only speaks of it', async () => {
    const [row] = await sql.unsafe("select 'copy item from stdin' as text");
    expect(row).toEqual({ text: 'copy item from stdin' });
  });
});

describe('an idle transaction', () => {
  it('is rolled back, and the pool goes on', async () => {
    const open = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const attempt = sql
      .begin(async (tx) => {
        await tx`insert into item values (1)`;
        open.resolve();
        await over.promise;
        await tx`insert into item values (2)`;
      })
      .catch((error: unknown) => error);
    await open.promise;
    // Waits behind the transaction, so its answer says that the transaction is over.
    expect(await countItems()).toBe(0);
    over.resolve();
    expect(isConnectionError(await attempt)).toBe(true);
    expect(await countItems()).toBe(0);
  });
});

describe('a connection that vanishes', () => {
  it('leaves nothing of its transaction', async () => {
    const socket = connectSocket(locateSocket(dataDir, DATABASE_SOCKET));
    const user = Buffer.from('user\0postgres\0\0');
    const startup = Buffer.alloc(8 + user.length);
    startup.writeInt32BE(startup.length, 0);
    startup.writeInt32BE(196_608, 4);
    user.copy(startup, 8);
    socket.write(startup);
    const answered = new Promise<void>((resolve) => {
      socket.on('data', (data) => {
        if (data.includes('INSERT 0 1')) resolve();
      });
    });
    const text = Buffer.from('begin; insert into item values (9)\0');
    const query = Buffer.alloc(5 + text.length);
    query.write('Q');
    query.writeInt32BE(4 + text.length, 1);
    text.copy(query, 5);
    socket.write(query);
    await answered;
    socket.destroy();
    expect(await countItems()).toBe(0);
  });
});

describe('a worker that dies', () => {
  it('fails what was in flight, keeps what was acknowledged, and comes back by itself', async () => {
    await sql`insert into item values (1)`;
    // Two connections that are open: one that still has to be made would wait for the next worker.
    await Promise.all([sql`select 1`, sql`select 1`, sql`select 1`]);
    const open = Promise.withResolvers<void>();
    const dead = Promise.withResolvers<void>();
    const inTransaction = sql
      .begin(async (tx) => {
        await tx`insert into item values (2)`;
        open.resolve();
        await dead.promise;
        await tx`insert into item values (3)`.catch(() => undefined);
        await tx`insert into item values (4)`;
      })
      .catch((error: unknown) => error);
    await open.promise;
    // Sent, and waiting for the transaction: in flight when the worker dies.
    const inFlight = sql`select 1`.catch((error: unknown) => error);
    await backend.server.terminate();
    dead.resolve();
    const errors = [await inFlight, await inTransaction];
    expect(errors.map(isConnectionError), String(errors.map(errorCode))).toEqual([true, true]);
    expect(await countItems()).toBe(1);
  });

  it('comes back as often as that happens, and keeps statements waiting meanwhile', async () => {
    for (let round = 0; round < 2; round++) {
      await backend.server.terminate();
      await Promise.all(Array.from({ length: 8 }, (_, index) => sql`insert into item values (${round * 8 + index})`));
    }
    expect(await countItems()).toBe(16);
  });
});

describe('a worker that hangs', () => {
  const HANG = 'do $$ begin loop end loop; end $$';
  const hanging = async (serverLimits: ServerLimits) => {
    const path = await mkdtemp(join(tmpdir(), 'lectern-hanging-'));
    const open = await openEmbedded({ dataDir: path, logger, serverLimits });
    const client = open.connect({ max: 2 });
    await client.unsafe('create table item (id int primary key)');
    await client`insert into item values (1)`;
    return { path, open, client, hung: client.unsafe(HANG).catch((error: unknown) => error) };
  };

  it('is ended and started again when it gives no sign of life, and keeps what was acknowledged', async () => {
    const { path, open, client, hung } = await hanging({ pingMs: 200, mostUnanswered: 5 });
    expect(isConnectionError(await hung), String(await hung)).toBe(true);
    expect([...(await client`select id from item`)]).toEqual([{ id: 1 }]);
    await client.end({ timeout: 1 });
    await open.close();
    await rm(path, { recursive: true, force: true });
  });

  it('cannot keep the server from stopping', async () => {
    const { path, open, client, hung } = await hanging({ stopMs: 200 });
    await open.close();
    expect(isConnectionError(await hung), String(await hung)).toBe(true);
    await client.end({ timeout: 1 });
    const again = await openEmbedded({ dataDir: path, logger });
    const reader = again.connect({ max: 1 });
    expect([...(await reader`select id from item`)]).toEqual([{ id: 1 }]);
    await reader.end({ timeout: 1 });
    await again.close();
    await rm(path, { recursive: true, force: true });
  });
});
