/** A database for tests: a new embedded one, or a new one on the server of LECTERN_TEST_DATABASE_URL. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { type Database, openDatabase } from './client.ts';
import type { DatabaseLogger } from './database-logger.ts';
import { migrateDatabase } from './migrate.ts';

const SILENT: DatabaseLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** How the test database begins. */
export interface TestDatabaseOptions {
  /** Apply the migrations; default true. */
  readonly migrate?: boolean;
  readonly logger?: DatabaseLogger;
  /** Embedded only: see {@link openDatabase}. */
  readonly idleInTransactionMs?: number;
}

/**
 * Opens an empty, migrated database that `close()` removes. Opening takes a second or two: open one per file, in
 * `beforeAll`, and empty the tables between tests.
 */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<Database> {
  const serverUrl = process.env['LECTERN_TEST_DATABASE_URL'];
  const database = serverUrl ? await openOnServer(serverUrl, options) : await openInDirectory(options);
  try {
    if (options.migrate !== false) await migrateDatabase(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openInDirectory(options: TestDatabaseOptions): Promise<Database> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-test-'));
  const database = await openDatabase({
    dataDir,
    logger: options.logger ?? SILENT,
    idleInTransactionMs: options.idleInTransactionMs,
  });
  return {
    ...database,
    close: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openOnServer(serverUrl: string, options: TestDatabaseOptions): Promise<Database> {
  const name = `lectern_test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, dataDir: tmpdir(), logger: options.logger ?? SILENT });
  return {
    ...database,
    close: async () => {
      await database.close();
      await runOnServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}
