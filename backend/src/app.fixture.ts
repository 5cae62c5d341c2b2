/** Builds the real app for tests, with small settings of its own and no database. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { FastifyInstance } from 'fastify';
import postgres from 'postgres';
import { buildApp } from './app.ts';
import { capabilitiesOf } from './config/capabilities.ts';
import type { HealthCheck } from './config/health-check.ts';
import { createLifecycle } from './config/lifecycle.ts';
import { silentLogger } from './config/logging.ts';
import { deriveKeys } from './config/secret.ts';
import { loadSettings, type Settings } from './config/settings.ts';
import type { Deps } from './deps.ts';
import { createChat } from './features/chat/index.ts';
import { createContent } from './features/content/index.ts';
import { createLearning } from './features/learning/index.ts';
import { createMe } from './features/me/index.ts';
import { createTranslation } from './features/translation/index.ts';
import { createMetrics } from './middleware/metrics.ts';
import { createMemoryRateCounter } from './middleware/rate-counter.ts';
import { createNoEmail } from './providers/email/index.ts';
import { createInProcessVectors } from './providers/vectors/in-process-vectors.ts';
import { createSpending } from './usage/index.ts';

/** Settings for a test, in a directory of its own. */
export function testSettings(variables: Record<string, string> = {}): Settings {
  const root = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  return loadSettings({ LECTERN_ENV: 'test', LOG_FILE: 'false', MAX_EVENT_LOOP_DELAY_MS: '0', ...variables }, { root });
}

/** Dependencies for a test; replace those that it looks at. */
export function testDeps(settings: Settings, checks: readonly HealthCheck[] = []): Deps {
  const lifecycle = createLifecycle();
  const { content, db, sql } = emptyBook();
  const keys = deriveKeys('a secret for tests that is long enough');
  const metrics = createMetrics(false);
  const { registry } = metrics;
  const rateCounter = createMemoryRateCounter();
  const logger = silentLogger();
  const spending = createSpending({ database: { db, sql }, settings, keys, logger, registry, counter: rateCounter });
  return {
    settings,
    logger,
    keys,
    lifecycle,
    metrics,
    rateCounter,
    health: { version: '0.0.0-test', capabilities: capabilitiesOf(settings), checks, lifecycle },
    content,
    chat: createChat({
      db,
      content: content.service,
      logger: silentLogger(),
      publicUrl: settings.server.publicUrl,
    }),
    allowance: { ledger: spending.ledger, proofGate: spending.proofGate, writer: null, embedder: null },
    learning: createLearning({ db, content: content.service }),
    translation: createTranslation({
      db,
      content: content.service,
      ledger: spending.ledger,
      engines: [],
      logger,
      registry,
    }),
    // Accounts need a database: see auth.fixture.ts.
    auth: undefined,
    me: createMe({
      db,
      settings,
      owned: [],
      accounts: undefined,
      mail: createNoEmail(),
      eraseAgain: async () => undefined,
      logger,
    }),
  };
}

/** A book that has not been indexed, over a database that nobody connects to. */
function emptyBook() {
  const sql = postgres({ host: '127.0.0.1', port: 1, max: 1 });
  const db = drizzle(sql, { casing: 'snake_case' });
  const database = { db, listen: async () => async () => {} };
  return { db, sql, content: createContent({ database, vectors: createInProcessVectors(), logger: silentLogger() }) };
}

/** The app as it is served. `extend` adds routes for the test before the app is ready. */
export async function testApp(
  variables: Record<string, string> = {},
  extend: (app: FastifyInstance, deps: Deps) => void | Promise<void> = () => {},
): Promise<FastifyInstance> {
  const deps = testDeps(testSettings(variables));
  const app = await buildApp(deps);
  await extend(app, deps);
  await app.ready();
  return app;
}
