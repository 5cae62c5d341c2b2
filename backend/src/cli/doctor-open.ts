/** How doctor opens the database for a look at what lies in it: one that is not there is not made. */
import { existsSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { locateDataDirectory } from '../db/data-directory.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { databaseOptions } from './command-settings.ts';

/** See {@link openForDoctor}; whoever opens it closes it. */
export type OpenForDoctor = (settings: Settings) => Promise<Database | undefined>;

/** Opens the database of the settings, which logs nothing then; undefined when its tables are not those of this version. */
export const openForDoctor: OpenForDoctor = async (settings) => {
  const isMissing = settings.database === null && !existsSync(locateDataDirectory(settings.server.dataDir).database);
  return isMissing ? undefined : readyOrClosed(await openDatabase(databaseOptions(settings)));
};

/** Gives a database on when its tables are those of this version; otherwise closes it. */
export async function readyOrClosed(database: Database): Promise<Database | undefined> {
  try {
    if ((await pendingMigrations(database)).length === 0) return database;
  } catch (error) {
    await database.close();
    throw error;
  }
  await database.close();
  return undefined;
}
