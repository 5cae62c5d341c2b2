/** What is said when a PostgreSQL server cannot be used as it is: password, rights, extension, migrations. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS_FOLDER, migrateDatabase, pendingMigrations, readMigrations } from '../../src/db/migrate.ts';
import { makeCluster, type PostgresCluster } from '../services/postgres-service.ts';
import { type RunningProgram, stopProgram } from '../services/service-process.ts';
import { connectionLine, openServer } from './connection-line.ts';

const PROCESSES_MS = 120_000;

// In the run with services only: it starts servers of its own.
describe.skipIf(process.env['LECTERN_TEST_DATABASE_URL'] === undefined)(
  'a PostgreSQL server',
  { timeout: PROCESSES_MS },
  () => {
    let cluster: PostgresCluster;
    let program: RunningProgram;

    beforeAll(async () => {
      cluster = await makeCluster();
      const rules = join(cluster.folder, 'data', 'pg_hba.conf');
      const own = ['hostnossl all secure 127.0.0.1/32 reject', 'host all sworn 127.0.0.1/32 scram-sha-256'];
      writeFileSync(rules, `${own.join('\n')}\n${readFileSync(rules, 'utf8')}`);
      program = await cluster.start();
      const owner = await openServer(cluster.url);
      for (const statement of [
        "create role sworn login password 'right'",
        'create role plain login',
        'create database bare',
        'create database ready',
        'grant create on database ready to plain',
      ]) {
        await owner.sql.unsafe(statement);
      }
      await owner.close();
      const ready = await openServer(urlOf('lectern', 'ready'));
      await ready.sql.unsafe('create extension vector; grant usage, create on schema public to plain');
      await ready.close();
    }, PROCESSES_MS);
    afterAll(async () => {
      await stopProgram(program, 'SIGINT');
      cluster.remove();
    });

    const urlOf = (user: string, database: string, query = '', host = '127.0.0.1'): string =>
      `postgresql://${user}@${host}:${cluster.port}/${database}${query}`;

    it('says which of name, password and database is wrong, and never the password', async () => {
      const sworn = (password: string, database = 'postgres') =>
        urlOf('sworn', database).replace('sworn@', `sworn:${password}@`);
      expect(await connectionLine(sworn('right'))).toBe('plain');
      const refused = await connectionLine(sworn('hunter2'));
      expect(refused).toMatch(/refuses the password of "sworn"/);
      expect(refused).not.toContain('hunter2');
      expect(await connectionLine(sworn('right', 'nowhere'))).toMatch(/no such database.*CREATE DATABASE "nowhere"/);
      expect(await connectionLine(urlOf('plain', 'postgres', '?sslmod=require'))).toMatch(/does not know a parameter/);
    });

    it('tells what an administrator has to run where its user may not', async () => {
      const bare = await openServer(urlOf('plain', 'bare'));
      await expect(migrateDatabase(bare)).rejects.toThrow(/may not create.*GRANT CREATE ON DATABASE/);
      await bare.close();
      const owner = await openServer(urlOf('lectern', 'bare'));
      await owner.sql.unsafe('grant create on database bare to plain; grant usage, create on schema public to plain');
      // "vector" is a trusted extension for owners of a database only where the server says so.
      await owner.close();
      const again = await openServer(urlOf('plain', 'bare'));
      const outcome = await migrateDatabase(again).catch((error: unknown) => String(error));
      expect(JSON.stringify(outcome)).toMatch(/CREATE EXTENSION vector;|0000_extensions/);
      await again.close();
    });

    it('that has the extension is migrated by a user without rights on it, once, by however many at once', async () => {
      const replicas = await Promise.all([1, 2, 3].map(() => openServer(urlOf('plain', 'ready'))));
      const results = await Promise.all(replicas.map((replica) => migrateDatabase(replica)));
      expect(results.flatMap(({ applied }) => applied)).toEqual(readMigrations().map(({ name }) => name));
      await Promise.all(replicas.map((replica) => replica.close()));
    });

    describe('in the middle of a migration', () => {
      let folder: string;
      beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'lectern-migrations-'));
        cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
      });
      afterAll(() => rmSync(folder, { recursive: true, force: true }));

      it.each([
        ['fails', 'select no_such_column', /The migration 9000_half failed and was rolled back.*no_such_column/],
        [
          'is lost with its connection',
          'select pg_terminate_backend(pg_backend_pid())',
          /lost in the middle.*nothing of 9000_half was kept/,
        ],
        ['meets a table that is there', 'create table chat_session (id int)', /9000_half.*Restore the backup/],
      ])('that %s keeps nothing of it, and names it', async (_how, statement, line) => {
        const path = join(folder, 'meta', '_journal.json');
        const journal = JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8'));
        const { idx, when } = journal.entries.at(-1);
        journal.entries.push({ idx: idx + 1, version: '7', when: when + 1, tag: '9000_half', breakpoints: true });
        writeFileSync(path, JSON.stringify(journal));
        writeFileSync(
          join(folder, '9000_half.sql'),
          `create table half (id int);\n--> statement-breakpoint\n${statement}`,
        );
        const database = await openServer(urlOf('lectern', 'ready'));
        await migrateDatabase(database);
        await expect(migrateDatabase(database, folder)).rejects.toThrow(line);
        expect(await database.sql`select to_regclass('half') as half`).toMatchObject([{ half: null }]);
        expect(await pendingMigrations(database, folder)).toEqual(['9000_half']);
        await database.close();
      });
    });

    it('behind something that takes connections and closes them is told at once', async () => {
      let taken = 0;
      const door: Server = createServer((socket) => {
        taken += 1;
        socket.destroy();
      });
      await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
      const address = door.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      expect(await connectionLine(`postgresql://me@127.0.0.1:${port}/book`)).toMatch(/cannot be used/);
      expect(taken).toBeLessThan(200);
      await new Promise((resolve) => door.close(resolve));
    });
  },
);
