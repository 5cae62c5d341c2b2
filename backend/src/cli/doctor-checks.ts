/** The checks of `lectern doctor`, in the order in which a start needs them. */

import type { Settings } from '../config/settings.ts';
import { SettingsError } from '../config/settings-error.ts';
import { connectControl } from '../control/index.ts';
import { readCommandSettings } from './command-settings.ts';
import { checkDatabase } from './doctor-database.ts';
import { checkMailServer } from './doctor-email.ts';
import { broken, type Finding, ok } from './doctor-finding.ts';
import { checkModels } from './doctor-llm.ts';
import { checkDataDirectory, checkDisk, checkNode, checkPort } from './doctor-machine.ts';
import { checkManifest } from './doctor-manifest.ts';
import { checkRedis } from './doctor-redis.ts';
import { checkTranslators } from './doctor-translation.ts';
import { checkVectors } from './doctor-vectors.ts';

/**
 * Looks at everything; each finding as soon as it is there. Changes nothing.
 * @returns the settings; undefined when they cannot be used
 */
export async function* examine(): AsyncGenerator<Finding, Settings | undefined> {
  yield checkNode(process.versions.node);
  let settings: Settings;
  try {
    settings = readCommandSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    yield broken('Settings', error.message);
    return undefined;
  }
  yield ok('Settings', `valid (${settings.environment})`);
  const control = await connectControl(settings.server.dataDir).catch(() => undefined);
  control?.close();
  yield await checkPort(settings.server.host, settings.server.port, control !== undefined);
  yield checkDisk(settings.server.dataDir);
  yield checkDataDirectory(settings.server.dataDir);
  yield* checkDatabase(settings);
  yield* checkRedis(settings.redisUrl);
  yield await checkManifest(settings.content.manifest);
  yield await checkVectors(settings);
  yield* checkModels(settings);
  yield* checkTranslators(settings);
  yield await checkMailServer(settings);
  return settings;
}
