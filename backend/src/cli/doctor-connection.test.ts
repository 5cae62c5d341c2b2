import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSettings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { checkConnection } from './doctor-connection.ts';
import { checkRedis } from './doctor-redis.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase({ migrate: false });
});
afterAll(() => database.close());

/** As if the database at hand were the one of the URL. */
async function lines(url: string): Promise<string[]> {
  const { database: settings } = loadSettings({ DATABASE_URL: url });
  const found: string[] = [];
  for await (const { name, state, text } of checkConnection({ kind: 'postgresql', sql: database.sql }, settings)) {
    found.push(`${name}: ${state}, ${text}`);
  }
  return found;
}

it.each([
  ['postgresql://me@localhost/book', /TLS: ok, none is needed/],
  ['postgresql://me@db.example/book', /TLS: warning, what goes to db\.example may be read/],
  ['postgresql://me@db.example/book?sslmode=disable', /TLS: ok, switched off/],
  ['postgresql://me@db.example/book?sslmode=require', /TLS: warning, encrypted, but nobody looks/],
  ['postgresql://me@ep-a-1-pooler.eu-central-1.aws.neon.tech/book', /TLS: ok, verify-full/],
])('%s', async (url, line) => {
  expect((await lines(url)).join('\n')).toMatch(line);
});

it('says nothing of the embedded database', async () => {
  const found = [];
  for await (const finding of checkConnection({ kind: 'embedded', sql: database.sql }, null)) found.push(finding);
  expect(found).toEqual([]);
});

it('finds a Redis that is not there to be no hindrance, and says how to mend it', async () => {
  const found = [];
  for await (const finding of checkRedis('redis://:hunter2@127.0.0.1:1')) found.push(finding);
  expect(found).toEqual([
    {
      name: 'Redis',
      state: 'warning',
      text: 'not used: it does not answer (ECONNREFUSED)',
      mend: expect.stringContaining('REDIS_URL'),
    },
  ]);
});
