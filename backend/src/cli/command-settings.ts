import { readEnvironment } from '../config/environment-files.ts';
import { silentLogger } from '../config/logging.ts';
import { loadSettings, type Settings } from '../config/settings.ts';
import type { OpenDatabaseOptions } from '../db/client.ts';

/**
 * The settings that a command works with: those of the server in this directory.
 *
 * @throws SettingsError
 */
export function readCommandSettings(): Settings {
  return loadSettings(readEnvironment(process.env, process.cwd()));
}

/** How a command opens the database of the settings; it logs nothing, commands speak for themselves. */
export function databaseOptions(settings: Settings): OpenDatabaseOptions {
  return {
    ...settings.database,
    dataDir: settings.server.dataDir,
    logger: silentLogger(),
  };
}
