/** How doctor opens the database for a look at what lies in it. */
import type { Settings } from '../config/settings.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { databaseOptions } from './command-settings.ts';

/** See {@link openForDoctor}; whoever opens it closes it. */
export type OpenForDoctor = (settings: Settings) => Promise<Database>;

/** Opens the database of the settings; it logs nothing. */
export const openForDoctor: OpenForDoctor = (settings) => openDatabase(databaseOptions(settings));
