/** `lectern doctor --providers`: one bounded call for each key, booked like any other; what came of it, and its price. */
import { Registry } from 'prom-client';
import { silentLogger } from '../config/logging.ts';
import { deriveKeys, loadSecret } from '../config/secret.ts';
import type { Settings } from '../config/settings.ts';
import { SettingsError } from '../config/settings-error.ts';
import { type ControlClient, ControlError, connectControl } from '../control/index.ts';
import type { Database } from '../db/client.ts';
import { createMemoryRateCounter } from '../middleware/rate-counter.ts';
import { type ProviderTrial, providerTrialSchema } from '../provider-trial.ts';
import { namesProviders, tryProviders } from '../provider-trials.ts';
import { createSpending } from '../usage/index.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';
import { type OpenForDoctor, openForDoctor } from './doctor-open.ts';

const NAME = 'Providers';
const NOT_READY = 'The database is not ready to book calls. Run "lectern migrate", or start the server once.';

/** Asks every provider that the settings name, in the running server if there is one; the last finding is the sum. @param open for tests */
export async function* checkProviders(
  settings: Settings,
  open: OpenForDoctor = openForDoctor,
): AsyncGenerator<Finding> {
  if (!namesProviders(settings)) {
    yield ok(NAME, 'no key is set: nobody was asked');
    return;
  }
  let calls = 0;
  let costUsd = 0;
  try {
    for await (const trial of runTrials(settings, open)) {
      calls += 1;
      costUsd += trial.costUsd;
      yield findingOf(trial);
    }
  } catch (error) {
    yield explainTrials(error);
    return;
  }
  yield ok(NAME, `${calls} asked, ${formatUsd(costUsd)} in all, booked (lectern usage)`);
}

async function* runTrials(settings: Settings, open: OpenForDoctor): AsyncGenerator<ProviderTrial> {
  const server = await connectControl(settings.server.dataDir);
  if (server !== undefined) return yield* trialsInServer(server);
  const database = await open(settings);
  // Doctor makes no tables; without them no call could be booked, and none may be made then.
  if (database === undefined) throw new ControlError(NOT_READY);
  try {
    yield* trialsHere(settings, database);
  } finally {
    await database.close();
  }
}

async function* trialsInServer(server: ControlClient): AsyncGenerator<ProviderTrial> {
  try {
    for await (const { type, data } of server.runCommand('providers')) {
      if (type === 'progress') yield providerTrialSchema.parse(data);
    }
  } finally {
    server.close();
  }
}

async function* trialsHere(settings: Settings, database: Database): AsyncGenerator<ProviderTrial> {
  const logger = silentLogger();
  const { ledger, prices } = createSpending({
    database,
    settings,
    keys: deriveKeys(loadSecret(settings)),
    logger,
    registry: new Registry(),
    counter: createMemoryRateCounter(),
  });
  yield* tryProviders({ settings, ledger, prices, logger });
}

function findingOf({ service, target, state, text, mend, costUsd }: ProviderTrial): Finding {
  const told = `${target} ${text}${costUsd > 0 ? `, ${formatUsd(costUsd)}` : ''}`;
  if (state === 'answers') return ok(service, told);
  return state === 'doubtful' ? warning(service, told, mend) : broken(service, told, mend);
}

function explainTrials(error: unknown): Finding {
  if (error instanceof ControlError || error instanceof SettingsError) return broken(NAME, error.message);
  // What is wrong with the database has been told, with its mend, by the check of the database.
  return broken(NAME, 'nobody was asked: the database cannot be opened, so that no call could be booked');
}

/** A word costs millionths. */
const formatUsd = (usd: number): string => `${usd.toFixed(6)} USD`;
