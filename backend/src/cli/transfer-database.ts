/** The databases that backups, restores and moves work on. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BackupError } from '../backup/index.ts';
import { type DatabaseAddress, databaseAddress } from '../config/database-url.ts';
import { SECRET_FILE } from '../config/secret.ts';
import type { Settings } from '../config/settings.ts';
import { connectControl } from '../control/index.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { locateDataDirectory, prepareDataDirectory, readPostgresMajor } from '../db/data-directory.ts';
import { explainStartFailure } from '../start-failure.ts';
import { databaseOptions } from './command-settings.ts';

/** A data directory or a PostgreSQL database. */
export type DatabasePlace =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'postgresql'; readonly address: DatabaseAddress };

/** The other side of a move may be slow; a transaction that waits for it is not forgotten. Ms. */
const PATIENCE_MS = 600_000;

/**
 * Understands what was given on the command line.
 *
 * @throws BackupError when it is neither
 */
export function parsePlace(text: string): DatabasePlace {
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return { kind: 'embedded', dataDir: resolve(text) };
  // Never the text itself: it holds a password.
  const wrong = new BackupError('The address must be postgresql://user:password@host/database.');
  if (!/^postgres(ql)?:/i.test(text)) throw wrong;
  try {
    return { kind: 'postgresql', address: databaseAddress(text) };
  } catch {
    throw wrong;
  }
}

/** Where the server of these settings keeps its data. */
export function placeOf(settings: Settings): DatabasePlace {
  if (settings.database) return { kind: 'postgresql', address: settings.database };
  return { kind: 'embedded', dataDir: settings.server.dataDir };
}

/** A place in words, without secrets. */
export function describePlace(place: DatabasePlace): string {
  if (place.kind === 'embedded') return `the embedded database in ${place.dataDir}`;
  const { host, pathname } = new URL(place.address.url);
  return `the PostgreSQL database ${decodeURIComponent(pathname.slice(1))} at ${host}`;
}

/** Whether both are the same database. */
export function isSamePlace(a: DatabasePlace, b: DatabasePlace): boolean {
  return describePlace(a) === describePlace(b);
}

/**
 * Opens a database that must be there: looking for something to copy makes no new one.
 *
 * @throws BackupError, or what opening throws
 */
export async function openSource(place: DatabasePlace, settings: Settings): Promise<Database> {
  if (place.kind === 'embedded' && !isThere(place)) {
    throw new BackupError(`${place.dataDir} holds no database: name the data directory of a server that has run.`);
  }
  return open(place, settings);
}

/** Whether there is a database at a place; of a server that is for others to say. */
export function isThere(place: DatabasePlace): boolean {
  return place.kind === 'postgresql' || readPostgresMajor(locateDataDirectory(place.dataDir)) !== undefined;
}

/** Opens a database to load into; a new embedded one is made. */
export async function openTarget(place: DatabasePlace, settings: Settings): Promise<Database> {
  if (place.kind === 'embedded') prepareDataDirectory(place.dataDir);
  return open(place, settings);
}

async function open(place: DatabasePlace, settings: Settings): Promise<Database> {
  const address = place.kind === 'postgresql' ? place.address : null;
  try {
    return await openDatabase({
      ...databaseOptions(settings),
      // Everything goes over one connection, and never through a pooler.
      url: address?.directUrl,
      directUrl: address?.directUrl,
      pooled: false,
      poolSize: 1,
      idleInTransactionMs: PATIENCE_MS,
      ...(place.kind === 'embedded' && { dataDir: place.dataDir }),
    });
  } catch (error) {
    const line = explainStartFailure(error, { ...settings, database: address && { ...address, poolSize: 1 } });
    throw line === undefined ? error : new BackupError(line, { cause: error });
  }
}

/**
 * Makes sure that no server works on a data directory. (On PostgreSQL the database itself tells.)
 *
 * @throws BackupError when one does
 */
export async function refuseRunningServer(place: DatabasePlace): Promise<void> {
  if (place.kind !== 'embedded') return;
  const server = await connectControl(place.dataDir).catch(() => undefined);
  if (!server) return;
  server.close();
  throw new BackupError(`A server runs on ${place.dataDir}. Stop it, and run the command again.`);
}

/** Path of the secret that a data directory keeps, if it keeps one. */
export function findSecretFile(dataDir: string): string | undefined {
  const path = join(dataDir, SECRET_FILE);
  return existsSync(path) ? path : undefined;
}
