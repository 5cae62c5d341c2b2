/** The composition root: from settings to everything that the features need. */
import type { Logger } from 'pino';
import { capabilitiesOf } from './config/capabilities.ts';
import type { HealthCheck } from './config/health-check.ts';
import type { Lifecycle } from './config/lifecycle.ts';
import { deriveKeys, type Keys, loadSecret } from './config/secret.ts';
import type { Settings } from './config/settings.ts';
import { SERVER_VERSION } from './config/version.ts';
import type { HealthDeps } from './features/health/index.ts';
import { createMetrics, type Metrics } from './middleware/metrics.ts';
import { createMemoryRateCounter, type RateCounter } from './middleware/rate-counter.ts';

/** Everything that buildApp() needs. Tests hand in fakes of the parts they don't look at. */
export interface Deps {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly keys: Keys;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly rateCounter: RateCounter;
  readonly health: HealthDeps;
  // content: ContentDeps;
  // chat: ChatDeps;
}

/** Dependencies and how to let go of them. */
export interface OpenDeps {
  readonly deps: Deps;
  /** Closes what was opened, last first. */
  close(): Promise<void>;
}

/** Makes the adapters that the settings name. */
export async function openDeps(settings: Settings, logger: Logger, lifecycle: Lifecycle): Promise<OpenDeps> {
  const keys = deriveKeys(loadSecret(settings));
  const checks: HealthCheck[] = [];
  const deps: Deps = {
    settings,
    logger,
    keys,
    lifecycle,
    metrics: createMetrics(),
    rateCounter: createMemoryRateCounter(),
    health: { version: SERVER_VERSION, capabilities: capabilitiesOf(settings), checks, lifecycle },
  };
  return { deps, close: async () => {} };
}
