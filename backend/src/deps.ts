/** The composition root: from settings to everything that the features need. */
import { REPLAY_KEPT_MS } from '@lectern/contracts';
import type { Logger } from 'pino';
import { openAnswerModels } from './answer-models.ts';
import { capabilitiesOf } from './config/capabilities.ts';
import type { HealthCheck } from './config/health-check.ts';
import type { Lifecycle } from './config/lifecycle.ts';
import { moduleLogger } from './config/logging.ts';
import { deriveKeys, type Keys, loadSecret } from './config/secret.ts';
import type { Settings } from './config/settings.ts';
import { SERVER_VERSION } from './config/version.ts';
import { type Database, openDatabase } from './db/client.ts';
import { prepareDataDirectory } from './db/data-directory.ts';
import { migrateDatabase } from './db/migrate.ts';
import type { AllowanceDeps } from './features/allowance/index.ts';
import type { AuthFeature } from './features/auth/index.ts';
import { type ChatDeps, createChat } from './features/chat/index.ts';
import { type Content, type ContentService, createContent } from './features/content/index.ts';
import type { HealthDeps } from './features/health/index.ts';
import { createLearning, type LearningDeps } from './features/learning/index.ts';
import type { Me } from './features/me/index.ts';
import type { Translation } from './features/translation/index.ts';
import { createCacheCheck, createDatabaseCheck, createDiskCheck } from './health-checks.ts';
import { createOriginPolicy } from './middleware/cors.ts';
import { createMetrics, type Metrics } from './middleware/metrics.ts';
import { createMemoryRateCounter, type RateCounter, withFallback } from './middleware/rate-counter.ts';
import { askRateLimit, createLimiter } from './middleware/rate-limit.ts';
import { openSharedCache, type SharedCache } from './providers/cache/index.ts';
import { type Email, openEmail } from './providers/email/index.ts';
import { openEmbeddings, questionRecipient } from './providers/embeddings/open-embeddings.ts';
import { createPgBossQueue, type JobQueue } from './providers/jobs/index.ts';
import { openVectors } from './providers/vectors/open-vectors.ts';
import { openReaders, readProfiles } from './reader-deps.ts';
import { startServerJobs } from './server-jobs.ts';
import { openTranslation } from './translation-deps.ts';
import { createSpending, meterEmbeddings, type Receipts, type Spending } from './usage/index.ts';

/** Everything that buildApp() needs. Tests hand in fakes of the parts they don't look at. */
export interface Deps {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly keys: Keys;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly rateCounter: RateCounter;
  readonly health: HealthDeps;
  readonly content: { readonly service: ContentService };
  readonly chat: ChatDeps;
  readonly allowance: AllowanceDeps;
  readonly learning: LearningDeps;
  readonly translation: Translation;
  /** undefined: no accounts (FEATURE_ACCOUNTS). */
  readonly auth: AuthFeature | undefined;
  readonly me: Me;
}

/** What runs behind the app, and how to let go of it. */
export interface OpenDeps {
  readonly deps: Deps;
  readonly database: Database;
  readonly content: Content;
  readonly jobs: JobQueue;
  readonly email: Email;
  readonly receipts: Receipts;
  /** For calls that the operator asks for. */
  readonly spending: Pick<Spending, 'ledger' | 'prices'>;
  /** Starts to work on jobs. */
  startJobs(): Promise<void>;
  /** Closes what was opened, last first. */
  close(): Promise<void>;
}

/** How the dependencies are opened. */
export interface OpenDepsOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** Told what is being done, in a few plain words. */
  readonly onStep?: (step: string) => void;
}

/**
 * Makes the adapters that the settings name, migrates the database and loads the index.
 * @throws SettingsError, DataDirectoryError, DirectoryLockedError, DatabaseUnavailableError, each with its mend
 */
