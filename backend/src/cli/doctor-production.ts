/** `lectern doctor --production`: what an installation on the open internet needs beyond what a start does. */
import type { Settings } from '../config/settings.ts';
import type { Finding } from './doctor-finding.ts';
import { checkProductionMachine } from './doctor-production-machine.ts';
import { checkAdmin } from './doctor-production-people.ts';
import { checkProductionSettings } from './doctor-production-settings.ts';

/** Looks at settings, machine and accounts; changes nothing. */
export async function* checkProduction(settings: Settings): AsyncGenerator<Finding> {
  yield* checkProductionSettings(settings);
  yield* checkProductionMachine(settings, process.cwd());
  yield await checkAdmin(settings);
}
