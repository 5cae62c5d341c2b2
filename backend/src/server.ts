/** The life of a server: open, listen, index, and close gracefully. */
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { AppError } from './config/app-error.ts';
import { createLifecycle, type Lifecycle } from './config/lifecycle.ts';
import { type Logging, moduleLogger } from './config/logging.ts';
import { fingerprintSecret } from './config/secret.ts';
import type { Settings } from './config/settings.ts';
import { type ControlServer, listenControl } from './control/index.ts';
import { controlCommands } from './control-commands.ts';
import { explainFullStorage } from './db/database-errors.ts';
import { type OpenDeps, openDeps } from './deps.ts';
import { createRoles } from './features/auth/index.ts';
import type { IngestProgress } from './features/content/index.ts';
import { watchManifest } from './manifest-watch.ts';
import { compressSite } from './middleware/site-compression.ts';

/** What was told to stop and hangs all the same (a database without an answer) must not keep the process alive. */
const BACKGROUND_TIMEOUT_MS = 5_000;

/** A server that listens. */
export interface RunningServer {
  /** Address for readers of this machine, e.g. `http://localhost:8000`. */
  readonly address: string;
  readonly app: FastifyInstance;
  readonly open: OpenDeps;
  /** Settles when the index has been brought up to the book; false when that failed (an older index still answers). */
  readonly indexed: Promise<boolean>;
  /** Takes no more requests, lets answers finish within the grace time, closes. Further calls wait for the first. */
  close(): Promise<void>;
}

/** What a start reports. */
export interface StartOptions {
  /** Told what is being done, in a few plain words. */
  readonly onStep?: (step: string) => void;
  readonly onIngest?: (progress: IngestProgress) => void;
}

/**
 * Starts a server: migrate, load the index, listen; then index what is new, and work on jobs.
 * @throws what {@link openDeps} throws, or the listener's error (EADDRINUSE, …); nothing stays open then
 */
export async function startServer(
  settings: Settings,
  logging: Logging,
  options: StartOptions = {},
): Promise<RunningServer> {
  const lifecycle = createLifecycle();
  const { logger } = logging;
  const open = await openDeps({ settings, logger, lifecycle, ...(options.onStep ? { onStep: options.onStep } : {}) });
  let app: FastifyInstance;
  try {
    app = await buildApp(open.deps);
    await app.listen({
      host: settings.server.host,
      port: settings.server.port,
      listenTextResolver: (bound) => `bound to ${bound}`,
    });
  } catch (error) {
    await open.close();
    throw error;
  }
  if (settings.unused.length > 0) {
    moduleLogger(logger, settings, 'server').warn(
      { variables: settings.unused },
      'these settings are kept for later versions and do nothing yet',
    );
  }
  lifecycle.markReady();
  const address = readerAddress(settings, app.server.address());
  moduleLogger(logger, settings, 'server').info({ address, environment: settings.environment }, 'listening');
  const stop = new AbortController();
  const control = await openControl(open, settings, address);
  const indexed = bringIndexUp(open, settings, stop.signal, options);
  if (settings.content.watch) {
    watchManifest(
      settings.content.manifest,
      stop.signal,
      () => void bringIndexUp(open, settings, stop.signal, options),
    );
  }
  const jobs = indexed.then(() => startJobs(open, settings, stop.signal));
  const compressed = indexed.then(() => compressPages(open, settings, stop.signal));
  let closing: Promise<void> | undefined;
  return {
    address,
    app,
    open,
    indexed,
    close() {
      closing ??= closeServer({
        app,
        open,
        lifecycle,
        settings,
        background: [indexed, jobs, compressed],
        stop,
        control,
      });
      return closing;
    },
  };
}

async function bringIndexUp(
  open: OpenDeps,
  settings: Settings,
  signal: AbortSignal,
  options: StartOptions,
): Promise<boolean> {
  const log = moduleLogger(open.deps.logger, settings, 'content');
  try {
    const report = await open.content.catchUp({
      signal,
      ...(options.onIngest ? { onProgress: options.onIngest } : {}),
    });
    if (report !== undefined) log.info({ status: report.status, version: report.version }, 'the index is up to date');
    return true;
  } catch (err) {
    // A manifest that is missing or faulty is told in one line; its stack would say nothing more.
    const full = explainFullStorage(err);
    const known = full === undefined ? { err } : { code: 'STORAGE_FULL', detail: full };
    const fault = err instanceof AppError ? { code: err.code, detail: err.message } : known;
    if (!signal.aborted) log.error(fault, 'the book could not be indexed; what was indexed before still answers');
    return false;
  }
}

/** Without the socket the server serves all the same; commands then have to wait for its end. */
async function openControl(open: OpenDeps, settings: Settings, address: string): Promise<ControlServer | undefined> {
  const logger = moduleLogger(open.deps.logger, settings, 'control');
  const { manifest } = settings.content;
  const roles = createRoles(open.database.db);
  const { content, receipts } = open;
  const { translation } = open.deps;
  const providers = { settings, logger, ...open.spending };
  const backup = { database: open.database, secretFingerprint: fingerprintSecret(settings) };
  const handlers = controlCommands({ content, receipts, roles, translation, backup, providers, manifest, address });
  try {
    return await listenControl({ dataDir: settings.server.dataDir, handlers, logger });
  } catch (err) {
    logger.warn({ err }, 'the command line cannot reach this server: its control socket could not be opened');
    return undefined;
  }
}

async function startJobs(open: OpenDeps, settings: Settings, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await open.startJobs();
  } catch (err) {
    moduleLogger(open.deps.logger, settings, 'jobs').error(
      { err },
      'the job queue did not start; old records are kept',
    );
  }
}

async function compressPages(open: OpenDeps, settings: Settings, signal: AbortSignal): Promise<void> {
  const { written, fault } = await compressSite(settings.content.siteDir, signal);
  const log = moduleLogger(open.deps.logger, settings, 'server');
  if (fault !== null) log.info({ reason: fault.message }, 'the site is served as it is, without more compression');
  else if (written > 0) log.info({ files: written }, 'the site’s files have been compressed');
}

interface Closing {
  readonly app: FastifyInstance;
  readonly open: OpenDeps;
  readonly lifecycle: Lifecycle;
  readonly settings: Settings;
  readonly background: readonly Promise<unknown>[];
  readonly stop: AbortController;
  readonly control: ControlServer | undefined;
}

async function closeServer({ app, open, lifecycle, settings, background, stop, control }: Closing): Promise<void> {
  const log = moduleLogger(open.deps.logger, settings, 'server');
  log.info({ graceMs: settings.server.shutdownGraceMs }, 'stopping: running answers may finish');
  lifecycle.markStopping();
  stop.abort();
  const timer = setTimeout(() => {
    log.warn('the grace time is over: what still runs is cut');
    lifecycle.markCut();
    app.server.closeAllConnections();
  }, settings.server.shutdownGraceMs);
  try {
    await Promise.all([app.close(), control?.close()]);
    await Promise.race([Promise.allSettled(background), delay(BACKGROUND_TIMEOUT_MS, undefined, { ref: false })]);
  } finally {
    clearTimeout(timer);
    await open.close();
  }
  log.info('stopped');
}

/** PUBLIC_URL, unless the system chose the port. */
function readerAddress(settings: Settings, bound: string | AddressInfo | null): string {
  if (settings.server.port !== 0 || bound === null || typeof bound === 'string') return settings.server.publicUrl;
  return `http://localhost:${bound.port}`;
}