export async function openDeps(options: OpenDepsOptions): Promise<OpenDeps> {
  const { settings, logger, lifecycle, onStep = () => {} } = options;
  prepareDataDirectory(settings.server.dataDir);
  const keys = deriveKeys(loadSecret(settings));
  const databaseLogger = moduleLogger(logger, settings, 'database');
  onStep('Opening the database');
  const database = await openDatabase({
    ...settings.database,
    dataDir: settings.server.dataDir,
    logger: databaseLogger,
  });
  const cache = openCache(settings, logger);
  try {
    const { applied } = await migrateDatabase(database);
    if (applied.length > 0) databaseLogger.info({ applied }, 'migrated');
    const metrics = createMetrics();
    const own = createMemoryRateCounter();
    const rateCounter = cache ? withFallback(cache.rates, own) : own;
    const spending = createSpending({
      database,
      settings,
      keys,
      logger: moduleLogger(logger, settings, 'usage'),
      registry: metrics.registry,
      counter: rateCounter,
    });
    const { ledger, proofGate, receipts } = spending;
    onStep('Loading the index');
    const contentLogger = moduleLogger(logger, settings, 'content');
    const vectors = openVectors({ settings, db: database.db, logger: moduleLogger(logger, settings, 'vectors') });
    const content = createContent({
      database,
      vectors,
      logger: contentLogger,
      manifest: settings.content.manifest,
      embeddings: await openEmbeddings({
        settings: settings.embedding,
        meter: meterEmbeddings(ledger),
        logger: contentLogger,
      }),
      latent: settings.embedding.provider !== 'none',
    });
    await content.start();
    const jobs = createPgBossQueue({ database, logger: moduleLogger(logger, settings, 'jobs') });
    const email = openEmail({
      settings,
      db: database.db,
      jobs,
      logger: moduleLogger(logger, settings, 'email'),
      siteName: () => siteName(content, settings),
    });
    const checks: HealthCheck[] = [
      createDatabaseCheck(database),
      content.health,
      ...(content.embeddingHealth ? [content.embeddingHealth] : []),
      ...(vectors.health ? [vectors.health] : []),
      createDiskCheck(settings.server.dataDir),
      ...(cache ? [createCacheCheck(cache)] : []),
      ...(email.health ? [email.health] : []),
    ];
    const { registry } = metrics;
    const { model, writer, chain } = await openAnswerModels({ settings, logger, spending, registry });
    const translation = await openTranslation({
      settings,
      logger,
      database,
      content,
      spending,
      registry,
      lifecycle,
      cache,
      answers: chain,
    });
    const chat = createChat({
      db: database.db,
      content: content.service,
      logger: moduleLogger(logger, settings, 'chat'),
      publicUrl: settings.server.publicUrl,
      askRateLimit: askRateLimit(settings),
      cut: lifecycle.cut,
      shared: cache,
      model,
      profileOf: readProfiles(database.db),
      translated: settings.features.translation ? translation.service.plainTexts : undefined,
      socket: {
        ticketKey: keys.tickets,
        isOwnOrigin: createOriginPolicy(settings),
        countAsk: createLimiter(askRateLimit(settings), rateCounter),
      },
    });
    const deps: Deps = {
      settings,
      logger,
      keys,
      lifecycle,
      metrics,
      rateCounter,
      health: { version: SERVER_VERSION, capabilities: capabilitiesOf(settings), checks, lifecycle },
      content,
      chat,
      allowance: { ledger, proofGate, writer, embedder: questionRecipient(settings.embedding) },
      learning: createLearning({
        db: database.db,
        content: content.service,
        translated: settings.features.translation ? translation.service.quizTexts : undefined,
      }),
      translation,
      ...openReaders({
        settings,
        logger,
        keys,
        db: database.db,
        chat,
        mail: email.sender,
        jobs,
        rateCounter,
        proofGate,
      }),
    };
    return {
      deps,
      database,
      content,
      jobs,
      email,
      receipts,
      spending,
      startJobs: () => startServerJobs(jobs, { ...deps, content, email, receipts }),
      async close() {
        await email.stop();
        await jobs.stop({ graceMs: settings.server.shutdownGraceMs });
        await content.stop();
        await cache?.close();
        await database.close();
      },
    };
  } catch (error) {
    await cache?.close();
    await database.close();
    throw error;
  }
}

/** The book's title; before the first index, the host that readers know. */
function siteName(content: Content, settings: Settings): string {
  try {
    return content.service.book().title;
  } catch {
    return new URL(settings.server.publicUrl).host;
  }
}

function openCache(settings: Settings, logger: Logger): SharedCache | undefined {
  if (settings.redisUrl === null) return undefined;
  const log = moduleLogger(logger, settings, 'cache');
  return openSharedCache({ url: settings.redisUrl, keptMs: REPLAY_KEPT_MS, logger: log });
}
